package format

// validUTF8 tells whether s is UTF-8, as unicode/utf8.ValidString does: that one costs
// the module seven times as much, for tables and a fast path. See RFC 3629, section 4.
func validUTF8(s string) bool {
	following, least, most := 0, byte(0x80), byte(0xbf) // bytes that must follow, and the range of the next
	for i := range len(s) {
		c := s[i]
		switch {
		case following > 0:
			if c < least || c > most {
				return false
			}
			following, least, most = following-1, 0x80, 0xbf
		case c < 0x80:
		case c < 0xc2 || c > 0xf4:
			return false
		default:
			following = 1
			if c >= 0xe0 {
				following++
			}
			if c >= 0xf0 {
				following++
			}
			switch c {
			case 0xe0:
				least = 0xa0 // shorter forms exist
			case 0xed:
				most = 0x9f // surrogates
			case 0xf0:
				least = 0x90
			case 0xf4:
				most = 0x8f // beyond U+10FFFF
			}
		}
	}
	return following == 0
}
