package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/host/catalog"
	"privet/host/catalog/train"
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
	items := write("items.csv", "id,title\nmug,Mug\ntea,Tea\nlantern,Lantern\ncandle,Candle\nrug,Rug\n")
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

func TestRank(t *testing.T) {
	shop := pairs(t)
	history := filepath.Join(t.TempDir(), "history.csv")
	require.NoError(t, os.WriteFile(history, []byte("item,kind\nlantern,view\n"), 0o600))

	items, err := (&rank{Catalog: shop, History: history, Top: 3, Grant: []string{"history"}, Why: true}).rank()
	require.NoError(t, err)
	require.Len(t, items, 3)
	require.Equal(t, "candle", items[0].Item)
	require.Equal(t, "Candle", items[0].Title)
	sum, reasons := int32(0), ""
	for _, why := range items[0].Why {
		sum += why.Amount
		reasons += why.Purpose + " " + why.Key + ";"
	}
	require.Equal(t, items[0].Score, sum)
	require.Contains(t, reasons, "history lantern;")

	nobody, err := (&rank{Catalog: shop, Top: 3}).rank()
	require.NoError(t, err)
	denied, err := (&rank{Catalog: shop, History: history, Top: 3, Grant: []string{"context"}}).rank()
	require.NoError(t, err)
	require.Equal(t, nobody, denied, "a history that is not granted has no influence")

	_, err = (&rank{Catalog: shop, Top: 3, Grant: []string{"everything"}}).rank()
	require.ErrorContains(t, err, "--grant everything")
	_, err = (&rank{Catalog: shop, Top: 0}).rank()
	require.ErrorContains(t, err, "top")
	_, err = (&rank{Catalog: t.TempDir(), Top: 1}).rank()
	require.ErrorContains(t, err, "privet build")
}
