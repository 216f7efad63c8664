package lint

// ibanLengths are the characters of an International Bank Account Number by
// country, as the registry of ISO 13616 has them.
var ibanLengths = map[string]int{
	"AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BI": 27, "BR": 29, "BY": 28,
	"CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DJ": 27, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18,
	"FK": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HN": 28, "HR": 21, "HU": 28,
	"IE": 22, "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LC": 32, "LI": 21, "LT": 20,
	"LU": 20, "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MN": 20, "MR": 27, "MT": 31, "MU": 30, "NI": 28,
	"NL": 18, "NO": 15, "OM": 23, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "RU": 33, "SA": 24,
	"SC": 31, "SD": 18, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "SO": 23, "ST": 25, "SV": 28, "TL": 23, "TN": 24, "TR": 26,
	"UA": 29, "VA": 22, "VG": 24, "XK": 20, "YE": 30,
}

func ibans(text string) (found []string) {
	if digits(text) < 10 {
		return nil
	}
	for at := 0; at+4 < len(text); at++ {
		length := ibanLengths[text[at:at+2]]
		if length == 0 || at > 0 && isWord(text[at-1]) {
			continue
		}
		if number := ibanAt(text[at:], length); number != "" {
			found = append(found, number)
			at += len(number)
		}
	}
	return found
}

// ibanAt returns the number of that length that a text begins with, whole or in
// groups of four, or "".
func ibanAt(text string, length int) string {
	var number []byte
	for i := range len(text) {
		c := text[i]
		if c == ' ' && len(number) > 0 && len(number)%4 == 0 {
			continue
		}
		if !isUpper(c) && !isDigit(c) {
			return ""
		}
		if number = append(number, c); len(number) == length {
			if !checked(number) || i+1 < len(text) && isWord(text[i+1]) {
				return ""
			}
			return text[:i+1]
		}
	}
	return ""
}

// checked tells whether the two digits after the country check the rest, as ISO
// 7064 has it: the first four characters go last, letters are 10 to 35, and the
// number is 1 modulo 97.
func checked(number []byte) bool {
	rest := 0
	for _, c := range append(number[4:], number[:4]...) {
		if isDigit(c) {
			rest = (10*rest + int(c-'0')) % 97
		} else {
			rest = (100*rest + int(c-'A') + 10) % 97
		}
	}
	return isDigit(number[2]) && isDigit(number[3]) && rest == 1
}
