package lint

import (
	"regexp"
	"strings"
)

// What is found in text. Each function returns what it found as it stands there.

var (
	email = regexp.MustCompile(`[\pL\pN][\pL\pN._%+-]*@[\pL\pN][\pL\pN.-]*\.\pL{2,}`)
	// retina are endings of file names: lamp@2x.png.
	retina = regexp.MustCompile(`@[0-9.]+x\.\pL+$`)
)

func emails(text string) (found []string) {
	if !strings.Contains(text, "@") {
		return nil
	}
	for _, match := range email.FindAllString(text, -1) {
		if !retina.MatchString(match) {
			found = append(found, match)
		}
	}
	return found
}

func digits(text string) (n int) {
	for i := range len(text) {
		if isDigit(text[i]) {
			n++
		}
	}
	return n
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }

// isWord tells whether a byte is part of a word; of letters beyond ASCII every byte is.
func isWord(c byte) bool { return isDigit(c) || isUpper(c) || c >= 'a' && c <= 'z' || c >= 0x80 }
