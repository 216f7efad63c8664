package inspect

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/host/catalog"
	"privet/host/catalog/manifest"
	"privet/host/catalog/train"
	"privet/wasm"
)

// told is what File says of a file with that content.
func told(t *testing.T, content []byte, o Options) (string, error) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.WriteFile("file", content, 0o644))
	var out bytes.Buffer
	err := File(&out, "file", o)
	return out.String(), err
}

// pair is a catalog of two items that go together.
func pair(t testing.TB) []byte {
	items, err := format.NewKeys([]string{"a", "b"})
	require.NoError(t, err)
	tokens, err := format.NewKeys([]string{"category=X", "category=Y", "daypart=night"})
	require.NoError(t, err)
	b, err := format.Encode(&format.Catalog{
		Params: format.DefaultParams(), Items: items, Bias: []byte{9, 3}, Tokens: tokens,
		Taste: format.Sparse{Start: []uint32{0, 1, 2, 2, 2, 2}, Target: []uint32{1, 0}, Weight: []byte{7, 0xff}, Scale: 1},
		Next:  format.Sparse{Start: []uint32{0, 1, 1}, Target: []uint32{1}, Weight: []byte{5}, Scale: 1},
	})
	require.NoError(t, err)
	return b
}

func TestFile_catalog(t *testing.T) {
	text, err := told(t, pair(t), Options{})
	require.NoError(t, err)
	for _, part := range []string{
		"catalog, version 2: 2 items, ", "factors   0 dimensions, 0 bytes\n", "taste     2 entries, 0.4 an item or token\n",
		"next      1 entries, 0.5 an item\n", "tokens    3: category 2, daypart 1\n", "a visit ends after 30m0s\n", "most popular: a b\n",
	} {
		require.Contains(t, text, part)
	}
	text, err = told(t, pair(t), Options{Item: "a"})
	require.NoError(t, err)
	require.Contains(t, text, "a: position 1, popularity 9 of 255\ngoes with: b (7)\nis followed by: b (5)\n")
	_, err = told(t, pair(t), Options{Item: "z"})
	require.EqualError(t, err, `file: no item has the id "z"`)
}

func TestFile_module(t *testing.T) {
	text, err := told(t, wasm.Engine, Options{})
	require.NoError(t, err)
	require.Contains(t, text, "imports nothing: it can compute, and reach no network, clock, storage or page\n")
	require.Contains(t, text, "exports function call(i32, i32) i32\n")

	// (module (import "env" "f" (func (param i32))) (import "env" "m" (memory 1)))
	text, err = told(t, []byte("\x00asm\x01\x00\x00\x00\x01\x05\x01\x60\x01\x7f\x00\x02\x12\x02\x03env\x01f\x00\x00\x03env\x01m\x02\x00\x01"), Options{})
	require.NoError(t, err)
	require.Contains(t, text, "imports function env.f(i32)\nimports memory env.m\n")
}

const export = `{"format":"privet-profile","version":2,
 "consent":{"granted":["session","history"],"chosen":{"at":1740816000000,"until":1756368000000},"signal":"gpc",
  "preferences":{"variety":30,"muted":["category=X"],"paused":true}},
 "events":[{"id":1,"at":1740816000000,"kind":"view","purposes":["session","history"],"key":"a"},
           {"id":2,"at":1740902400000,"kind":"view","purposes":["session","history"],"key":"b"},
           {"id":3,"at":1740902400000,"kind":"declare","purposes":["interests"],"key":"category=X"},
           {"id":4,"at":1740902400000,"kind":"show","purposes":["prediction"],"key":"b","position":2,"propensity":0.75,"parts":7}],
 "receipts":[],
 "damaged":[17]}`

func TestFile_profile(t *testing.T) {
	text, err := told(t, []byte(export), Options{Now: time.UnixMilli(1756368000000)})
	require.NoError(t, err)
	require.Equal(t, `a visitor's export: 4 events from 2025-03-01 to 2025-03-02, 1 unreadable
allows session, history by choice of 2025-03-01 08:00:00; holds until 2025-08-28 08:00:00, which has passed; the browser says no by "gpc"
prefers 30 % variety
muted: ["category=X"]
paused: nothing counts and nothing is kept

events     kept for
1 declare  interests
1 show     prediction
2 view     session, history

receipts: 0
`, text)
	text, err = told(t, []byte(`{"format":"privet-profile","version":2,"consent":{"granted":["context"],"preferences":{}},"events":[],"receipts":[],"damaged":[]}`), Options{})
	require.NoError(t, err)
	require.Contains(t, text, "a visitor's export: 0 events\nallows context by default\n")
	text, err = told(t, []byte(`{"format":"privet-profile","version":2,"consent":{"granted":["context"],"preferences":{"usual":true}},"events":[],"receipts":[],"damaged":[],
		"experiments":{"b":{"arm":"holdout","acts":{},"taken":0},"a":{"arm":"varied","since":1740816000000,"acts":{"view":2,"buy":1},"taken":1}}}`), Options{})
	require.NoError(t, err)
	require.Contains(t, text, "takes no part in experiments\n")
	require.Contains(t, text, `experiment "a": "varied" since 2025-03-01 08:00:00, 1 buy, 2 view; 1 shown taken
experiment "b": "holdout"; 0 shown taken
`)
}

func TestFile_refuses(t *testing.T) {
	for name, c := range map[string]struct{ content, want string }{
		"text":           {"hello", `file: this is no catalog (it would begin with PVTC), no trend (PVTT), no module (\0asm) and no JSON`},
		"nothing":        {"", `file: this is no catalog (it would begin with PVTC), no trend (PVTT), no module (\0asm) and no JSON`},
		"cut catalog":    {string(pair(t)[:20]), "file: bad-catalog: catalog[0].header at byte 6: the file ends inside it"},
		"cut module":     {"\x00asm\x01", "file: not a module that wazero takes: invalid version header"},
		"other JSON":     {`{"name":"x"}`, `file: not a visitor's export: format "" version 0 where "privet-profile" version 2 is read`},
		"cut export":     {export[:100], "file: not JSON: unexpected end of JSON input"},
		"newer export":   {strings.Replace(export, `"version":2`, `"version":3`, 1), `file: not a visitor's export: format "privet-profile" version 3 where "privet-profile" version 2 is read`},
		"unknown field":  {strings.Replace(export, `"damaged"`, `"extra"`, 1), `file: byte 679: json: unknown field "extra"`},
		"purpose":        {strings.Replace(export, `["session","history"],"chosen"`, `["ads"],"chosen"`, 1), `file: consent.granted: "ads" is no purpose`},
		"event purposes": {strings.Replace(export, `["interests"]`, `["ads"]`, 1), `file: events[2].purposes: "ads" is no purpose`},
		"event kind":     {strings.Replace(export, `"declare"`, `"wink"`, 1), `file: events[2].kind: "wink" is none of view, add, buy, like, dismiss, declare, show`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := told(t, []byte(c.content), Options{})
			require.EqualError(t, err, c.want)
		})
	}
	require.ErrorIs(t, File(&bytes.Buffer{}, filepath.Join(t.TempDir(), "none"), Options{}), os.ErrNotExist)
}

func TestFile_directory(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.WriteFile("items.csv", []byte("id,category\na,X\nb,Y\nc,X\n"), 0o644))
	require.NoError(t, os.WriteFile("events.csv", []byte("visitor,item,time\nv,a,2025-03-01 08:00:00\n"), 0o644))
	_, err := catalog.Build(context.Background(), catalog.Options{Items: "items.csv", Events: "events.csv", Train: train.Options{MinSupport: 1}, Out: "shop", Name: "Three", Currency: "GBP"})
	require.NoError(t, err)
	require.NotContains(t, inspected(t, "shop"), "experiment")
	for _, name := range []string{"shop", "shop/manifest.json"} {
		var out bytes.Buffer
		require.NoError(t, File(&out, name, Options{}))
		require.Contains(t, out.String(), "shop: \"Three\", 3 items, prices in GBP; every file is as the manifest says\n")
		require.Contains(t, out.String(), "2 categories")
		require.Contains(t, out.String(), "most popular: a b c\n")
		require.Contains(t, out.String(), "trend of 2025-03-01 08:00:00: 0 of 3 items are wanted more than usual\n")
	}
	files, err := filepath.Glob("shop/catalog.*.bin")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(files[0], nil, 0o644))
	require.ErrorContains(t, File(&bytes.Buffer{}, "shop", Options{}), "truncated or altered")
}

func inspected(t *testing.T, name string) string {
	var out bytes.Buffer
	require.NoError(t, File(&out, name, Options{}))
	return out.String()
}

func TestDescribeExperiments(t *testing.T) {
	variety := 90
	m := &manifest.Manifest{Experiments: []manifest.Experiment{
		{Name: "More variety", Holdout: 100, Arms: []manifest.Arm{
			{Name: "usual", Share: 500},
			{Name: "varied", Share: 500, Variety: &variety, Strategy: map[string]string{"home": "trending", "aside": "recent"}},
		}},
		{Name: "Autumn", From: 1788220800, Until: 1790812800, Arms: []manifest.Arm{{Name: "a", Share: 1000}}},
	}}
	var out bytes.Buffer
	describeExperiments(&out, m)
	require.Equal(t, `
experiment    runs                              default order  arm     of the others  does
More variety  always                            10%            usual   50%            as without it
                                                               varied  50%            variety 90%, recent in aside, trending in home
Autumn        from 2026-09-01 until 2026-10-01  0%             a       100%           as without it
`, out.String())
}

func FuzzDescribe(f *testing.F) {
	f.Add([]byte(export))
	f.Add(pair(f))
	f.Add([]byte("\x00asm\x01\x00\x00\x00"))
	f.Add([]byte(`[{"@type":"dpv:ConsentReceipt","privet:proof":{"publicKey":{},"signature":""}}]`))
	f.Add([]byte(frozen(f, "sealed.json")))
	f.Add([]byte(unsigned(f)))
	f.Fuzz(func(t *testing.T, content []byte) {
		var out bytes.Buffer
		if describe(&out, content, Options{Item: "a"}) == nil {
			require.NotEmpty(t, out.String())
		}
	})
}
