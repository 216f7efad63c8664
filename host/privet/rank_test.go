package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/host/catalog"
	"privet/host/catalog/train"
	"privet/host/headless"
)

// pairs builds a shop in which 40 visitors bought both of a pair: lanterns with
// candles, or mugs with tea.
func pairs(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	items := write("items.csv", "id,title,category,tags\nmug,Mug,Table,\ntea,Tea,Table,gift\nlantern,Lantern,Light,\ncandle,Candle,Light,gift\nrug,Rug,,\n")
	var events strings.Builder
	events.WriteString("visitor,item,kind\n")
	for i := range 80 {
		pair := [][2]string{{"mug", "tea"}, {"lantern", "candle"}}[i%2]
		fmt.Fprintf(&events, "v%d,%s,buy\nv%d,%s,buy\n", i, pair[0], i, pair[1])
	}
	out := filepath.Join(dir, "out")
	_, err := catalog.Build(context.Background(), catalog.Options{
		Items: items, Events: write("events.csv", events.String()), Out: out, Train: train.Options{Budget: 4800, MinSupport: 5, Seed: 1},
	})
	require.NoError(t, err)
	return out
}

// ranked runs privet rank with these arguments.
func ranked(t *testing.T, arguments ...string) ([]rankedItem, error) {
	t.Helper()
	var c cli
	parser, err := kong.New(&c)
	require.NoError(t, err)
	if _, err = parser.Parse(append([]string{"rank"}, arguments...)); err != nil {
		return nil, err
	}
	return c.Rank.rank()
}

// ids are the ranked items, in order.
func ids(items []rankedItem) (ids []string) {
	for _, item := range items {
		ids = append(ids, item.Item)
	}
	return ids
}

// history writes a history file.
func history(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "history.csv")
	require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
	return name
}

// reasons writes an item's reasons in short, after checking that they sum to its score.
func reasons(t *testing.T, item rankedItem) (text string) {
	t.Helper()
	sum := int32(0)
	for i := range item.Why {
		sum += item.Why[i].Amount
		text += item.Why[i].String() + ";"
	}
	require.Equal(t, item.Score, sum)
	return text
}

func TestRank(t *testing.T) {
	shop := pairs(t)
	viewed := history(t, "item,kind\nmug,view\n")

	items, err := ranked(t, "--catalog", shop, "--history", viewed, "--top", "3", "--grant", "history", "--why")
	require.NoError(t, err)
	require.Len(t, items, 3)
	require.Equal(t, []any{1, "tea", "Tea", 1.0}, []any{items[0].Position, items[0].Item, items[0].Title, items[0].Propensity})
	require.Contains(t, reasons(t, items[0]), "history mug;")
	for _, why := range items[0].Why {
		require.NotNil(t, why.Without, "every reason tells where the item would be without it")
		if why.Source == "item" {
			require.Greater(t, *why.Without, headless.Place(1), "without the mug there is no reason for tea")
		}
	}

	nobody, err := ranked(t, "--catalog", shop, "--top", "3", "--grant", "context")
	require.NoError(t, err)
	denied, err := ranked(t, "--catalog", shop, "--history", viewed, "--top", "3", "--grant", "context")
	require.NoError(t, err)
	require.Equal(t, nobody, denied, "a history that is not granted has no influence")
	require.Nil(t, nobody[0].Why)
}

func TestRank_strategies(t *testing.T) {
	shop := pairs(t)
	met := history(t, "item,kind,time\nmug,view,2026-01-01 10:00:00\nrug,add,2026-01-01 10:01:00\nlantern,buy,2026-01-01 10:02:00\n")
	for name, c := range map[string]struct {
		arguments []string
		want      []string
		why       string // of the first
	}{
		"similar":  {[]string{"--strategy", "similar", "--anchor", "tea", "--top", "1"}, []string{"mug"}, "anchor tea;"},
		"together": {[]string{"--strategy", "together", "--anchor", "candle", "--top", "1"}, []string{"lantern"}, "anchor candle;"},
		"recent":   {[]string{"--strategy", "recent", "--history", met}, []string{"lantern", "rug", "mug"}, "history lantern;"},
		"continue": {[]string{"--strategy", "continue", "--history", met}, []string{"rug", "mug"}, "history rug;"},
		"within a category": {[]string{"--within", "category=Light", "--history", history(t, "item\ntea\n")},
			[]string{"candle", "lantern"}, "popularity;"},
		"within two attributes": {[]string{"--within", "category=Light", "--within", "tag=gift"}, []string{"candle"}, "popularity;"},
	} {
		t.Run(name, func(t *testing.T) {
			items, err := ranked(t, append([]string{"--catalog", shop, "--why"}, c.arguments...)...)
			require.NoError(t, err)
			require.Equal(t, c.want, ids(items))
			require.Contains(t, reasons(t, items[0]), c.why)
		})
	}
}

// The trend of the directory is what the engine ranks by.
func TestRank_trending(t *testing.T) {
	kiosk(t)
	before, err := ranked(t, "--catalog", "kiosk", "--strategy", "trending", "--top", "1", "--why")
	require.NoError(t, err)
	_, err = catalog.Refresh(context.Background(), catalog.RefreshOptions{Dir: "kiosk", Events: "recent.csv"})
	require.NoError(t, err)
	after, err := ranked(t, "--catalog", "kiosk", "--strategy", "trending", "--top", "1", "--why")
	require.NoError(t, err)
	require.Equal(t, []string{"m3"}, ids(after))
	require.NotEqual(t, before[0].Score, after[0].Score)
	require.NotEmpty(t, reasons(t, after[0]))
}

// An item that was asked for is explained wherever it is.
func TestRank_askedFor(t *testing.T) {
	shop := pairs(t)
	items, err := ranked(t, "--catalog", shop, "--history", history(t, "item,kind\nlantern,view\ncandle,dismiss\n"),
		"--top", "1", "--item", "candle", "--item", "rug")
	require.NoError(t, err)
	require.Len(t, items, 3)
	require.Nil(t, items[0].Why)
	require.Equal(t, []any{0, "candle"}, []any{items[1].Position, items[1].Item}, "hidden, and so nowhere")
	require.Contains(t, reasons(t, items[1]), "hidden by the visitor;")
	hidden := items[1].Why[len(items[1].Why)-1]
	require.Equal(t, "hidden", hidden.Source)
	require.Equal(t, headless.Place(1), *hidden.Without, "had it not been dismissed it would be first")
	require.Greater(t, items[2].Position, 1)

	items, err = ranked(t, "--catalog", shop, "--top", "9", "--item", "rug")
	require.NoError(t, err)
	require.Len(t, items, 5, "an item of the list is not there twice")
}

// What was shown and left, as --json prints it, moves what is shown next.
func TestRank_learnsFromShows(t *testing.T) {
	shop := pairs(t)
	var shows strings.Builder
	shows.WriteString("item,kind,position,propensity,parts,time\n")
	for i := range 40 {
		fmt.Fprintf(&shows, "%s,show,1,1,0,2026-01-01 10:%02d:00\n", []string{"mug", "tea"}[i%2], i)
		fmt.Fprintf(&shows, "lantern,show,1,1,0,2026-01-01 10:%02d:10\nlantern,view,,,,2026-01-01 10:%02d:20\n", i, i)
	}
	arguments := []string{"--catalog", shop, "--history", history(t, shows.String()), "--top", "5"}
	granted, err := ranked(t, append(arguments, "--grant", "prediction")...)
	require.NoError(t, err)
	denied, err := ranked(t, append(arguments, "--grant", "context")...)
	require.NoError(t, err)
	require.NotEqual(t, denied, granted)
	require.Zero(t, denied[0].Parts)
	require.NotZero(t, granted[0].Parts)
}

// Every option reaches the engine.
func TestRank_request(t *testing.T) {
	percent := uint8(0)
	r := rank{Top: 7, Strategy: "together", Anchor: []string{"b"}, Within: []string{"category=X"}, Slot: "home", Variety: &percent, Seed: 9, Context: []string{"daypart=night"}}
	request, err := r.request(shelf{{ID: "a", Category: "X"}, {ID: "b"}, {ID: "c", Category: "X"}})
	require.NoError(t, err)
	require.Equal(t, format.RankRequest{
		Top: 7, Strategy: format.StrategyTogether, Anchors: []uint32{1}, Scope: format.ScopeGiven, Candidates: []uint32{0, 2},
		Slot: "home", Variety: 1, Seed: 9, Context: []string{"daypart=night"},
	}, request, "no variety is a choice of the visitor's, unlike none given")
	plain := rank{Top: 7, Strategy: "for-you"}
	request, err = plain.request(nil)
	require.NoError(t, err)
	require.Equal(t, format.RankRequest{Top: 7}, request)
}

func TestRank_refuses(t *testing.T) {
	shop := pairs(t)
	for want, arguments := range map[string][]string{
		"--grant everything: there is no such purpose": {"--grant", "everything"},
		"top":                                  {"--top", "0"},
		"--strategy similar needs --anchor ID": {"--strategy", "similar"},
		"--anchor mug needs --strategy similar or together":                      {"--anchor", "mug"},
		"--anchor cup: no item has this id":                                      {"--strategy", "together", "--anchor", "cup"},
		"--item cup: no item has this id":                                        {"--item", "cup"},
		`--within ["category=Light" "tag=x"]: no item has that: write`:           {"--within", "category=Light", "--within", "tag=x"},
		"--variety 101: it must be from 0 to 100":                                {"--variety", "101"},
		`--strategy must be one of "for-you","similar"`:                          {"--strategy", "best"},
		`--now: "soon" is no time that is understood: write 2006-01-02 15:04:05`: {"--now", "soon"},
	} {
		_, err := ranked(t, append([]string{"--catalog", shop}, arguments...)...)
		require.ErrorContains(t, err, want)
	}
	_, err := ranked(t, "--catalog", t.TempDir())
	require.ErrorContains(t, err, "privet build")
}

func TestTellUnused(t *testing.T) {
	var out bytes.Buffer
	tellUnused(&out, &format.Observed{
		Refused: []format.Refusal{{ID: 3, Status: uint16(format.NotGranted)}, {ID: 4, Status: uint16(format.BadValue)}, {ID: 5, Status: uint16(format.NotGranted)}},
		Dropped: []uint32{9},
	})
	require.Equal(t, "1 events are not used, the first is number 4: bad-value\n2 events are not used, the first is number 3: not-granted\n"+
		"1 events are not kept: their items are sensitive, or the log is full\n", out.String())
}

func TestPrintRanking(t *testing.T) {
	first, none := headless.Place(11), headless.Place(0)
	items := []rankedItem{
		{Position: 1, Item: "a", Title: "Lantern", Score: 90, Propensity: 0.25, Parts: 7, Why: []reason{
			{Reason: headless.Reason{Source: "popularity", Amount: 50}, Without: &first}, {Reason: headless.Reason{Source: "item", Purpose: "history", Key: "b", Amount: 40}},
			{Reason: headless.Reason{Source: "rule", Key: "no lamps"}, Without: &none}, {Reason: headless.Reason{Source: "variety", Key: "b", Amount: -1}}, {Reason: headless.Reason{Source: "learned", Purpose: "prediction", Key: "category=X", Amount: 1}},
		}},
		{Item: "b", Propensity: 0},
	}
	var table bytes.Buffer
	require.NoError(t, printRanking(&table, items))
	require.Equal(t, `1  a  Lantern               90    chance 25.0 %
        popularity          +50   without it 11th
        history b           +40
        rule no lamps       +0   without it nowhere
        variety, like b     -1
        learned category=X  +1
-  b                        0
`, table.String())

	var lines bytes.Buffer
	require.NoError(t, printJSON(&lines, items))
	require.Equal(t, `{"position":1,"item":"a","title":"Lantern","score":90,"propensity":0.25,"parts":7,"why":[`+
		`{"source":"popularity","amount":50,"without":11},{"source":"item","purpose":"history","key":"b","amount":40},`+
		`{"source":"rule","key":"no lamps","amount":0,"without":null},{"source":"variety","key":"b","amount":-1},`+
		`{"source":"learned","purpose":"prediction","key":"category=X","amount":1}]}`+"\n"+
		`{"position":0,"item":"b","score":0,"propensity":0,"parts":0}`+"\n", lines.String())
}

func TestNewReason(t *testing.T) {
	third, nowhere := headless.Place(3), headless.Place(0)
	for _, c := range []struct {
		got  format.Contribution
		want reason
		text string
	}{
		{format.Contribution{Source: format.SourcePopularity, Amount: 7}, reason{Reason: headless.Reason{Source: "popularity", Amount: 7}}, "popularity"},
		{format.Contribution{Source: format.SourceItem, Purpose: 2, Key: "a", Without: 3}, reason{Reason: headless.Reason{Source: "item", Purpose: "history", Key: "a"}, Without: &third}, "history a"},
		{format.Contribution{Source: format.SourceToken, Purpose: 3, Key: "category=X"}, reason{Reason: headless.Reason{Source: "token", Purpose: "interests", Key: "category=X"}}, "interests category=X"},
		{format.Contribution{Source: format.SourceAnchor, Key: "a"}, reason{Reason: headless.Reason{Source: "anchor", Key: "a"}}, "anchor a"},
		{format.Contribution{Source: format.SourceRule, Key: "no lamps", Without: format.NoPosition}, reason{Reason: headless.Reason{Source: "rule", Key: "no lamps"}, Without: &nowhere}, "rule no lamps"},
		{format.Contribution{Source: format.SourceVariety, Key: "a"}, reason{Reason: headless.Reason{Source: "variety", Key: "a"}}, "variety, like a"},
		{format.Contribution{Source: format.SourceLearned, Key: "category=X"}, reason{Reason: headless.Reason{Source: "learned", Purpose: "prediction", Key: "category=X"}}, "learned category=X"},
		{format.Contribution{Source: format.SourceExplored}, reason{Reason: headless.Reason{Source: "explored", Purpose: "prediction"}}, "explored"},
		{format.Contribution{Source: format.SourceHidden, Without: 3}, reason{Reason: headless.Reason{Source: "hidden"}, Without: &third}, "hidden by the visitor"},
		{format.Contribution{Source: 99, Key: "x"}, reason{Reason: headless.Reason{Source: "unknown", Key: "x"}}, "unknown x"},
	} {
		why := newReason(&c.got)
		require.Equal(t, c.want, why)
		require.Equal(t, c.text, why.String())
	}
}
