package inspect

import (
	"strings"
	"time"
)

// A document is JSON as encoding/json reads it into an any: a struct would take
// keys in other capitals for its own.

// at returns what stands under some keys, nil where there is nothing.
func at(document any, keys ...string) any {
	for _, key := range keys {
		object, _ := document.(map[string]any)
		document = object[key]
	}
	return document
}

func text(document any, keys ...string) string {
	s, _ := at(document, keys...).(string)
	return s
}

func elements(document any, keys ...string) []any {
	l, _ := at(document, keys...).([]any)
	return l
}

// term returns a term of the Data Privacy Vocabulary without its prefix.
func term(document any, keys ...string) string {
	return strings.TrimPrefix(text(document, keys...), "dpv:")
}

// moment returns a time; the zero time where there is none.
func moment(document any, keys ...string) time.Time {
	t, _ := time.Parse(time.RFC3339, text(document, keys...))
	return t
}
