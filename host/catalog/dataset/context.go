package dataset

import "fmt"

// contextTable numbers context tokens, and the combinations in which they occur,
// of which the first is empty.
type contextTable struct {
	keys         []string
	tokens       []string
	tokenAt      []map[string]int32 // by key, then value
	combinations [][]int32
	momentAt     map[string]int32
	scratch      []byte
}

func newContextTable(keys []string) contextTable {
	t := contextTable{keys: keys, tokenAt: make([]map[string]int32, len(keys)), momentAt: map[string]int32{}, combinations: make([][]int32, 1)}
	for i := range keys {
		t.tokenAt[i] = map[string]int32{}
	}
	return t
}

// moment returns the number of a combination of values, which is 0 where all are empty.
func (t *contextTable) moment(values [][]byte) (int32, error) {
	t.scratch = t.scratch[:0]
	known := false
	for _, v := range values {
		known = known || len(v) > 0
		t.scratch = append(append(t.scratch, v...), 0) // values hold no NUL: readers see to it
	}
	if !known {
		return 0, nil
	}
	if n, ok := t.momentAt[string(t.scratch)]; ok {
		return n, nil
	}
	var tokens []int32
	for i, v := range values {
		if len(v) == 0 {
			continue
		}
		token, ok := t.tokenAt[i][string(v)]
		if !ok {
			if len(t.tokenAt[i]) == MaxContextValues {
				return 0, fmt.Errorf("context %q has more than %d different values: it identifies rather than describes; leave it out, or put it into fewer groups", t.keys[i], MaxContextValues)
			}
			token = int32(len(t.tokens))
			t.tokenAt[i][string(v)] = token
			t.tokens = append(t.tokens, t.keys[i]+"="+string(v))
		}
		tokens = append(tokens, token)
	}
	n := int32(len(t.combinations))
	t.combinations = append(t.combinations, tokens)
	t.momentAt[string(t.scratch)] = n
	return n, nil
}
