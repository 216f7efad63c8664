package read

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMarkup(t *testing.T) {
	for text, want := range map[string]string{
		"Tom & Jerry": "Tom & Jerry", "Tom &amp; Jerry": "Tom & Jerry", "a < b": "a < b", "<b>Rain</b>&nbsp;again": "Rain again", "x<br/>y": "x y", "": "",
	} {
		require.Equal(t, want, string(withoutMarkup([]byte(text))), text)
	}
}
