package lint

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

const tatweel = 'ـ' // stretches an Arabic word and means nothing

// fold writes text without what two spellings of a word may differ in: capitals
// and marks. Überwachung becomes uberwachung, Straße strasse, القُرآن القران.
func fold(text string) string {
	if isASCII(text) {
		return strings.ToLower(text)
	}
	var b strings.Builder
	for _, r := range cases.Fold().String(norm.NFKD.String(text)) {
		if r != tatweel && !unicode.Is(unicode.Mn, r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// words returns the words of a text, folded.
func words(text string) []string {
	return strings.FieldsFunc(fold(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}
