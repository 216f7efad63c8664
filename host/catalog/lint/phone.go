package lint

import (
	"regexp"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

var (
	// international numbers begin with + or 00 and a country's code. After 00
	// something must separate that code: barcodes begin with zeros too.
	international = regexp.MustCompile(`(?:\+[1-9]|\b00[ ]?[1-9][0-9]{0,2}[ ()./-])[0-9 ()./-]{5,22}[0-9]`)
	// american are those that a North American writes: (212) 555-0123.
	american = regexp.MustCompile(`\([2-9][0-9]{2}\) ?[0-9]{3}[ .-][0-9]{4}\b`)
	// labelled numbers are national ones, of which nothing but the word before
	// them tells that they are no sizes, parts or dates.
	labelled = regexp.MustCompile(`(?i)(?:\b(?:tel|tél|telefon|telefono|teléfono|telefone|telephone|téléphone|phone|mobile|mobil|móvil|telemóvel|celular|handy|fax|whatsapp|hotline|call)|هاتف|جوال|تلفون)[.: ]{1,3}(\(?0[0-9 ()./-]{6,18}[0-9]|[2-9][0-9]{2}[ .-][0-9]{3}[ .-][0-9]{4}\b)`)
)

// leastPhone is how many digits a telephone number has at least.
const leastPhone = 8

func phones(text string) (found []string) {
	if digits(text) < leastPhone {
		return nil
	}
	for _, match := range international.FindAllString(text, -1) {
		if number := possible(match, "ZZ"); number != "" {
			found = append(found, number)
		}
	}
	for _, match := range american.FindAllString(text, -1) {
		if number := possible(match, "US"); number != "" {
			found = append(found, number)
		}
	}
	for _, match := range labelled.FindAllStringSubmatch(text, -1) {
		if digits(match[1]) >= leastPhone {
			found = append(found, match[1])
		}
	}
	return found
}

// possible returns the part of a candidate, from its beginning, that is a number
// as its country gives them out, or "". "ZZ" is a number with a country's code.
func possible(candidate, region string) string {
	for digits(candidate) >= leastPhone {
		written := candidate
		if strings.HasPrefix(written, "00") {
			written = "+" + written[2:]
		}
		number, err := phonenumbers.Parse(written, region)
		if err == nil && phonenumbers.IsValidNumber(number) {
			return candidate
		}
		end := strings.LastIndexAny(candidate, " ()./-")
		if end < 0 {
			break
		}
		candidate = candidate[:end]
	}
	return ""
}
