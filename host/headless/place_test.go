package headless

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPlace_String(t *testing.T) {
	for p, want := range map[Place]string{0: "nowhere", 1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 11: "11th", 12: "12th", 13: "13th", 21: "21st", 111: "111th", 1002: "1002nd"} {
		require.Equal(t, want, p.String())
	}
}
