package engine

import (
	"math/rand/v2"
	"strconv"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"privet/engine/format"
	"privet/engine/purpose"
)

var contextKeys = []string{"device=phone", "device=desktop", "region=Europe", "region=Asia"}

// randomCatalog draws any catalog that the format allows, extremes included.
func randomCatalog(t *rapid.T) *format.Catalog {
	n := rapid.IntRange(1, 24).Draw(t, "items")
	var ids []string
	for i := range n {
		ids = append(ids, "item"+strconv.Itoa(i))
	}
	items, err := format.NewKeys(ids)
	require.NoError(t, err)
	tokens, err := format.NewKeys(append([]string{"category=Light"}, contextKeys[:rapid.IntRange(0, 4).Draw(t, "tokens")]...))
	require.NoError(t, err)
	rows := n + tokens.Len()
	c := &format.Catalog{Params: randomParams(t), Items: items, Tokens: tokens, Bias: randomBytes(t, "bias", n)}
	c.Rank = rapid.SampledFrom([]int{0, 16, 32}).Draw(t, "rank")
	if c.Rank > 0 {
		c.Out = randomBytes(t, "out", n*c.Rank)
		c.TokenIn = randomBytes(t, "tokenIn", tokens.Len()*c.Rank)
		c.Gain = randomBytes(t, "gain", rows)
		if rapid.Bool().Draw(t, "separate in") {
			c.In = randomBytes(t, "in", n*c.Rank)
		}
	}
	c.Taste = randomSparse(t, "taste", rows, n)
	c.Next = randomSparse(t, "next", n, n)
	if rapid.Bool().Draw(t, "together") {
		c.Together = randomSparse(t, "together weights", n, n)
	}
	if rapid.Bool().Draw(t, "labels") {
		c.Labels = randomLabels(t, n, tokens.Len())
	}
	c.Rules = randomRules(t, n, tokens.Len())
	return c
}

// plainCatalog is a random one whose lists are by score alone.
func plainCatalog(t *rapid.T) *format.Catalog {
	c := randomCatalog(t)
	c.Rules, c.Params.Variety = format.Rules{}, format.VarietyLimits{}
	return c
}

func randomLabels(t *rapid.T, items, tokens int) format.Lists {
	random := uniform(t, "labels")
	l := format.Lists{Start: []uint32{0}}
	for range items {
		for label := range tokens {
			if random.IntN(3) == 0 {
				l.Target = append(l.Target, uint32(label))
			}
		}
		l.Start = append(l.Start, uint32(len(l.Target)))
	}
	return l
}

// randomRules draws rules of every action, with extreme values among them.
func randomRules(t *rapid.T, items, tokens int) format.Rules {
	random := uniform(t, "rules")
	some := func(n int) (list []uint32) {
		for i := range n {
			if random.IntN(3) == 0 {
				list = append(list, uint32(i))
			}
		}
		return list
	}
	var rules format.Rules
	for i := range rapid.IntRange(0, 6).Draw(t, "rules") {
		r := format.Rule{Name: "rule" + strconv.Itoa(i), Action: format.Action(1 + random.IntN(8)), Items: some(items)}
		if r.Action == format.ActionLimit {
			r.Labels = some(tokens)
		}
		switch r.Action {
		case format.ActionPin:
			r.Value = 1 + random.Int32N(5)
		case format.ActionBoost:
			r.Value = random.Int32N(2*format.MaxBoost+1) - format.MaxBoost
		case format.ActionLimit:
			r.Value = 1 + random.Int32N(3)
		case format.ActionFloor:
			r.Value = 1 + random.Int32N(600)
		case format.ActionMet, format.ActionShown:
			r.Value = random.Int32N(2*format.MaxBoost+2) - format.MaxBoost - 1
			r.Kinds, r.Count, r.Span = uint16(random.IntN(256)), uint16(1+random.IntN(3)), random.Int64N(40*24*3600)
		case format.ActionSensitive:
			r.Items = r.Items[:min(1, len(r.Items))]
		}
		if random.IntN(3) == 0 {
			r.When = []string{contextKeys[random.IntN(len(contextKeys))]}
		}
		if random.IntN(4) == 0 {
			r.Slots = []string{"home"}
		}
		if random.IntN(4) == 0 {
			r.Until = noon/1000 + random.Int64N(3) - 1
		}
		rules.Rules = append(rules.Rules, r)
	}
	return rules
}

// uniform returns a source of evenly spread numbers. What rapid draws itself is
// mostly small, and small weights hide what factors do.
func uniform(t *rapid.T, name string) *rand.Rand {
	return rand.New(rand.NewPCG(rapid.Uint64().Draw(t, name), 0))
}

func randomBytes(t *rapid.T, name string, n int) []byte {
	r, b := uniform(t, name), make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
		if r.IntN(8) == 0 {
			b[i] = 0x80 // the int8 that has no opposite
		}
	}
	return b
}

func randomSparse(t *rapid.T, name string, rows, items int) format.Sparse {
	random := uniform(t, name)
	s := format.Sparse{Start: []uint32{0}, Scale: random.Int32N(format.MaxScale + 1)}
	for r := range rows {
		for j := range items {
			if j != r && random.IntN(4) == 0 {
				s.Target = append(s.Target, uint32(j))
			}
		}
		s.Start = append(s.Start, uint32(len(s.Target)))
	}
	s.Weight = randomBytes(t, name+" weights", len(s.Target))
	return s
}

func randomParams(t *rapid.T) format.Params {
	random := uniform(t, "params")
	share := func() int32 { return []int32{0, 1, 100, 256}[random.IntN(4)] }
	p := format.DefaultParams()
	p.BiasWeight = random.Int32N(format.MaxScale+1) >> random.IntN(16)
	p.Fade = 1 + random.Int32N(1<<12)
	p.StepDecay = random.Int32N(1<<16 + 1)
	p.HalfLife = random.Int64N(100 * 24 * 3600)
	left := int32(format.TotalWeight)
	for i := range p.Amount {
		p.Amount[i] = random.Int32N(left/2 + 1)
		left -= p.Amount[i]
		p.Mix[i] = format.Mix{Factors: share(), Taste: share(), Next: share()}
		p.Repeat[i] = (random.Int32N(2*format.MaxScale+1) - format.MaxScale) >> random.IntN(20)
	}
	p.HistoryStep = random.Int32N(1<<16 + 1)
	p.Variety.Usual = random.Int32N(101)
	p.Explore = random.Int32N(1<<9 + 1)
	for i := range p.KindWeight {
		p.KindWeight[i] = random.Int32N(1<<11) - 1<<9
	}
	return p
}

// randomLog draws events, some on items that the catalog lacks.
func randomLog(t *rapid.T) []format.Event {
	var events []format.Event
	at := noon - 40*day
	for i := range rapid.IntRange(0, 30).Draw(t, "events") {
		at += rapid.Int64Range(0, 2*day).Draw(t, "pause") >> rapid.IntRange(0, 12).Draw(t, "shorter")
		e := format.Event{ID: uint32(i*2 + 1), At: at, Purposes: uint16(rapid.IntRange(0, int(purpose.All)).Draw(t, "purposes"))}
		e.Kind = format.Kind(rapid.IntRange(1, format.KindCount-1).Draw(t, "kind"))
		e.Key = "item" + strconv.Itoa(rapid.IntRange(0, 25).Draw(t, "item"))
		if e.Kind == format.Show {
			e.Position, e.Parts = rapid.Uint16().Draw(t, "position"), rapid.Uint32().Draw(t, "parts")
		}
		if e.Kind == format.Declare {
			e.Key = rapid.SampledFrom([]string{"category=Light", "category=Unknown"}).Draw(t, "interest")
		}
		events = append(events, e)
	}
	return events
}

func randomRequest(t *rapid.T, c *format.Catalog) format.RankRequest {
	item := rapid.Uint32Range(0, uint32(c.Items.Len()-1))
	r := format.RankRequest{
		Now:     noon,
		Top:     uint16(rapid.IntRange(1, 30).Draw(t, "top")),
		Exclude: rapid.SliceOfN(item, 0, 3).Draw(t, "exclude"),
		Context: rapid.SliceOfN(rapid.SampledFrom(contextKeys), 0, 4).Draw(t, "context"),
	}
	r.Strategy = rapid.SampledFrom([]format.Strategy{0, 0, 0, 1, 2, 3, 4, 5}).Draw(t, "strategy")
	if r.Strategy == format.StrategySimilar || r.Strategy == format.StrategyTogether {
		r.Anchors = rapid.SliceOfN(item, 0, 3).Draw(t, "anchors")
	}
	r.Slot = rapid.SampledFrom([]string{"", "home"}).Draw(t, "slot")
	r.Variety = rapid.Uint8Range(0, 101).Draw(t, "variety")
	r.Seed = rapid.Uint32Range(0, 3).Draw(t, "seed")
	if rapid.Bool().Draw(t, "given") {
		r.Scope = format.ScopeGiven
		r.Candidates = rapid.SliceOfN(item, 0, 12).Draw(t, "candidates")
	}
	return r
}

func randomGrant(t *rapid.T) purpose.Set {
	return purpose.Set(rapid.IntRange(0, int(purpose.All)).Draw(t, "granted"))
}

// visitorOf returns an engine with the catalog and the grant.
func visitorOf(t require.TestingT, c *format.Catalog, granted purpose.Set) *Engine {
	b, err := format.Encode(c)
	require.NoError(t, err)
	e := New()
	_, err = e.Load(b)
	require.NoError(t, err)
	require.NoError(t, e.SetConsent(format.Consent{Version: format.ConsentVersion, Granted: uint16(granted)}))
	return e
}

// answers returns the bytes of everything that an engine says under a request.
func answers(t require.TestingT, e *Engine, r format.RankRequest) []byte {
	ranking, err := e.Rank(&r)
	require.NoError(t, err)
	every := format.ExplainRequest{Request: r}
	for i := range e.catalog.Items.Len() {
		every.Items = append(every.Items, uint32(i))
	}
	explanation, err := e.Explain(&every)
	require.NoError(t, err)
	return explanation.AppendTo(ranking.AppendTo(nil))
}
