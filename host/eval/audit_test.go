package eval

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/host/catalog/dataset"
	"privet/host/catalog/train"
)

// Two methods before three people: one shows everybody the first item, one each
// the item that they want.
func TestAudit(t *testing.T) {
	d := visits(t, "abc", []event{{item: "a"}, {item: "b"}}, []event{{item: "a"}}, []event{{item: "a"}}, []event{{item: "a"}})
	for i, category := range []string{"lamps", "lamps", "cups"} {
		d.Items[i].Category = category
	}
	a := newAudit(d, []string{"mrr", "ndcg"}, "ndcg", []string{"old", "", "new"})
	same, own := make([]observation, 3), make([]observation, 3)
	for i := range 3 {
		same[i] = observation{{[]uint32{0}, []float64{9, []float64{1, 0, 0}[i]}}}
		own[i] = observation{{[]uint32{uint32(i)}, []float64{9, 1}}}
	}
	a.add("same", same)
	a.add("own", own)

	rows := map[string]*AuditRow{}
	for i := range a.Rows {
		rows[a.Rows[i].title()] = &a.Rows[i]
	}
	require.Len(t, rows, 6)
	everybody, each := rows["same"], rows["own"]
	require.InDelta(t, 1.0/3, everybody.Accuracy.Value, 1e-12)
	require.InDelta(t, 2.0/3, everybody.Gini, 1e-12, "one of three has it all")
	require.InDelta(t, 1.0/3, everybody.Coverage, 1e-12)
	require.Zero(t, everybody.Novelty, "all four visitors met it")
	require.Zero(t, each.Gini)
	// Four of four, one of four, and nobody, which counts as one of four: 0, 2 and 2 bits.
	require.InDelta(t, 4.0/3, each.Novelty, 1e-12)
	require.InDeltaSlice(t, []float64{2.0 / 3, 1.0 / 3}, each.Shares[0], 1e-12)
	require.InDeltaSlice(t, []float64{1, 0}, everybody.Shares[0], 1e-12)

	require.Equal(t, 1, rows["same, group new"].Asked)
	require.Zero(t, rows["same, group new"].Accuracy.Value)
	require.Equal(t, 1.0, rows["same, group old"].Accuracy.Value)

	require.Len(t, a.Kinds, 1, "nobody names suppliers")
	require.Equal(t, []string{"lamps", "cups"}, a.Kinds[0].Groups)
	require.InDeltaSlice(t, []float64{2.0 / 3, 1.0 / 3}, a.Kinds[0].Catalog, 1e-12)
	require.InDeltaSlice(t, []float64{1, 0}, a.Kinds[0].Training, 1e-12)
}

func TestAudit_manyGroups(t *testing.T) {
	// Supplier 0 has every other item; the others, two more than are told apart,
	// have one each.
	const items = 2 * (mostGroups + 2)
	d := &dataset.Dataset{Visitors: 1}
	for i := range items {
		d.Items = append(d.Items, dataset.Item{ID: fmt.Sprint(i), Supplier: fmt.Sprint(i / 2 * (i % 2))})
	}
	d.Items = append(d.Items, dataset.Item{ID: "of nobody"})
	k := newAudit(d, nil, "", nil).Kinds[0]
	require.Len(t, k.Groups, mostGroups+1)
	require.Equal(t, "0", k.Groups[0])
	require.Equal(t, otherGroups, k.Groups[mostGroups])
	require.InDelta(t, 2.0/(items+1), k.Catalog[mostGroups], 1e-12, "of all items, that of nobody too")
	sum := 0.0
	for _, s := range k.Catalog {
		sum += s
	}
	require.InDelta(t, float64(items)/(items+1), sum, 1e-12)
}

func TestHoldout_audit(t *testing.T) {
	s := newShop(t)
	// The half of the people whose number is even are in one group.
	history, err := os.ReadFile(s.history)
	require.NoError(t, err)
	var grouped strings.Builder
	for i, line := range strings.Split(strings.TrimSpace(string(history)), "\n") {
		user, _, _ := strings.Cut(line, ",")
		switch {
		case i == 0:
			grouped.WriteString(line + ",group\n")
		case strings.HasSuffix(user, "0"), strings.HasSuffix(user, "2"), strings.HasSuffix(user, "4"), strings.HasSuffix(user, "6"), strings.HasSuffix(user, "8"):
			grouped.WriteString(line + ",even\n")
		default:
			grouped.WriteString(line + ",odd\n")
		}
	}
	files := HoldoutFiles{s.items, s.train, file(t, "grouped.csv", []byte(grouped.String())), s.heldout}
	table, err := Holdout(context.Background(), files, Options{Audit: true, Baselines: true, Train: train.Options{Seed: 1}})
	require.NoError(t, err)
	rows := map[string]*AuditRow{}
	for i := range table.Audit.Rows {
		rows[table.Audit.Rows[i].title()] = &table.Audit.Rows[i]
	}
	require.InDelta(t, value(t, table, "privet", "ndcg@100"), rows["privet"].Accuracy.Value, 1e-12)
	require.Equal(t, []int{200, 100, 100}, []int{rows["privet"].Asked, rows["privet, group even"].Asked, rows["privet, group odd"].Asked})
	require.Less(t, rows["privet"].Gini, rows["popularity"].Gini)
	require.Equal(t, "category", table.Audit.Kinds[0].Name)

	var text, figures, svg bytes.Buffer
	require.NoError(t, table.Print(&text))
	require.Contains(t, text.String(), "privet, group even")
	require.Contains(t, text.String(), "share of attention by category")
	require.NoError(t, WriteJSON(&figures, table, ""))
	require.Contains(t, figures.String(), `"name":"holdout/audit/privet/group=odd/gini"`)
	require.Contains(t, figures.String(), `"name":"holdout/audit/popularity/share/category=kind0"`)
	require.NoError(t, table.Audit.Chart(&svg))
	require.Contains(t, svg.String(), "accuracy by group of visitors")
}
