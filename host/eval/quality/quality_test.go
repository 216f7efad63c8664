package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/host/eval/chart"
)

func TestPanels(t *testing.T) {
	sets, err := read(strings.NewReader(`{"name":"holdout/privet/ndcg@100","value":0.4,"unit":"1","data":"shop"}
{"name":"holdout/privet/ndcg@100/ci95","value":0.01,"unit":"1","data":"shop"}
{"name":"holdout/privet/recall@20","value":0.9,"unit":"1","data":"shop"}
{"name":"holdout/privet/bytes-per-item","value":47,"unit":"B","data":"shop"}
{"name":"holdout/privet at 16 B/ndcg@100","value":0.3,"unit":"1","data":"shop"}
{"name":"holdout/privet at 16 B/bytes-per-item","value":15,"unit":"B","data":"shop"}
{"name":"holdout/privet, last 1/ndcg@100","value":0.1,"unit":"1","data":"shop"}
{"name":"holdout/privet, last 1/bytes-per-item","value":47,"unit":"B","data":"shop"}
{"name":"holdout/ease/ndcg@100","value":0.36,"unit":"1","data":"shop"}
{"name":"holdout/ease/bytes-per-item","value":12000,"unit":"B","data":"shop"}
{"name":"holdout/bytes-per-item","value":47,"unit":"B","data":"shop"}
{"name":"replay/uniform/ips","value":0.1,"unit":"1","data":"log"}
{"name":"nextclick/markov/ndcg@10","value":0.2,"unit":"1","data":"shop"}
`), "figures")
	require.NoError(t, err)
	require.Len(t, sets, 2, "a set is data and protocol")
	require.Equal(t, []chart.Panel{
		chart.Scatter{
			Title: "shop holdout", X: "bytes an item", Y: "ndcg@100", LogX: true,
			Points: []chart.Point{{Name: "ease", X: 12000, Y: 0.36}},
			Curve:  []chart.Point{{X: 15, Y: 0.3}, {Name: "privet", X: 47, Y: 0.4, Half: 0.01}},
		},
		chart.Scatter{Title: "shop nextclick", X: "bytes an item", Y: "ndcg@10", LogX: true},
	}, panels(sets), "a method of unknown size has no place")
}

func TestRead_refuses(t *testing.T) {
	_, err := read(strings.NewReader("{}\nno figure\n"), "figures")
	require.ErrorContains(t, err, "figures:2: not a figure as privet eval writes it")
	_, err = read(strings.NewReader(""), "figures")
	require.ErrorContains(t, err, "figures: there are no figures of holdout")
}
