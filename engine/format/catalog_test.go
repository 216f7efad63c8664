package format

import (
	"encoding/binary"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
)

// small returns a catalog with every section.
func small(t testing.TB) *Catalog {
	t.Helper()
	items, err := NewKeys([]string{"lantern", "candle", "Käse"})
	require.NoError(t, err)
	tokens, err := NewKeys([]string{"device=phone"})
	require.NoError(t, err)
	ramp := func(n int) []byte {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(i * 7)
		}
		return b
	}
	return &Catalog{
		Params: DefaultParams(), Items: items, Tokens: tokens,
		Bias: []byte{255, 3, 0}, Rank: 16, Out: ramp(48), In: ramp(48), Gain: ramp(4), TokenIn: ramp(16),
		Taste:    Sparse{Start: []uint32{0, 2, 3, 3, 5}, Target: []uint32{1, 2, 0, 0, 2}, Weight: []byte{1, 0xff, 3, 4, 5}, Scale: 99},
		Next:     Sparse{Start: []uint32{0, 1, 1, 1}, Target: []uint32{2}, Weight: []byte{7}, Scale: 1},
		Together: Sparse{Start: []uint32{0, 0, 1, 1}, Target: []uint32{2}, Weight: []byte{9}, Scale: 2},
		Labels:   Lists{Start: []uint32{0, 1, 1, 2}, Target: []uint32{0, 0}},
		Rules:    Rules{Rules: []Rule{{Name: "own brand", Action: ActionBoost, Value: 128, Items: []uint32{0, 2}}, {Name: "one a device", Action: ActionLimit, Value: 1, Labels: []uint32{0}}}},
	}
}

func encoded(t testing.TB) []byte {
	t.Helper()
	b, err := Encode(small(t))
	require.NoError(t, err)
	return b
}

func TestCatalog_roundTrip(t *testing.T) {
	b := encoded(t)
	c, err := Decode(b)
	require.NoError(t, err)
	want := small(t)
	require.Equal(t, want, c)
	again, err := Encode(c)
	require.NoError(t, err)
	require.Equal(t, b, again)
}

func TestDecode_refusesEveryTruncation(t *testing.T) {
	b := encoded(t)
	for n := range b {
		_, err := Decode(b[:n])
		var e *Error
		require.ErrorAs(t, err, &e, "cut to %d bytes", n)
		require.Equal(t, BadCatalog, e.Status)
		require.LessOrEqual(t, int(e.Offset), n)
	}
	_, err := Decode(append(b, 0))
	require.ErrorContains(t, err, "bytes follow")
}

// sectionAt returns where a section's payload starts.
func sectionAt(t *testing.T, b []byte, tag int) int {
	d := decoder{b: b}
	s := d.table("PVTC", CatalogVersion)[tag]
	require.NoError(t, d.err)
	require.NotZero(t, s.length)
	return s.offset
}

func TestDecode_refuses(t *testing.T) {
	put32 := func(b []byte, at int, v uint32) { binary.LittleEndian.PutUint32(b[at:], v) }
	for _, x := range []struct {
		name   string
		spoil  func(b []byte)
		status Status
		field  string
		detail string
	}{
		{"magic", func(b []byte) { b[0] = 'X' }, BadCatalog, "header", "does not start with PVTC"},
		{"version", func(b []byte) { b[4] = 9 }, NewerVersion, "header", "another version"},
		{"unknown section", func(b []byte) { put32(b, headerSize+8*9, 99) }, NewerVersion, "header", "another version"},
		{"order of sections", func(b []byte) { put32(b, headerSize+8, 1) }, BadCatalog, "header", "must rise"},
		{"section length", func(b []byte) { put32(b, headerSize+4, 1<<31) }, BadCatalog, "params", "ends inside"},
		{"bias weight", func(b []byte) { put32(b, sectionAt(t, b, tagParams), 1<<30) }, BadCatalog, "params", "range"},
		{"number of items", func(b []byte) { put32(b, sectionAt(t, b, tagItems), 1<<31) }, BadCatalog, "items", "count"},
		{"fewer items", func(b []byte) { put32(b, sectionAt(t, b, tagItems), 2) }, BadCatalog, "items", "sum"},
		{"empty item", func(b []byte) { b[sectionAt(t, b, tagItems)+4], b[sectionAt(t, b, tagItems)+5] = 13, 0 }, BadCatalog, "items", "1 to 256 bytes"},
		{"not UTF-8", func(b []byte) { b[sectionAt(t, b, tagItems)+7] = 0xff }, BadCatalog, "items", "UTF-8"},
		{"scale", func(b []byte) { put32(b, sectionAt(t, b, tagTaste), 1<<31) }, BadCatalog, "taste", "range"},
		{"entries", func(b []byte) { put32(b, sectionAt(t, b, tagTaste)+4, 1<<25) }, BadCatalog, "taste", "count"},
		{"a row's count", func(b []byte) { b[sectionAt(t, b, tagTaste)+8] = 9 }, BadCatalog, "taste", "sum"},
		{"counts in all", func(b []byte) { b[sectionAt(t, b, tagTaste)+8] = 1 }, BadCatalog, "taste", "sum"},
		{"target beyond items", func(b []byte) { b[sectionAt(t, b, tagTaste)+12] = 3 }, BadCatalog, "taste", "beyond"},
		{"target is the row", func(b []byte) { b[sectionAt(t, b, tagTaste)+12] = 0 }, BadCatalog, "taste", "own item"},
		{"label beyond tokens", func(b []byte) { b[sectionAt(t, b, tagLabels)+7] = 1 }, BadCatalog, "labels", "beyond"},
		{"labels in all", func(b []byte) { put32(b, sectionAt(t, b, tagLabels), 3) }, BadCatalog, "labels", "sum"},
		{"rule's length", func(b []byte) { put32(b, sectionAt(t, b, tagRules), 3) }, BadCatalog, "rules", "ends"},
		{"rule's action", func(b []byte) { b[sectionAt(t, b, tagRules)+15] = 99 }, BadCatalog, "action", "outside"},
		{"long number", func(b []byte) { b[sectionAt(t, b, tagNext)+8] = 0x80 }, BadCatalog, "next", "sum"},
	} {
		t.Run(x.name, func(t *testing.T) {
			b := encoded(t)
			x.spoil(b)
			_, err := Decode(b)
			var e *Error
			require.ErrorAs(t, err, &e)
			require.Equal(t, x.status, e.Status, err)
			require.Equal(t, x.field, e.Field, err)
			require.ErrorContains(t, err, x.detail)
		})
	}
}

func TestEncode_refusesWhatDecodeWould(t *testing.T) {
	for name, spoil := range map[string]func(c *Catalog){
		"rank":         func(c *Catalog) { c.Rank, c.Out = 8, c.Out[:24] },
		"amounts":      func(c *Catalog) { c.Params.Amount[1] = TotalWeight },
		"bias":         func(c *Catalog) { c.Bias = c.Bias[1:] },
		"gain":         func(c *Catalog) { c.Gain = append(c.Gain, 1) },
		"self":         func(c *Catalog) { c.Next.Target[0] = 0 },
		"unsorted":     func(c *Catalog) { c.Taste.Target[0], c.Taste.Target[1] = 2, 1 },
		"no items":     func(c *Catalog) { c.Items = Keys{} },
		"token vector": func(c *Catalog) { c.TokenIn = nil },
		"together":     func(c *Catalog) { c.Together.Target[0] = 1 },
		"many labels":  func(c *Catalog) { c.Tokens = keysOf(t, MaxLabels+1); c.Labels = everyLabel(3, MaxLabels+1) },
		"variety":      func(c *Catalog) { c.Params.Variety = VarietyLimits{Least: 50, Usual: 40, Most: 100} },
		"rule's name":  func(c *Catalog) { c.Rules.Rules[0].Name = "" },
		"rule's value": func(c *Catalog) { c.Rules.Rules[0].Value = MaxBoost + 1 },
		"rule's count": func(c *Catalog) { c.Rules.Rules[0].Action = ActionShown },
		"rule's span":  func(c *Catalog) { c.Rules.Rules[0].Span = -1 },
		"rule's items": func(c *Catalog) { c.Rules.Rules[0].Items = []uint32{2, 2} },
		"beyond items": func(c *Catalog) { c.Rules.Rules[0].Items = []uint32{3} },
		"rule's group": func(c *Catalog) { c.Rules.Rules[1].Labels = []uint32{1} },
		"no groups":    func(c *Catalog) { c.Rules.Rules[0].Labels = []uint32{0} },
	} {
		t.Run(name, func(t *testing.T) {
			c := small(t)
			spoil(c)
			_, err := Encode(c)
			var e *Error
			require.ErrorAs(t, err, &e)
		})
	}
}

func keysOf(t *testing.T, n int) Keys {
	var all []string
	for i := range n {
		all = append(all, "key="+string(rune('a'+i)))
	}
	k, err := NewKeys(all)
	require.NoError(t, err)
	return k
}

// everyLabel gives each of n items all labels.
func everyLabel(n, labels int) Lists {
	l := Lists{Start: []uint32{0}}
	for range n {
		for i := range labels {
			l.Target = append(l.Target, uint32(i))
		}
		l.Start = append(l.Start, uint32(len(l.Target)))
	}
	return l
}

func TestKeys(t *testing.T) {
	keys := []string{"a", "b", "ab", "ba", "Ä"}
	k, err := NewKeys(keys)
	require.NoError(t, err)
	for i, key := range keys {
		at, ok := k.Find(key)
		require.True(t, ok)
		require.Equal(t, i, at)
		require.Equal(t, key, k.At(i))
	}
	_, ok := k.Find("c")
	require.False(t, ok)
	_, ok = new(Keys).Find("a")
	require.False(t, ok)
	for detail, bad := range map[string][]string{
		"twice": {"a", "b", "a"}, "1 to 256": {"a", ""}, "UTF-8": {"\xff"}, "of UTF-8": {string(make([]byte, MaxKey+1))},
	} {
		_, err := NewKeys(bad)
		require.ErrorContains(t, err, detail)
	}
}

// Whatever the bytes, Decode neither panics nor accepts what it would write differently.
func FuzzDecode(f *testing.F) {
	f.Add(encoded(f))
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := Decode(b)
		if err != nil {
			var e *Error
			require.True(t, errors.As(err, &e))
			return
		}
		again, err := Encode(c)
		require.NoError(t, err)
		require.Equal(t, b, again)
	})
}
