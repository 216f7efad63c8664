package read

import (
	"strings"
	"unicode"
)

// matcher finds words of mappings in titles.
type matcher struct {
	is    string
	needs []string // " word "
}

func newMatchers(words []Words) []matcher {
	matchers := make([]matcher, len(words))
	for i, w := range words {
		matchers[i].is = w.Is
		for _, word := range w.Words {
			matchers[i].needs = append(matchers[i].needs, spaced(word), strings.TrimRight(spaced(word), " ")+"s ")
		}
	}
	return matchers
}

// matches tells whether one of the words stands in a title that went through spaced.
func (m *matcher) matches(title string) bool {
	for _, word := range m.needs {
		if strings.Contains(title, word) {
			return true
		}
	}
	return false
}

// spaced writes text in small letters with one space around every word, so that
// finding " cat " does not find "decathlon". A hyphen is part of a word.
func spaced(text string) string {
	var b strings.Builder
	b.WriteByte(' ')
	for _, r := range strings.ToLower(text) {
		if r == '-' || r == '\'' || unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(r)
		} else if b.String()[b.Len()-1] != ' ' {
			b.WriteByte(' ')
		}
	}
	if b.String()[b.Len()-1] != ' ' {
		b.WriteByte(' ')
	}
	return b.String()
}
