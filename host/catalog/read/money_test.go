package read

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestAmount(t *testing.T) {
	for _, c := range []struct{ text, notation, of, digits, code string }{
		{"12.99 USD", "any", "", "12.99", "USD"},
		{"£12.99", "any", "", "12.99", "GBP"},
		{"EUR 5", "any", "", "5", "EUR"},
		{"1.234,56 EUR", "any", "", "1234.56", "EUR"},
		{"1,234.56", "any", "", "1234.56", ""},
		{"1 234,50", "any", "", "1234.50", ""},
		{"1\u202f234,50\u00a0€", "any", "", "1234.50", "EUR"},
		{"CHF 1'234.50", "any", "", "1234.50", "CHF"},
		{"1 234 567", "any", "", "1234567", ""},
		{"1.234.567", "any", "", "1234567", ""},
		{"12,34,567.00 INR", "any", "", "1234567.00", "INR"},
		{"$1,5", "any", "", "1.5", ""},
		{"0,999", "any", "", "0.999", ""},
		{"1234.567", "any", "", "1234.567", ""},
		{"1,234 JPY", "any", "", "1234", "JPY"},
		{"1,234", "any", "JPY", "1234", ""},
		{"1.234 KWD", "any", "", "1.234", "KWD"},
		{"1,234", "point", "", "1234", ""},
		{"1.234", "point", "", "1.234", ""},
		{"1,234", "comma", "", "1.234", ""},
		{"1.234 EUR", "comma", "", "1234", "EUR"},
		{"19", "point", "", "19", ""},
		{"299 kr.", "any", "", "299", ""},
		{"49,90 zł", "any", "", "49.90", "PLN"},
	} {
		digits, code, err := amount(c.text, c.notation, c.of)
		require.NoError(t, err, c.text)
		require.Equal(t, []string{c.digits, c.code}, []string{digits, code}, c.text)
	}
}

func TestAmount_refuses(t *testing.T) {
	const unclear = " is no clear price: "
	for text, want := range map[string]string{
		"1.234 EUR":  `"1.234 EUR"` + unclear + "1.234 may be a thousandth or a thousand: give notation: point or comma in a mapping",
		"1,234":      `"1,234"` + unclear + "1,234 may be a thousandth or a thousand: give notation: point or comma in a mapping",
		"1,23.45":    `"1,23.45"` + unclear + "its separators make no groups of three",
		"1.2.3":      `"1.2.3"` + unclear + "its separators make no groups of three",
		"1.234.5678": `"1.234.5678"` + unclear + "its separators make no groups of three",
		"1,234,5.00": `"1,234,5.00"` + unclear + "its separators make no groups of three",
		"5 XQZ":      `"5 XQZ" is no price: "XQZ" is no currency`,
		"-5 EUR":     `"-5 EUR" is no price: write digits, with a currency or without`,
		"free":       `"free" is no price: write digits, with a currency or without`,
		"from 5 EUR": `"from 5 EUR" is no price: "from" is no currency`,
		"5-7 EUR":    `"5-7 EUR" is no price: write digits, with a currency or without`,
		"5 EUR 7":    `"5 EUR 7" is no price: write digits, with a currency or without`,
	} {
		_, _, err := amount(text, "any", "")
		require.EqualError(t, err, want, text)
	}
}

// However a price is written, it is read as it was meant or refused: never as
// another number.
func TestAmount_neverAnother(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		decimal := rapid.SampledFrom([]string{".", ","}).Draw(t, "decimal")
		thousand := rapid.SampledFrom([]string{"", " ", "'", map[string]string{".": ",", ",": "."}[decimal]}).Draw(t, "thousand")
		whole := rapid.IntRange(0, 99_999_999).Draw(t, "whole")
		cents := rapid.IntRange(0, 99).Draw(t, "cents")
		code := rapid.SampledFrom([]string{"EUR", "USD", "JPY", ""}).Draw(t, "code")
		text, want := grouping(whole, thousand), grouping(whole, "")
		if code != "JPY" && rapid.Bool().Draw(t, "has cents") {
			fraction := string([]byte{byte('0' + cents/10), byte('0' + cents%10)})
			text, want = text+decimal+fraction, want+"."+fraction
		}
		digits, got, err := amount(text+" "+code, "any", "")
		if err != nil {
			require.ErrorContains(t, err, "may be a thousandth or a thousand", "all else is clear")
			return
		}
		require.Equal(t, want, digits, text)
		require.Equal(t, code, got)
	})
}

// grouping writes a number with a separator of thousands.
func grouping(n int, separator string) string {
	if n < 1000 {
		return string(appendInt(nil, n, 1))
	}
	return grouping(n/1000, separator) + separator + string(appendInt(nil, n%1000, 3))
}

func appendInt(to []byte, n, width int) []byte {
	if n >= 10 || width > 1 {
		to = appendInt(to, n/10, width-1)
	}
	return append(to, byte('0'+n%10))
}

func FuzzAmount(f *testing.F) {
	for _, seed := range []string{"1.234,56 EUR", "£12.99", "R$ 1'234.50", "0.001"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, notation := range []string{anyNotation, pointed, commaed} {
			if digits, _, err := amount(text, notation, ""); err == nil {
				require.Regexp(t, `^\d+(\.\d+)?$`, digits)
			}
		}
	})
}
