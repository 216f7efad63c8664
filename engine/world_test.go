package engine

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/engine/purpose"
)

// A row is a row of a sparse list, by key: weights of target items.
type row map[string]int8

// world is a tiny catalog whose numbers can be followed by hand.
type world struct {
	items    []string
	bias     map[string]byte
	tokens   []string
	taste    map[string]row
	next     map[string]row
	together map[string]row
	labels   map[string]string // by item: its tokens
	rules    []rule
	params   func(*format.Params)
}

// A rule names its items and labels.
type rule struct {
	format.Rule
	items, labels string
}

// shop sells lanterns with candles, and mugs with tea; phones get mugs.
var shop = world{
	items:  []string{"mug", "lantern", "candle", "tea", "vase", "rug"},
	bias:   map[string]byte{"mug": 200, "lantern": 150, "candle": 140, "tea": 100, "vase": 50, "rug": 10},
	tokens: []string{"category=Light", "device=phone", "region=Europe"},
	taste: map[string]row{
		"lantern":        {"candle": 100, "vase": 40},
		"candle":         {"lantern": 90},
		"mug":            {"tea": 110},
		"category=Light": {"lantern": 80, "candle": 80},
		"device=phone":   {"mug": 60},
		"region=Europe":  {"rug": 70},
	},
	next: map[string]row{"lantern": {"rug": 120}},
}

// market has groups: what is for the kitchen, gives light or furnishes a room, from
// three suppliers. Item by item popularity falls by 10 of 255.
var market = world{
	items: strings.Fields("mug bowl lantern candle lamp vase rug tea"),
	bias:  map[string]byte{"mug": 200, "bowl": 190, "lantern": 180, "candle": 170, "lamp": 160, "vase": 150, "rug": 140, "tea": 130},
	tokens: []string{"category=Kitchen", "category=Light", "category=Room", "supplier=Ada", "supplier=Bo", "supplier=Cy",
		"device=phone", "region=Europe"},
	labels: map[string]string{
		"mug": "category=Kitchen supplier=Ada", "bowl": "category=Kitchen supplier=Ada",
		"lantern": "category=Light supplier=Ada", "candle": "category=Light supplier=Bo", "lamp": "category=Light supplier=Bo",
		"vase": "category=Room supplier=Cy", "rug": "category=Room supplier=Cy", "tea": "category=Kitchen supplier=Bo",
	},
}

// with returns the world under an owner's rules.
func (w world) with(rules ...rule) world {
	w.rules = rules
	return w
}

// tuned returns the world with other parameters.
func (w world) tuned(params func(*format.Params)) world {
	w.params = params
	return w
}

func (w world) catalog(t testing.TB) *format.Catalog {
	t.Helper()
	items, err := format.NewKeys(w.items)
	require.NoError(t, err)
	tokens, err := format.NewKeys(w.tokens)
	require.NoError(t, err)
	c := &format.Catalog{Params: format.DefaultParams(), Items: items, Tokens: tokens}
	for _, id := range w.items {
		c.Bias = append(c.Bias, w.bias[id])
	}
	rows := append(append([]string{}, w.items...), w.tokens...)
	c.Taste = w.sparse(rows, w.taste)
	c.Next = w.sparse(w.items, w.next)
	if w.together != nil {
		c.Together = w.sparse(w.items, w.together)
	}
	if w.labels != nil {
		c.Labels.Start = []uint32{0}
		for _, id := range w.items {
			c.Labels.Target = append(c.Labels.Target, w.indices(t, w.tokens, w.labels[id])...)
			c.Labels.Start = append(c.Labels.Start, uint32(len(c.Labels.Target)))
		}
	}
	for _, r := range w.rules {
		r.Items, r.Labels = w.indices(t, w.items, r.items), w.indices(t, w.tokens, r.labels)
		if r.Name == "" {
			r.Name = "rule"
		}
		c.Rules.Rules = append(c.Rules.Rules, r.Rule)
	}
	if w.params != nil {
		w.params(&c.Params)
	}
	return c
}

// indices returns the positions of words among keys, rising.
func (w world) indices(t testing.TB, keys []string, words string) (found []uint32) {
	t.Helper()
	wanted := strings.Fields(words)
	for i, key := range keys {
		if slices.Contains(wanted, key) {
			found = append(found, uint32(i))
		}
	}
	require.Len(t, found, len(wanted), words)
	return found
}

func (w world) sparse(rows []string, lists map[string]row) format.Sparse {
	s := format.Sparse{Start: []uint32{0}, Scale: 65536}
	for _, key := range rows {
		for j, target := range w.items {
			if v, ok := lists[key][target]; ok {
				s.Target = append(s.Target, uint32(j))
				s.Weight = append(s.Weight, byte(v))
			}
		}
		s.Start = append(s.Start, uint32(len(s.Target)))
	}
	return s
}

// visitor returns an engine with the world loaded and the purposes granted.
func (w world) visitor(t testing.TB, granted purpose.Set) *Engine {
	t.Helper()
	b, err := format.Encode(w.catalog(t))
	require.NoError(t, err)
	e := New()
	_, err = e.Load(b)
	require.NoError(t, err)
	require.NoError(t, e.SetConsent(format.Consent{Version: 1, Granted: uint16(granted)}))
	return e
}

// day is noon of some day in the future, in milliseconds.
const (
	day    = int64(24 * 3600 * 1000)
	minute = int64(60 * 1000)
	noon   = 20000*day + day/2
)

// did makes an event that names every purpose.
func did(id uint32, at int64, kind format.Kind, key string) format.Event {
	return format.Event{ID: id, At: at, Kind: kind, Purposes: uint16(purpose.All), Key: key}
}

func observe(t testing.TB, e *Engine, events ...format.Event) {
	t.Helper()
	reply := e.Observe(events)
	require.Empty(t, reply.Refused)
	require.Equal(t, len(events), int(reply.Accepted))
}

// shown makes an impression that says nothing of what spoke for the item.
func shown(id uint32, at int64, position uint16, key string) format.Event {
	e := did(id, at, format.Show, key)
	e.Position, e.Propensity = position, certain
	return e
}

// ptr returns a pointer to a copy.
func ptr[T any](v T) *T { return &v }

func all(context ...string) format.RankRequest {
	return format.RankRequest{Now: noon, Top: 100, Context: context}
}

// order returns the ranked ids.
func order(t testing.TB, e *Engine, r format.RankRequest) []string {
	t.Helper()
	ranking, err := e.Rank(&r)
	require.NoError(t, err)
	var ids []string
	for _, x := range ranking.Items {
		ids = append(ids, e.catalog.Items.At(int(x.Item)))
	}
	return ids
}

// A story is what a visitor gets to see, and why.
type story struct {
	name    string
	world   world
	granted purpose.Set
	events  []format.Event
	request format.RankRequest // at noon, for 100 items, unless it says otherwise
	want    string             // ids in order
	why     string
}

func play(t *testing.T, stories []story) {
	for _, s := range stories {
		t.Run(s.name, func(t *testing.T) {
			e := s.world.visitor(t, s.granted)
			observe(t, e, s.events...)
			r := s.request
			if r.Now == 0 {
				r.Now = noon
			}
			if r.Top == 0 {
				r.Top = 100
			}
			require.Equal(t, s.want, strings.Join(order(t, e, r), " "), s.why)
		})
	}
}

// at returns the indices of items.
func (w world) at(ids string) (indices []uint32) {
	for _, id := range strings.Fields(ids) {
		indices = append(indices, uint32(slices.Index(w.items, id)))
	}
	return indices
}
