package train_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/engine/purpose"
	"privet/host/catalog/dataset"
	"privet/host/catalog/train"
	"privet/host/eval/metric"
	"privet/host/eval/visitor"
)

// news is a paper whose articles live for two days. What is read depends on the
// part of day and, less, on the device; a reader stays with a section for a while.
// Nobody comes twice.
type news struct {
	items  []dataset.Item
	born   []int
	clicks []click
}

type click struct {
	reader, day int
	item        int
	context     [2]string
}

const (
	newsSections = 6
	newsDays     = 12
	newsADay     = 4 // new articles of each section
)

func publish(seed uint64) *news {
	random := rand.New(rand.NewPCG(seed, 3))
	n := &news{}
	appeal := []float64{}
	for day := range newsDays {
		for s := range newsSections {
			for k := range newsADay {
				n.items = append(n.items, dataset.Item{
					ID: fmt.Sprintf("%d-%d-%d", day, s, k), Category: fmt.Sprint("section", s),
					Title: fmt.Sprintf("word%d word%d", s*10+random.IntN(10), s*10+random.IntN(10)),
				})
				n.born = append(n.born, day)
				appeal = append(appeal, 0.2+random.Float64())
			}
		}
	}
	dayparts, devices := []string{"morning", "noon", "evening"}, []string{"phone", "desktop"}
	for reader := range newsDays * 220 {
		day := reader / 220
		part, device := random.IntN(3), random.IntN(2)
		section := 2*part + random.IntN(2) // each part of day has two sections
		switch {
		case random.IntN(4) == 0:
			section = random.IntN(newsSections)
		case device == 0 && random.IntN(3) == 0:
			section = 5 // phones read the last one at any time
		}
		for range 2 + random.IntN(3) {
			for {
				i := max(0, (day-1)*newsSections*newsADay) + random.IntN(2*newsSections*newsADay)
				if i < len(n.items) && n.born[i] <= day && n.items[i].Category == fmt.Sprint("section", section) && random.Float64() < appeal[i] {
					n.clicks = append(n.clicks, click{reader, day, i, [2]string{dayparts[part], devices[device]}})
					break
				}
			}
		}
	}
	return n
}

// until returns what is known before a day begins.
func (n *news) until(t *testing.T, day int) *dataset.Dataset {
	c, err := dataset.NewCollector(n.items, []string{"daypart", "device"})
	require.NoError(t, err)
	for k, x := range n.clicks {
		if x.day < day {
			_, err := c.Add(&dataset.Row{
				Visitor: []byte(fmt.Sprint(x.reader)), Item: []byte(n.items[x.item].ID), Kind: format.View,
				At: 1_700_000_000 + int64(x.day)*86400 + int64(k), Context: [][]byte{[]byte(x.context[0]), []byte(x.context[1])},
			})
			require.NoError(t, err)
		}
	}
	return c.Dataset()
}

// ask returns the NDCG@10 of the clicks of a day that follow others of a visit.
func (n *news) ask(t *testing.T, d *dataset.Dataset, catalog []byte, day int, grants purpose.Set) float64 {
	v, err := visitor.New(catalog)
	require.NoError(t, err)
	at := positions(d)
	sum, of := 0.0, 0
	for k := 1; k < len(n.clicks); k++ {
		before, x := n.clicks[k-1], n.clicks[k]
		if x.day != day || before.reader != x.reader {
			continue
		}
		require.NoError(t, v.Begin(grants))
		screen := at[n.items[before.item].ID]
		if grants.Has(purpose.Session) {
			require.NoError(t, v.Meet(screen, format.View, 0))
		}
		ranking, err := v.Rank(10, 0, []uint32{uint32(screen)}, []string{"daypart=" + x.context[0], "device=" + x.context[1]})
		require.NoError(t, err)
		sum += metric.NDCG(metric.Ranks(ranking, map[uint32]bool{uint32(at[n.items[x.item].ID]): true}), 1, 10)
		of++
	}
	return sum / float64(of)
}

// Context ranks for a visitor of whom nothing is known, and takes nothing from what
// the visit tells.
func TestContext_ranksNews(t *testing.T) {
	n := publish(1)
	d := n.until(t, newsDays-1)
	_, catalog, report := learn(t, d, train.Options{Seed: 1})
	popular := n.ask(t, d, catalog, newsDays-1, purpose.Of())
	context := n.ask(t, d, catalog, newsDays-1, purpose.Of(purpose.Context))
	session := n.ask(t, d, catalog, newsDays-1, purpose.Of(purpose.Session))
	both := n.ask(t, d, catalog, newsDays-1, purpose.Of(purpose.Session, purpose.Context))
	t.Logf("NDCG@10: popularity %.4f, context %.4f, visit %.4f, both %.4f; rank %d", popular, context, session, both, report.Rank)
	require.Greater(t, context, 1.3*popular)
	require.Greater(t, both, 0.99*session)
}
