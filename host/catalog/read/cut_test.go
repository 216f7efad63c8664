package read

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCut(t *testing.T) {
	for _, c := range []struct {
		cut        Cut
		text, want string
	}{
		{Cut{">", "last"}, "Home > Lighting >Lanterns", "Lanterns"},
		{Cut{">", "first"}, " > Home > Lighting", "Home"},
		{Cut{",", ""}, "a, b,,c ", "a|b|c"},
		{Cut{",", "first"}, "", ""},
		{Cut{",", "last"}, ", ,", ""},
	} {
		require.Equal(t, c.want, string(c.cut.of([]byte(c.text))))
	}
}
