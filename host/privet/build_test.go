package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/host/catalog"
)

// writeOrders writes orders.csv and orders.yaml into a fresh working directory.
func writeOrders(t *testing.T) {
	t.Helper()
	t.Chdir(t.TempDir())
	var orders strings.Builder
	orders.WriteString("order,sku,name,price,customer\n")
	for n := range 90 {
		fmt.Fprintf(&orders, "%d,s%d,Item %d,%d.50,c%d\n", n/3, (n*n+n/9)%10, (n*n+n/9)%10, n%10, n/9)
	}
	orders.WriteString("C91,s1,Item 1,1.50,c1\n92,s1,Item 1,dear,c1\n")
	require.NoError(t, os.WriteFile("orders.csv", []byte(orders.String()), 0o644))
	require.NoError(t, os.WriteFile("orders.yaml", []byte(`
name: Orders
currency: EUR
clean: [{name: cancelled, column: order, matches: '^C'}]
items: {id: sku, title: name, price: {column: price, choose: median}}
events: {visitor: customer, item: sku, kind: {value: buy}, visit: order}
`), 0o644))
}

func TestBuild_orders(t *testing.T) {
	writeOrders(t)
	var out bytes.Buffer
	b := build{Items: "orders.csv", Mapping: "orders.yaml", Out: "shop", Budget: 48, floors: floors{MinSupport: 2}, MaxErrors: 1, Seed: 1}
	require.NoError(t, b.run(context.Background(), &out, nil))
	require.Regexp(t, "^"+regexp.QuoteMeta(`10 items of 92 rows in orders.csv
          1 dropped: cancelled
          1 set aside as damaged:
            orders.csv:93: price: "dear" is no price: write digits and a decimal point, without a currency
91 events of 92 rows in orders.csv
          1 dropped: cancelled
model: rank `), out.String())
	require.Contains(t, out.String(), "shop is complete after ")

	d, err := catalog.Open("shop")
	require.NoError(t, err)
	require.Equal(t, []any{"Orders", "EUR", 10}, []any{d.Manifest.Name, d.Manifest.Currency, d.Manifest.Items})
}

func TestBuild_rules(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.WriteFile("items.csv", []byte("id,category,available_until\na,Mugs,\nb,Rugs,2026-01-01\n"), 0o644))
	require.NoError(t, os.WriteFile("rules.yaml", []byte(`version: 1
rules:
  - name: window
    pin: 1
    where: {id: [b, a]}
  - name: gone
    hide: true
    where:
      category: Lamps
`), 0o644))
	var out bytes.Buffer
	b := build{floors: floors{MinSupport: 5}, Items: "items.csv", Rules: "rules.yaml", Out: "shop"}
	require.NoError(t, b.run(context.Background(), &out, nil))
	require.Contains(t, out.String(), `2 items of 2 rows in items.csv
warning: rules.yaml:9: rule "gone": no item has category=Lamps
warning: rules.yaml:9: rule "gone": no item meets where, so the rule does nothing
rules.yaml: rules 2, which make 3 of the catalog; affinities 0
items that may be shown at some times only: 1
model: `)
}

func TestBuild_lint(t *testing.T) {
	t.Chdir(t.TempDir())
	write := func(name, content string) { require.NoError(t, os.WriteFile(name, []byte(content), 0o644)) }
	run := func(b build) (string, error) {
		var out bytes.Buffer
		b.Items, b.Out, b.MinSupport = "items.csv", "shop", 5
		err := b.run(context.Background(), &out, nil)
		return out.String(), err
	}
	write("items.csv", "id,category\na,Mugs\n")
	_, err := run(build{})
	require.NoError(t, err)
	before, err := os.ReadFile("shop/manifest.json")
	require.NoError(t, err)
	entries, err := os.ReadDir("shop")
	require.NoError(t, err)

	write("items.csv", "Artikel,Name,category,seller\na,Ask anna@example.org,Mugs,Anna\nb,Insulin pen,Pens,Bea\n")
	write("items.yaml", "items: {id: Artikel, title: Name, category: category, extra: [seller]}")
	out, err := run(build{Mapping: "items.yaml"})
	require.EqualError(t, err, `a catalog is public, and this one would hold e-mail addresses (1), the first: items.csv:2: Name: "anna@example.org": `+
		`take them out, or allow them by --lint, which testdata/lint explains`)
	require.Equal(t, `2 items of 2 rows in items.csv
refused: e-mail addresses: 1
    items.csv:2: Name: "anna@example.org"
warning: columns that may say who people are: 1
    items.csv:2: seller: "Anna"
warning: items about topics of GDPR Art. 9 that no rule marks as sensitive: 1
  health: 1
    items.csv:3: Name: "Insulin pen" says "insulin"
    to mark them:
      - {name: health, sensitive: true, where: {id: ["b"]}}
`, out)
	after, err := os.ReadFile("shop/manifest.json")
	require.NoError(t, err)
	require.Equal(t, string(before), string(after), "a build that is refused leaves the directory as it was")
	again, err := os.ReadDir("shop")
	require.NoError(t, err)
	require.Len(t, again, len(entries))

	write("rules.yaml", "version: 1\nrules:\n- {name: health, sensitive: true, where: {id: [\"b\"]}}\n")
	write("lint.yaml", "version: 1\nallow: {values: anna@example.org, columns: {seller: person}}\n")
	out, err = run(build{Mapping: "items.yaml", Rules: "rules.yaml", Lint: "lint.yaml"})
	require.NoError(t, err)
	require.NotContains(t, out, "warning")

	write("lint.yaml", "version: 1\nallow: {words: [x]}\n")
	_, err = run(build{Lint: "lint.yaml"})
	require.EqualError(t, err, `lint.yaml:2: allow: there is no setting "words": there are columns, values`)
}

func TestBuild_reportsBeforeItFails(t *testing.T) {
	writeOrders(t)
	var out bytes.Buffer
	b := build{floors: floors{MinSupport: 5}, Items: "orders.csv", Mapping: "orders.yaml", Out: "shop"}
	require.ErrorContains(t, b.run(context.Background(), &out, nil), "orders.csv: more than 0 rows are damaged")
	require.Contains(t, out.String(), "1 set aside as damaged")
	require.NoDirExists(t, "shop")
}

func TestProgress_quietInAPipe(t *testing.T) {
	r, w, err := os.Pipe()
	require.NoError(t, err)
	p := newProgress(w)
	p.tell("reading", 1, 2)
	p.finish()
	require.NoError(t, w.Close())
	n, _ := r.Read(make([]byte, 1))
	require.Zero(t, n)
}
