package read

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/text/currency"
)

// Notations of prices. Without one a price is digits and a decimal point.
const (
	anyNotation = "any"   // told by the price itself, and by its currency
	pointed     = "point" // 1,234.50
	commaed     = "comma" // 1.234,50
)

// signs are what stands for a currency beside a price. A dollar or a krone is that
// of several countries, so it says nothing of the currency.
var signs = map[string]string{
	"£": "GBP", "€": "EUR", "¥": "", "$": "", "kr": "", "kr.": "", "zł": "PLN", "₹": "INR", "₽": "RUB", "₺": "TRY", "₩": "KRW",
	"₪": "ILS", "₫": "VND", "฿": "THB", "₴": "UAH", "Kč": "CZK", "Ft": "HUF", "lei": "RON", "CHF": "CHF", "Fr.": "CHF", "R$": "BRL", "A$": "AUD", "C$": "CAD", "US$": "USD",
}

// money is a sign or code, digits with separators, and a sign or code.
var money = regexp.MustCompile(`^([^\d\s.,'’-]{0,4}\.?)\s*(\d[\d.,'’\s]*?)\s*([^\d\s.,'’-]{0,4}\.?)$`)

// spaces that stand between thousands, and before a currency.
var spaces = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2009", " ")

// amount reads a price as people write it: "1.234,56 EUR", "£12.99", "1 234,50". It
// returns digits with a decimal point, and the currency's code where the price has one.
// The currency is that of the file, "" where it is unknown.
func amount(text, notation, of string) (digits, code string, err error) {
	parts := money.FindStringSubmatch(spaces.Replace(text))
	if parts == nil {
		return "", "", fmt.Errorf("%q is no price: write digits, with a currency or without", clip([]byte(text)))
	}
	for _, sign := range []string{parts[1], parts[3]} {
		is, known := signs[sign]
		if !known && sign != "" {
			unit, err := currency.ParseISO(sign)
			if err != nil {
				return "", "", fmt.Errorf("%q is no price: %q is no currency", clip([]byte(text)), sign)
			}
			is = unit.String()
		}
		if is != "" {
			code = is
		}
	}
	if code != "" {
		of = code
	}
	if digits, err = plainDigits(parts[2], notation, of); err != nil {
		return "", "", fmt.Errorf("%q is no clear price: %w", clip([]byte(text)), err)
	}
	return digits, code, nil
}

// plainDigits takes the separators of thousands out of a number, and makes that of
// decimals a point.
func plainDigits(text, notation, currencyCode string) (string, error) {
	decimal := byte(0) // the separator of decimals, 0 for none
	switch point, comma := strings.LastIndexByte(text, '.'), strings.LastIndexByte(text, ','); {
	case notation == pointed:
		decimal = '.'
	case notation == commaed:
		decimal = ','
	case point >= 0 && comma >= 0:
		decimal = text[max(point, comma)] // 1.234,56 and 1,234.56
	case point >= 0 || comma >= 0:
		at := max(point, comma)
		only, before, after := text[at:at+1], text[:at], text[at+1:]
		switch {
		case strings.Count(text, only) > 1: // 1.234.567
		case len(after) != 3 || strings.ContainsAny(before, " '’") || len(before) > 3 || before[0] == '0':
			decimal = only[0] // no thousand looks like that
		case decimals(currencyCode) == 0: // 1,234 JPY
		case decimals(currencyCode) == 3: // 1.234 KWD
			decimal = only[0]
		default:
			return "", fmt.Errorf("%s may be a thousandth or a thousand: give notation: point or comma in a mapping", text)
		}
	}
	whole, fraction := text, ""
	if at := strings.LastIndexByte(text, decimal); decimal != 0 && at >= 0 {
		whole, fraction = text[:at], text[at+1:]
	}
	if !grouped.MatchString(whole) || strings.Trim(fraction, "0123456789") != "" {
		return "", fmt.Errorf("its separators make no groups of three")
	}
	whole = separators.ReplaceAllString(whole, "")
	if fraction == "" {
		return whole, nil
	}
	return whole + "." + fraction, nil
}

// grouped is a whole number with one sort of separator or none; the first way with
// separators is India's.
var grouped = regexp.MustCompile(`^(\d+|\d{1,2}(,\d{2})+,\d{3}|\d{1,3}(\.\d{3})+|\d{1,3}(,\d{3})+|\d{1,3}( \d{3})+|\d{1,3}('\d{3})+|\d{1,3}(’\d{3})+)$`)

var separators = regexp.MustCompile(`[^\d]`)

// decimals returns how many a currency has (ISO 4217), -1 where it is unknown.
func decimals(code string) int {
	unit, err := currency.ParseISO(code)
	if err != nil {
		return -1
	}
	digits, _ := currency.Standard.Rounding(unit)
	return digits
}

// price reads a price in plain digits; nothing is 0, which means unknown.
func price(text string) (float64, error) {
	if text == "" {
		return 0, nil
	}
	p, err := strconv.ParseFloat(text, 64)
	if err != nil || !(p >= 0 && p < 1e12) {
		return 0, fmt.Errorf("%q is no price: write digits and a decimal point, without a currency", clip([]byte(text)))
	}
	return p, nil
}
