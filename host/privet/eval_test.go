package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/host/catalog"
	"privet/host/catalog/train"
)

// evaluate runs the command over a shop of ten items, whose visitors all met
// the same five, and returns what it appended for programs.
func evaluate(t *testing.T, c evaluation) (string, error) {
	t.Helper()
	dir := t.TempDir()
	put := func(name, header string, rows func(add func(string, ...any))) string {
		var b strings.Builder
		fmt.Fprintln(&b, header)
		rows(func(format string, values ...any) { fmt.Fprintf(&b, format+"\n", values...) })
		name = filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(name, []byte(b.String()), 0o600))
		return name
	}
	c.Items = put("items.csv", "item,item_id,features", func(add func(string, ...any)) {
		for i := range 10 {
			add("%d,%d,category=c%d", i, i, i%2)
		}
	})
	c.Train = put("train.csv", "user,item", func(add func(string, ...any)) {
		for u := range 40 {
			for i := range 5 {
				add("%d,%d", u, (u%2)*5+i)
			}
		}
	})
	c.History = put("history.csv", "user,item,group", func(add func(string, ...any)) { add("a,0,x"); add("a,1,x"); add("b,5,y") })
	c.Heldout = put("heldout.csv", "user,item", func(add func(string, ...any)) { add("a,2"); add("b,6") })
	c.Log = put("log.csv", "item_id,position,click,propensity_score", func(add func(string, ...any)) {
		for i := range 20 {
			add("%d,1,%d,0.1", i%10, i%2)
		}
	})
	c.AppendJSON, c.Seed, c.MinSupport = filepath.Join(dir, "figures.jsonl"), 1, 5
	if c.Chart != "" {
		c.Chart = filepath.Join(dir, c.Chart)
	}
	if err := c.Run(); err != nil {
		return "", err
	}
	if c.Chart != "" {
		svg, err := os.ReadFile(c.Chart)
		require.NoError(t, err)
		require.Contains(t, string(svg), "</svg>")
	}
	figures, err := os.ReadFile(c.AppendJSON)
	require.NoError(t, err)
	return string(figures), nil
}

func TestEval(t *testing.T) {
	figures, err := evaluate(t, evaluation{Protocol: "holdout", Name: "ten", Chart: "audit.svg", Sizes: []float64{500}})
	require.NoError(t, err)
	for _, name := range []string{"holdout/privet/ndcg@100", "holdout/privet at 500 B/ndcg@100", "holdout/ease/ndcg@100", "holdout/audit/privet/group=x/gini"} {
		require.Contains(t, figures, fmt.Sprintf(`{"name":%q,`, name))
	}
	require.Contains(t, figures, `"data":"ten"`)

	figures, err = evaluate(t, evaluation{Protocol: "replay", Policy: "uniform", JSON: true})
	require.NoError(t, err)
	require.Contains(t, figures, `{"name":"replay/uniform/dr",`)

	figures, err = evaluate(t, evaluation{Protocol: "coldstart"})
	require.NoError(t, err)
	require.Contains(t, figures, `{"name":"coldstart/text + popularity/cold-ndcg@20",`)
}

func TestEval_refuses(t *testing.T) {
	_, err := evaluate(t, evaluation{Protocol: "nextclick"})
	require.EqualError(t, err, "protocol nextclick needs --test")
	_, err = evaluate(t, evaluation{Protocol: "replay", Audit: true})
	require.ErrorContains(t, err, "there is no audit of protocol replay")
	_, err = evaluate(t, evaluation{Protocol: "holdout", Sizes: []float64{16, -1}})
	require.ErrorContains(t, err, "--sizes -1: a size must be above 0")
	_, err = evaluate(t, evaluation{Protocol: "devices", People: 2})
	require.EqualError(t, err, "protocol devices needs --catalog")
	_, err = evaluate(t, evaluation{Protocol: "devices", Catalog: t.TempDir(), People: 1})
	require.ErrorContains(t, err, "--people 1: an interval takes at least 2")
	_, err = evaluate(t, evaluation{Protocol: "replay", Policy: "uniform", Chart: "values.svg"})
	require.ErrorContains(t, err, "there is no audit of protocol replay")
}

// Simulated people live with a shop that privet build wrote.
func TestEval_devices(t *testing.T) {
	dir := t.TempDir()
	items, events := filepath.Join(dir, "items.csv"), filepath.Join(dir, "events.csv")
	var rows, acts strings.Builder
	rows.WriteString("id,title,category\n")
	acts.WriteString("visitor,item,kind\n")
	for i := range 60 {
		fmt.Fprintf(&rows, "%d,Thing %d,c%d\n", i, i, i%3)
		for v := range 40 {
			if v%3 == i%3 && v%4 != i%5 { // visitors go by category
				fmt.Fprintf(&acts, "v%d,%d,view\n", v, i)
			}
		}
	}
	require.NoError(t, os.WriteFile(items, []byte(rows.String()), 0o600))
	require.NoError(t, os.WriteFile(events, []byte(acts.String()), 0o600))
	out := filepath.Join(dir, "out")
	_, err := catalog.Build(t.Context(), catalog.Options{Items: items, Events: events, Out: out, Train: train.Options{Budget: 4800, MinSupport: 1, Seed: 1}})
	require.NoError(t, err)
	figures, err := evaluate(t, evaluation{Protocol: "devices", Catalog: out, People: 2, Chart: "curve.svg", Name: "sixty"})
	require.NoError(t, err)
	require.Contains(t, figures, `{"name":"devices/as the catalog says/learning/gain",`)
	require.Contains(t, figures, `"data":"sixty"`)
}
