package read

import "strings"

// A path leads to a value within a JSON object: "device.category". What is in a list
// on the way is taken from all elements, or from the one that is named:
// "event_params[ga_session_id].value" is of the element whose "key" is ga_session_id.
type path []step

type step struct{ key, named string }

func parsePath(text string) path {
	var p path
	for part := range strings.SplitSeq(text, ".") {
		key, named, _ := strings.Cut(strings.TrimSuffix(part, "]"), "[")
		p = append(p, step{key, named})
	}
	return p
}

// nodes appends what the path leads to from a node, which may be nil. Lists on the way and at its end
// are taken apart.
func (p path) nodes(from *node, found []*node) []*node {
	if from == nil {
		return found
	}
	if from.open(); from.list != nil {
		for _, element := range from.list {
			found = p.nodes(element, found)
		}
		return found
	}
	if len(p) == 0 {
		if string(from.raw) == "null" {
			return found
		}
		return append(found, from)
	}
	to := from.part(p[0].key)
	if to == nil || p[0].named == "" {
		return p[1:].nodes(to, found)
	}
	to.open()
	for _, element := range to.list {
		if key := element.part("key"); key != nil {
			if text, err := flat(key.raw); err == nil && string(text) == p[0].named {
				return p[1:].nodes(element, found)
			}
		}
	}
	return found
}

// of returns the value as text, several with | between them.
func (p path) of(from *node, lenient bool) ([]byte, error) {
	if len(p) == 1 && from != nil && from.list == nil && p[0].named == "" {
		part := from.part(p[0].key)
		if part == nil {
			return nil, nil
		}
		if text, err := flat(part.raw); err == nil || !lenient {
			return text, err
		}
	}
	var joined []byte
	for i, n := range p.nodes(from, nil) {
		text, err := flat(n.raw)
		if err != nil && !lenient {
			return nil, err
		}
		if i > 0 {
			joined = append(joined, '|')
		}
		joined = append(joined, text...)
	}
	return joined, nil
}
