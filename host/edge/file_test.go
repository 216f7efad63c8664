package edge

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestHash(t *testing.T) {
	const hash = "0123456789abcdef"
	for _, name := range []string{
		"catalog." + hash + ".bin", "texts." + hash + ".json", "privet-ui." + hash + ".js", "engine." + hash + ".wasm", "privet." + hash + ".mjs", "a." + hash + ".css", "shop-2/a." + hash + ".css",
	} {
		require.Equal(t, hash, Hash(name), name)
	}
	for name, why := range map[string]string{
		"":                               "no name",
		"manifest.json":                  "no hash",
		"privet.js":                      "no hash",
		"." + hash + ".bin":              "no stem",
		"Catalog." + hash + ".bin":       "a capital letter",
		"catalog2." + hash + ".bin":      "a digit",
		"../catalog." + hash + ".bin":    "a path",
		"a/b/catalog." + hash + ".bin":   "a path",
		"catalog." + hash + ".bin.br":    "a coding of one",
		"catalog." + hash + ".exe":       "of no kind that is served",
		"catalog." + hash + ".":          "of no kind",
		"catalog." + hash:                "of no kind",
		"catalog.0123456789abcde.bin":    "15 digits",
		"catalog.0123456789abcdef0.bin":  "17 digits",
		"catalog.0123456789ABCDEF.bin":   "capital digits",
		"catalog.0123456789abcdeg.bin":   "not a digit",
		"catalog." + hash + ".bin\n":     "something after it",
		"catalog." + hash + "." + ".bin": "an empty part",
	} {
		require.Empty(t, Hash(name), "%s: %s", name, why)
	}
}
