package read

import (
	"bytes"

	"golang.org/x/net/html"
)

// withoutMarkup returns the text of HTML: tags away, entities as characters.
func withoutMarkup(value []byte) []byte {
	if bytes.IndexByte(value, '<') < 0 && bytes.IndexByte(value, '&') < 0 {
		return value
	}
	var text []byte
	z := html.NewTokenizer(bytes.NewReader(value))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return bytes.Join(bytes.Fields(text), []byte(" "))
		case html.TextToken:
			text = append(text, z.Text()...)
		default:
			text = append(text, ' ')
		}
	}
}
