package notice

import (
	"crypto/sha256"
	"encoding/hex"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLanguages_haveHashes(t *testing.T) {
	languages, err := Languages()
	require.NoError(t, err)
	require.Contains(t, languages, "en")
	seen := map[string]string{}
	for _, language := range languages {
		h, err := Hash(language)
		require.NoError(t, err)
		require.Regexp(t, "^[0-9a-f]{64}$", h)
		require.Empty(t, seen[h], "two languages have the same texts")
		seen[h] = language
	}
	for _, other := range []string{"xx", "", "../texts/en"} {
		_, err = Hash(other)
		require.ErrorContains(t, err, "there are no texts in the language")
	}
}

func TestHash_canonical(t *testing.T) {
	got, err := hash([]byte(`{"why": {}, "purposes": {"b": "é<", "a": 1.0}, "lasts": [], "glossary": null, "consent": {"\u20ac": "\u20ac", "a\/": "\u000f"}}`))
	require.NoError(t, err)
	want := sha256.Sum256([]byte(`{"consent":{"a/":"\u000f","€":"€"},"glossary":null,"lasts":[],"purposes":{"a":1,"b":"é<"}}`))
	require.Equal(t, hex.EncodeToString(want[:]), got)

	_, err = hash([]byte(`{"purposes": {}, "consent": {}, "glossary": {}}`))
	require.EqualError(t, err, "there is no lasts")
	_, err = hash([]byte(`{`))
	require.Error(t, err)
}

// What a page computes with what JavaScript has: JSON.stringify writes strings
// and numbers as RFC 8785 wants them, so that keys alone must be sorted.
const page = `
const texts = JSON.parse(require("fs").readFileSync("../../web/src/texts/" + process.argv[1] + ".json", "utf8"));
const canonical = (v) =>
  Array.isArray(v) ? "[" + v.map(canonical) + "]"
  : v && typeof v === "object" ? "{" + Object.keys(v).sort().map((k) => JSON.stringify(k) + ":" + canonical(v[k])) + "}"
  : JSON.stringify(v);
const { purposes, consent, lasts, glossary } = texts;
console.log(require("crypto").createHash("sha256").update(canonical({ purposes, consent, lasts, glossary })).digest("hex"));
`

func TestHash_asInJavaScript(t *testing.T) {
	languages, err := Languages()
	require.NoError(t, err)
	for _, language := range languages {
		out, err := exec.Command("node", "-e", page, language).Output()
		require.NoError(t, err)
		h, err := Hash(language)
		require.NoError(t, err)
		require.Equal(t, h+"\n", string(out), language)
	}
}
