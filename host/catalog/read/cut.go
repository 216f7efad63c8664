package read

import "bytes"

// A Cut takes a value that is several apart.
type Cut struct {
	At   string `yaml:"at"`
	Keep string `yaml:"keep"` // "first" or "last"; "" for all, as a list
}

// of returns what is left of a value. What is empty between cuts does not count.
func (c *Cut) of(value []byte) []byte {
	var parts [][]byte
	for part := range bytes.SplitSeq(value, []byte(c.At)) {
		if part = bytes.TrimSpace(part); len(part) > 0 {
			parts = append(parts, part)
		}
	}
	switch {
	case len(parts) == 0:
		return nil
	case c.Keep == "first":
		return parts[0]
	case c.Keep == "last":
		return parts[len(parts)-1]
	}
	return bytes.Join(parts, []byte("|"))
}
