package read

import (
	"strings"
	"unicode"
)

// smallWords stay small inside a title.
var smallWords = map[string]bool{
	"a": true, "an": true, "and": true, "at": true, "by": true, "for": true, "from": true, "in": true,
	"of": true, "on": true, "or": true, "the": true, "to": true, "with": true,
}

// initials stay capital in a title.
var initials = map[string]bool{"LED": true, "USB": true, "TV": true, "CD": true, "DVD": true, "UK": true, "3D": true}

// readable writes a title that shouts as one that does not: WHITE HANGING HEART
// T-LIGHT HOLDER becomes White Hanging Heart T-Light Holder. Text with a small
// letter is left as it is, but for commas and stops at its end.
func readable(title string) string {
	title = strings.TrimRight(title, " ,.")
	if strings.ContainsFunc(title, unicode.IsLower) {
		return title
	}
	words := strings.Fields(title)
	for i, word := range words {
		small := strings.ToLower(word)
		switch {
		case initials[word]:
		case i > 0 && smallWords[small]:
			words[i] = small
		default:
			words[i] = capitalize(small)
		}
	}
	return strings.Join(words, " ")
}

// capitalize raises the letters that begin a word or follow - / ( + & , as in
// T-Light. Those that follow a digit stay small: 60cm, 1st.
func capitalize(word string) string {
	var b strings.Builder
	raise := true
	for _, r := range word {
		if raise {
			b.WriteRune(unicode.ToUpper(r))
		} else {
			b.WriteRune(r)
		}
		raise = strings.ContainsRune("-/(+&,\"", r)
	}
	return b.String()
}
