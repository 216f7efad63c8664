package headless

import (
	"encoding/json"
	"fmt"
)

// A Place is a position from 1; 0 is none.
type Place uint32

// MarshalJSON writes no place as null.
func (p Place) MarshalJSON() ([]byte, error) {
	if p == 0 {
		return []byte("null"), nil
	}
	return json.Marshal(uint32(p))
}

// String writes "1st", or "nowhere".
func (p Place) String() string {
	if p == 0 {
		return "nowhere"
	}
	ending := "th"
	if p/10%10 != 1 {
		switch p % 10 {
		case 1:
			ending = "st"
		case 2:
			ending = "nd"
		case 3:
			ending = "rd"
		}
	}
	return fmt.Sprintf("%d%s", uint32(p), ending)
}
