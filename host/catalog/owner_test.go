package catalog

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/engine/purpose"
	"privet/host/catalog/dataset"
	"privet/host/headless"
)

// ownerRules has one rule for each slot, so that one catalog tells all stories.
const ownerRules = `version: 1
variety: {usual: 0, most: 50}
rules:
  - {name: sold out, hide: true, where: {stock: out}, slots: hide}
  - {name: shop window, pin: 2, where: {id: [i, g]}, slots: pin}
  - {name: best of the cellar, pin: 1, where: {supplier: Cellar}, slots: pin-some}
  - {name: up, boost: 2, where: {id: h}, slots: boost}
  - {name: down, bury: 2, where: {price: {to: 1.5}}, slots: bury}
  - {name: a row for each, limit: 1, per: supplier, slots: limit}
  - {name: half to the cellar, floor: 50%, where: {supplier: Cellar}, slots: floor}
  - {name: a third for all, floor: 33%, per: supplier, slots: floor-each}
  - {name: bought is bought, met: buy, within: 1d, then: hide, slots: met}
  - {name: seen enough, shown: 2, then: {bury: 4}, slots: shown}
  - {name: at night, boost: 2, where: {title: {contains: LAMP}}, when: {daypart: night, device: [phone, tablet]}, slots: when}
  - {name: in March, hide: true, where: {category: First}, from: 2025-03-01, until: 2025-04-01, slots: dates}
  - {name: private, sensitive: true, where: {tag: private}}
affinities:
  - {when: {daypart: morning}, toward: {id: f}, weight: 2}
`

// corner builds a shop of items a to j, popular in that order. b is sold out, j
// may not be shown any more, c is private.
func corner(t *testing.T) (*headless.Engine, *format.Catalog, Report) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	o := Options{Items: write("items.csv", `id,title,category,supplier,price,tags,stock,available_until
a,Chair,First,Pier,1,,4,
b,Table,First,Pier,2,,0,
c,Test kit,First,Pier,3,private,4,
d,Shelf,Second,Kiln,4,,4,
e,Lamp,Second,Kiln,5,,,
f,Vase,Second,Kiln,6,,,
g,Bowl,Second,Kiln,7,,,
h,Jug,Third,Cellar,8,,,
i,Cup,Third,Cellar,9,,,
j,Calendar,Third,,10,,,2025-01-01
`), Rules: write("rules.yaml", ownerRules), Out: filepath.Join(dir, "out")}
	var events strings.Builder
	events.WriteString("visitor,item\n")
	for n, id := range "abcdefghij" {
		for v := range 60 - 5*n {
			fmt.Fprintf(&events, "v%d,%c\n", v, id)
		}
	}
	o.Events = write("events.csv", events.String())
	report, err := Build(context.Background(), o)
	require.NoError(t, err)
	require.Empty(t, report.Rules.Warnings)
	built, err := Open(o.Out)
	require.NoError(t, err)
	c, err := format.Decode(built.Catalog)
	require.NoError(t, err)
	e, err := headless.New(headless.Native)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, e.Close()) })
	_, err = e.Load(built.Catalog)
	require.NoError(t, err)
	return e, c, report
}

var march = time.Date(2025, 3, 5, 22, 0, 0, 0, time.UTC).UnixMilli()

func TestBuild_rules(t *testing.T) {
	_, c, report := corner(t)
	require.Equal(t, []int{13, 1, 18, 1}, []int{report.Rules.Rules, report.Rules.Affinities, report.Rules.Compiled, report.Rules.Windows})
	require.Equal(t, format.VarietyLimits{Most: 50}, c.Params.Variety)
	require.Equal(t, format.Rule{Name: "availability", Action: format.ActionHide, From: 28928160 * 60, Items: []uint32{9}}, c.Rules.Rules[0])
	var names []string
	for i := range c.Rules.Rules {
		names = append(names, c.Rules.Rules[i].Name)
	}
	require.Equal(t, []string{
		"availability", "sold out", "shop window", "shop window", "best of the cellar", "up", "down", "a row for each", "half to the cellar",
		"a third for all", "a third for all", "a third for all", "bought is bought", "seen enough", "at night", "at night", "in March", "private",
	}, names)
	limit := &c.Rules.Rules[7]
	for i, supplier := range []string{"Pier", "Kiln", "Cellar"} {
		token, ok := c.Tokens.Find("supplier=" + supplier)
		require.True(t, ok, "what rules speak of is a token, however few items have it")
		require.Contains(t, limit.Labels, uint32(token))
		require.Contains(t, c.Labels.Row([]int{0, 3, 7}[i]), uint32(token))
	}
	_, ok := c.Tokens.Find("tag=private")
	require.False(t, ok, "what is sensitive makes no token")
}

// Each row says what the rule of a slot makes of a list that would otherwise be
// a b c d e f g h i: j's time is over.
func TestBuild_rulesAtWork(t *testing.T) {
	e, c, _ := corner(t)
	for _, story := range []struct {
		slot, want string
		why        string // the rule that explains the item named first
		set        func(*format.RankRequest)
	}{
		{slot: "elsewhere", want: "abcdefghi"},
		{slot: "hide", want: "acdefghi", why: "b: sold out"},
		{slot: "pin", want: "aigbcdefh", why: "g: shop window"},
		{slot: "pin", want: "abcdefgh", set: func(r *format.RankRequest) { r.Exclude = []uint32{8}; r.Slot = "elsewhere" }},
		{slot: "pin", want: "agbcdefh", set: func(r *format.RankRequest) { r.Exclude = []uint32{8} }},
		{slot: "pin-some", want: "hiabcdefg", why: "h: best of the cellar"},
		{slot: "boost", want: "habcdefgi", why: "h: up"},
		{slot: "bury", want: "bcdefghia", why: "a: down"},
		{slot: "limit", want: "adh"},
		{slot: "floor", want: "ahbi", why: "h: half to the cellar", set: func(r *format.RankRequest) { r.Top = 4 }},
		{slot: "floor-each", want: "abchd", why: "h: a third for all", set: func(r *format.RankRequest) { r.Top = 5 }},
		{slot: "when", want: "abcdefghi", set: func(r *format.RankRequest) { r.Context = []string{"daypart=night"} }},
		{slot: "when", want: "eabcdfghi", why: "e: at night", set: func(r *format.RankRequest) { r.Context = []string{"device=tablet", "daypart=night"} }},
		{slot: "dates", want: "defghi", why: "a: in March"},
		{slot: "dates", want: "abcdefghi", set: func(r *format.RankRequest) { r.Now += 30 * 86400_000 }},
		{slot: "elsewhere", want: "abcdefghij", set: func(r *format.RankRequest) { r.Now -= 70 * 86400_000 }},
	} {
		t.Run(story.slot+" "+story.want, func(t *testing.T) {
			require.NoError(t, e.SetConsent(format.Consent{Version: format.ConsentVersion, Granted: uint16(purpose.Of(purpose.Context))}))
			r := format.RankRequest{Now: march, Top: 20, Slot: story.slot}
			if story.set != nil {
				story.set(&r)
			}
			require.Equal(t, story.want, shownIDs(t, e, c, r))
			if id, rule, ok := strings.Cut(story.why, ": "); ok {
				item, _ := c.Items.Find(id)
				x, err := e.Explain(format.ExplainRequest{Request: r, Items: []uint32{uint32(item)}})
				require.NoError(t, err)
				require.True(t, slices.ContainsFunc(x.Items[0].Contributions, func(c format.Contribution) bool {
					return c.Source == format.SourceRule && c.Key == rule
				}), "%+v", x.Items[0])
			}
		})
	}
}

func shownIDs(t *testing.T, e *headless.Engine, c *format.Catalog, r format.RankRequest) string {
	ranking, err := e.Rank(r)
	require.NoError(t, err)
	ids := ""
	for _, x := range ranking.Items {
		ids += c.Items.At(int(x.Item))
	}
	return ids
}

func TestBuild_rulesOfWhatWasMetAndShown(t *testing.T) {
	e, c, _ := corner(t)
	all := purpose.Of(purpose.History, purpose.Prediction)
	require.NoError(t, e.SetConsent(format.Consent{Version: format.ConsentVersion, Granted: uint16(all)}))
	observed, err := e.Observe([]format.Event{
		{ID: 1, At: march - 3600_000, Kind: format.Buy, Purposes: uint16(all), Key: "a"},
		{ID: 2, At: march - 3600_000, Kind: format.View, Purposes: uint16(all), Key: "c"},
		{ID: 3, At: march - 1800_000, Kind: format.Show, Purposes: uint16(all), Key: "d", Position: 1, Propensity: 65535},
		{ID: 4, At: march - 900_000, Kind: format.Show, Purposes: uint16(all), Key: "d", Position: 1, Propensity: 65535},
	})
	require.NoError(t, err)
	require.Equal(t, []uint32{2}, observed.Dropped, "nothing is kept of a private item")

	list := func(slot string, at int64) string {
		return shownIDs(t, e, c, format.RankRequest{Now: at, Top: 20, Slot: slot})
	}
	require.Contains(t, list("elsewhere", march), "a")
	require.NotContains(t, list("met", march), "a")
	require.Contains(t, list("met", march+86400_000), "a", "the day is over")
	require.NotEqual(t, "d", list("elsewhere", march)[8:])
	require.Equal(t, "d", list("shown", march)[8:])
}

func TestSpeakable(t *testing.T) {
	items := []dataset.Item{{ID: "a"}, {ID: "b"}, {ID: "c"}, {ID: "d"}}
	require.Equal(t, []dataset.Item{{ID: "b"}, {ID: "d"}}, speakable(items, []int32{0, 2}))
	require.Equal(t, "a", items[0].ID, "the items themselves stay")
}

func TestBuild_affinity(t *testing.T) {
	e, c, _ := corner(t)
	require.NoError(t, e.SetConsent(format.Consent{Version: format.ConsentVersion, Granted: uint16(purpose.Of(purpose.Context))}))
	list := shownIDs(t, e, c, format.RankRequest{Now: march, Top: 1, Context: []string{"daypart=morning"}})
	require.Equal(t, "f", list, "the owner's word counts where no event had a context")
}

func TestBuild_rulesThatCannotBeRead(t *testing.T) {
	o := village(t)
	o.Rules = filepath.Join(t.TempDir(), "rules.yaml")
	require.NoError(t, os.WriteFile(o.Rules, []byte("version: 1\nrules: [{name: r}]\n"), 0o600))
	report, err := Build(context.Background(), o)
	require.EqualError(t, err, o.Rules+`:2: rule "r": give one of boost, bury, floor, hide, limit, met, pin, sensitive, shown, not 0`)
	require.Nil(t, report.Read, "before anything else is read")
	require.NoDirExists(t, o.Out)
}

func TestBuild_rulesSameInputSameBytes(t *testing.T) {
	o := village(t)
	o.Rules = filepath.Join(t.TempDir(), "rules.yaml")
	require.NoError(t, os.WriteFile(o.Rules, []byte(`version: 1
rules:
  - {name: l, limit: 2, per: side}
  - {name: f, floor: 10%, per: category, where: {price: {from: 3}}, when: {x: [a, b], y: c}}
  - {name: s, sensitive: true, where: {id: [i03, i04]}}
affinities: [{when: {x: [a, b]}, toward: {category: Odd}}]
`), 0o600))
	_, err := Build(context.Background(), o)
	require.NoError(t, err)
	first := content(t, o.Out)
	o.Out += "-again"
	_, err = Build(context.Background(), o)
	require.NoError(t, err)
	require.Equal(t, first, content(t, o.Out))
}
