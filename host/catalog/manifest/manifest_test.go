package manifest

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// sample is a manifest with two files of texts and a trend.
func sample() *Manifest {
	trend := NewFile("trend", "bin", []byte("wanted"))
	return &Manifest{
		Version: 1, Name: "A & B", Currency: "GBP", Items: 5000,
		Catalog: NewFile("catalog", "bin", []byte("catalog")),
		Texts: []Texts{
			{NewFile("texts", "json", []byte("one")), 0, 4096},
			{NewFile("texts", "json", []byte("two")), 4096, 904},
		},
		Trend:      &trend,
		Categories: []string{"Lanterns"}, Interests: []string{"category=Lanterns"},
		Model: Model{Rank: 32, Neighbours: 12.5, Sequence: 4, BytesPerItem: 41.2, Validation: map[string]float64{"ndcg@100": 0.39}, TrendHalfLife: 86400, HotHalfLife: 604800},
	}
}

func TestManifest_roundTrip(t *testing.T) {
	text, err := Encode(sample())
	require.NoError(t, err)
	require.Contains(t, string(text), `"A & B"`, "plain text, not \\u0026")
	back, err := Decode(text)
	require.NoError(t, err)
	require.Equal(t, sample(), back)
	again, err := Encode(back)
	require.NoError(t, err)
	require.Equal(t, text, again)
}

func TestDecode_refuses(t *testing.T) {
	other := NewFile("catalog", "bin", []byte("other"))
	for name, c := range map[string]struct{ from, to, want string }{
		"newer":             {`"version": 1`, `"version": 2`, "manifest.json: version: 2 where this Privet reads 1: build again, or update Privet"},
		"no version":        {`"version": 1,`, ``, "manifest.json: version: 0 where this Privet reads 1: build again, or update Privet"},
		"cut":               {`"currency"`, "\x00", "manifest.json: line 4: invalid character '\\x00' looking for beginning of object key string"},
		"unknown field":     {`"currency"`, `"curency"`, `manifest.json: unknown field "curency"`},
		"wrong type":        {`"items": 5000`, `"items": "many"`, "manifest.json: items: a JSON string at byte 75, where int belongs"},
		"no items":          {`"items": 5000`, `"items": 0`, "manifest.json: items: 0 is not from 1 to 1048576"},
		"more items":        {`"items": 5000`, `"items": 5001`, "manifest.json: texts: they hold 5000 items, the catalog 5001"},
		"fewer items":       {`"items": 5000`, `"items": 4999`, "manifest.json: texts[1].count: 904 is not from 1 to the 903 items that are left"},
		"gap":               {`"from": 4096`, `"from": 4097`, "manifest.json: texts[1].from: 4097 where 4096 is expected"},
		"empty texts":       {`"count": 904`, `"count": 0`, "manifest.json: texts[1].count: 0 is not from 1 to the 904 items that are left"},
		"currency":          {`"GBP"`, `"£"`, `manifest.json: currency: "£" is no ISO 4217 code such as GBP`},
		"path":              {`"texts.`, `"../texts.`, "manifest.json: texts[0].file: \"../" + sample().Texts[0].File.File + "\" is not the name of a hashed .json file"},
		"kind of file":      {`.bin"`, `.json"`, "manifest.json: catalog.file: \"" + strings.Replace(sample().Catalog.File, "bin", "json", 1) + "\" is not the name of a hashed .bin file"},
		"digest":            {sample().Catalog.SHA256, "AAAA", `manifest.json: catalog.sha256: "AAAA" is no SHA-256 in base64`},
		"digest of another": {sample().Catalog.SHA256, other.SHA256, "manifest.json: catalog.file: " + sample().Catalog.File + " is not named by the digest beside it"},
		"length":            {`"bytes": 7`, `"bytes": -7`, "manifest.json: catalog.bytes: -7 is not from 0 to 268435456"},
		"path of the trend": {`"trend.`, `"../trend.`, "manifest.json: trend.file: \"../" + sample().Trend.File + "\" is not the name of a hashed .bin file"},
		"kind of trend":     {`"trend.`, `"texts.`, "manifest.json: trend.file: \"" + strings.Replace(sample().Trend.File, "trend", "texts", 1) + "\" is not the name of a trend"},
		"half-life":         {`604800`, `-1`, "manifest.json: model.hotHalfLife: -1 seconds are less than none"},
		"other half-life":   {`86400`, `-1`, "manifest.json: model.trendHalfLife: -1 seconds are less than none"},
		"categories":        {`"Lanterns"`, strings.Repeat(`"x",`, MaxNames) + `"x"`, "manifest.json: categories: 4097 are more than 4096"},
	} {
		t.Run(name, func(t *testing.T) {
			text, err := Encode(sample())
			require.NoError(t, err)
			require.Contains(t, string(text), c.from)
			_, err = Decode([]byte(strings.Replace(string(text), c.from, c.to, 1)))
			require.EqualError(t, err, c.want)
			var typed *Error
			require.ErrorAs(t, err, &typed)
		})
	}
}

func TestManifest_Files(t *testing.T) {
	m := sample()
	require.Equal(t, []File{m.Catalog, m.Texts[0].File, m.Texts[1].File, *m.Trend}, m.Files())
	m.Trend = nil
	require.Len(t, m.Files(), 3)
	text, err := Encode(m)
	require.NoError(t, err)
	require.NotContains(t, string(text), "\"trend\"")
	back, err := Decode(text)
	require.NoError(t, err)
	require.Equal(t, m, back)
}

func TestDecode_refusesAnyTruncation(t *testing.T) {
	text, err := Encode(sample())
	require.NoError(t, err)
	for n := range len(strings.TrimSpace(string(text))) {
		_, err := Decode(text[:n])
		require.Error(t, err, "the first %d bytes", n)
	}
}

func TestDecode_trailing(t *testing.T) {
	text, err := Encode(sample())
	require.NoError(t, err)
	_, err = Decode(append(text, "{}"...))
	require.ErrorContains(t, err, "after top-level value")
	_, err = Decode([]byte(strings.Repeat(" ", MaxBytes+1)))
	require.EqualError(t, err, "manifest.json: 1048577 bytes are more than 1048576")
}

func TestEncode_refusesWhatDecodeDoes(t *testing.T) {
	m := sample()
	m.Items = 1
	_, err := Encode(m)
	require.EqualError(t, err, "manifest.json: texts[0].count: 4096 is not from 1 to the 1 items that are left")
}

func TestFile_Verify(t *testing.T) {
	f := NewFile("catalog", "bin", []byte("catalog"))
	require.NoError(t, f.Verify([]byte("catalog")))
	require.EqualError(t, f.Verify([]byte("catalo")), f.File+": 6 bytes where the manifest says 7: it is truncated or altered; build again")
	require.EqualError(t, f.Verify([]byte("Catalog")), f.File+": its SHA-256 is not the one in the manifest: it is altered; build again")
}

func FuzzDecode(f *testing.F) {
	text, err := Encode(sample())
	require.NoError(f, err)
	f.Add(text)
	f.Add([]byte(`{"version":1,"items":1}`))
	f.Add([]byte(`{"version":1,"model":{"validation":{"x":1e999}}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		m, err := Decode(text)
		if err != nil {
			return
		}
		again, err := Encode(m)
		require.NoError(t, err, "what is read can be written")
		back, err := Decode(again)
		require.NoError(t, err)
		require.Equal(t, m, back)
		require.True(t, json.Valid(again))
	})
}
