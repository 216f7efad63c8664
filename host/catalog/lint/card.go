package lint

import (
	"regexp"
	"slices"
	"strings"
)

// cardShape is how the numbers of payment cards are written. Those of 14 and 19
// digits must be in groups: too many numbers of things are as long.
var cardShape = regexp.MustCompile(`\b(?:[0-9]{15,16}|[0-9]{4}(?:[ -][0-9]{4}){3}(?:[ -][0-9]{3})?|[0-9]{4}[ -][0-9]{6}[ -][0-9]{4,5})\b`)

// cards returns the numbers that an issuer of cards could have given out, and how
// many more there are whose check digit is wrong: where most are, they are no cards.
func cards(text string) (found []string, wrong int) {
	if digits(text) < 14 {
		return nil, 0
	}
	for _, at := range cardShape.FindAllStringIndex(text, -1) {
		written := text[at[0]:at[1]]
		switch number := separators.Replace(written); {
		case !issued(number) || inNumber(text, at[0], at[1]):
		case luhn(number):
			found = append(found, written)
		default:
			wrong++
		}
	}
	return found, wrong
}

var separators = strings.NewReplacer(" ", "", "-", "", "_", "")

// inNumber tells whether a part of a text only belongs to a number: its decimals,
// or some groups of it.
func inNumber(text string, from, to int) bool {
	joins := func(c byte) bool { return c == '.' || c == ',' || c == '-' }
	return from > 0 && joins(text[from-1]) || to+1 < len(text) && joins(text[to]) && isDigit(text[to+1])
}

// issuers are the beginnings and lengths of payment card numbers, as ISO/IEC 7812
// has them given out: Visa, Mastercard, American Express, Discover, JCB, Diners
// Club, UnionPay.
var issuers = []struct {
	from, to string
	lengths  []int
}{
	{"4", "4", []int{16, 19}},
	{"51", "55", []int{16}},
	{"2221", "2720", []int{16}},
	{"34", "34", []int{15}},
	{"37", "37", []int{15}},
	{"6011", "6011", []int{16}},
	{"644", "659", []int{16}},
	{"3528", "3589", []int{16}},
	{"300", "305", []int{14}},
	{"36", "36", []int{14}},
	{"38", "38", []int{14}},
	{"62", "62", []int{16, 19}},
}

func issued(number string) bool {
	for _, i := range issuers {
		begin := number[:len(i.from)]
		if i.from <= begin && begin <= i.to && slices.Contains(i.lengths, len(number)) {
			return true
		}
	}
	return false
}

// luhn tells whether the last digit checks the others, as ISO/IEC 7812 has it.
func luhn(number string) bool {
	sum := 0
	for i := range len(number) {
		d := int(number[len(number)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}
