package edge

import "strings"

// holds tells whether an If-None-Match header (RFC 9110, section 13.1.2) lists the validator. The comparison is the weak
// one: a cache on the way may have marked the validator as weak, and the content behind it is still the same.
func holds(ifNoneMatch, etag string) bool {
	rest := strings.TrimSpace(ifNoneMatch)
	if rest == "*" {
		return true
	}
	for rest != "" {
		rest = strings.TrimPrefix(rest, "W/")
		if !strings.HasPrefix(rest, `"`) {
			return false // not a validator, so neither is anything after it
		}
		end := strings.IndexByte(rest[1:], '"')
		if end < 0 {
			return false
		}
		if rest[:end+2] == etag {
			return true
		}
		rest = strings.TrimLeft(rest[end+2:], " \t,")
	}
	return false
}
