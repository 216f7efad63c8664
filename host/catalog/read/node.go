package read

import (
	"bytes"
	"encoding/json"
	"errors"
)

// A node is a JSON value, known to be valid, whose parts are found when they are asked
// for: encoding/json would copy all of a record, of which a mapping wants little.
type node struct {
	raw     json.RawMessage
	opened  bool
	members []member // of an object
	list    []*node  // of a list; nil where it is none or empty
}

// A member is a key of an object with its value.
type member struct {
	key   []byte
	value *node
}

// newNode returns a record, which must be an object. The text is UTF-8 and
// must stay as it is.
func newNode(text []byte) (*node, error) {
	text = bytes.TrimSpace(text)
	if !json.Valid(text) || text[0] != '{' {
		if err := json.Unmarshal(text, &map[string]json.RawMessage{}); err != nil {
			return nil, err
		}
		return nil, errors.New("it is null")
	}
	return &node{raw: text}, nil
}

// open finds the parts of an object or a list, one level deep.
func (n *node) open() {
	if n.opened {
		return
	}
	n.opened = true
	isObject := n.raw[0] == '{'
	if !isObject && n.raw[0] != '[' {
		return
	}
	for rest := afterSpaces(n.raw[1:]); rest[0] != '}' && rest[0] != ']'; {
		if rest[0] == ',' {
			rest = afterSpaces(rest[1:])
		}
		var m member
		if isObject {
			end := valueEnd(rest)
			m.key = unquoted(rest[:end])
			rest = afterSpaces(afterSpaces(rest[end:])[1:]) // a colon is between
		}
		end := valueEnd(rest)
		m.value = &node{raw: rest[:end]}
		if isObject {
			n.members = append(n.members, m)
		} else {
			n.list = append(n.list, m.value)
		}
		rest = afterSpaces(rest[end:])
	}
}

// part returns the value of a key, or nil. Of several the last counts, as in encoding/json.
func (n *node) part(key string) *node {
	n.open()
	for i := len(n.members) - 1; i >= 0; i-- {
		if string(n.members[i].key) == key {
			return n.members[i].value
		}
	}
	return nil
}

func afterSpaces(text []byte) []byte {
	for len(text) > 0 && (text[0] == ' ' || text[0] == '\t' || text[0] == '\n' || text[0] == '\r') {
		text = text[1:]
	}
	return text
}

// valueEnd returns where the value ends that valid JSON begins with.
func valueEnd(text []byte) int {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			for i++; text[i] != '"'; i++ {
				if text[i] == '\\' {
					i++
				}
			}
			if depth == 0 {
				return i + 1
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return i // of a number or word
			}
			if depth--; depth == 0 {
				return i + 1
			}
		case ',', ' ', '\t', '\n', '\r':
			if depth == 0 {
				return i
			}
		}
	}
	return len(text)
}

// unquoted returns what a JSON string says.
func unquoted(quoted []byte) []byte {
	if bytes.IndexByte(quoted, '\\') < 0 {
		return quoted[1 : len(quoted)-1]
	}
	var s string
	_ = json.Unmarshal(quoted, &s) // it is valid
	return []byte(s)
}
