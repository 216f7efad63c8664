package eval

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"privet/host/catalog/dataset"
	"privet/host/eval/metric"
)

// auditDepth is how much of each ranking a visitor is taken to see.
const auditDepth = 20

// An Audit says what rankings show to whom: how attention is spread over items
// and over groups of them, and whether some visitors are served worse.
type Audit struct {
	Metric   string // of accuracy
	Rows     []AuditRow
	Kinds    []ItemKind // category, supplier; those that the items have
	metric   int        // of the table's
	visitors []string   // group of each user or session, "" where none is known
	items    []float64  // what meeting an item tells, in bits
}

// An AuditRow is one method, shown to everybody or to a group of visitors.
type AuditRow struct {
	Method   string
	Visitors string // "" is everybody
	Asked    int    // users or sessions
	Accuracy metric.Mean
	Gini     float64 // of attention over items
	Coverage float64 // share of items ever shown
	Novelty  float64 // bits
	Shares   [][]float64
}

// An ItemKind is a way of grouping items. Shares of attention are in AuditRow.Shares,
// a row for each kind, beside Groups.
type ItemKind struct {
	Name     string
	Groups   []string  // most items first; the last may be otherGroups
	Catalog  []float64 // share of the items
	Training []float64 // share of what training visitors met
	group    []int     // of each item, -1 for none
}

// otherGroups is all groups beyond the largest.
const otherGroups = "all others"

// mostGroups is how many groups of items, or of visitors, are told apart.
const mostGroups = 12

// newAudit prepares for one table's methods. Visitors are beside the
// observations that will come.
func newAudit(d *dataset.Dataset, metrics []string, metric string, visitors []string) *Audit {
	a := &Audit{Metric: metric, metric: slices.Index(metrics, metric), visitors: visitors, items: make([]float64, len(d.Items))}
	met := make([]float64, len(d.Items))
	for _, row := range touches(d) {
		for _, i := range row {
			met[i]++
		}
	}
	for i := range a.items {
		a.items[i] = math.Log2(float64(max(1, d.Visitors)) / max(1, met[i])) // an item that nobody met counts as met once
	}
	a.addKind("category", d.Items, met, func(it *dataset.Item) string { return it.Category })
	a.addKind("supplier", d.Items, met, func(it *dataset.Item) string { return it.Supplier })
	return a
}

func (a *Audit) addKind(name string, items []dataset.Item, met []float64, of func(*dataset.Item) string) {
	k := ItemKind{Name: name, group: make([]int, len(items))}
	counts := map[string]int{}
	for i := range items {
		if g := of(&items[i]); g != "" {
			counts[g]++
		}
	}
	if len(counts) < 2 {
		return
	}
	k.Groups = slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	number := map[string]int{"": -1}
	for i, g := range k.Groups {
		number[g] = min(i, mostGroups)
	}
	if len(k.Groups) > mostGroups {
		k.Groups = append(k.Groups[:mostGroups:mostGroups], otherGroups)
	}
	one := make([]float64, len(items))
	for i := range items {
		k.group[i], one[i] = number[of(&items[i])], 1
	}
	k.Catalog = (&metric.Exposure{Attention: one}).Shares(k.group, len(k.Groups))
	k.Training = (&metric.Exposure{Attention: met}).Shares(k.group, len(k.Groups))
	a.Kinds = append(a.Kinds, k)
}

// add audits a method: for everybody, and for each group of visitors.
func (a *Audit) add(method string, all []observation) {
	a.addFor(method, "", all, func(string) bool { return true })
	for _, g := range a.groups() {
		a.addFor(method, g, all, func(visitor string) bool { return visitor == g })
	}
}

// groups returns the groups of visitors that are told apart: the largest.
func (a *Audit) groups() []string {
	counts := map[string]int{}
	for _, g := range a.visitors {
		if g != "" {
			counts[g]++
		}
	}
	names := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	names = names[:min(len(names), mostGroups)]
	slices.Sort(names)
	return names
}

func (a *Audit) addFor(method, visitors string, all []observation, belongs func(string) bool) {
	row := AuditRow{Method: method, Visitors: visitors}
	exposure := metric.NewExposure(len(a.items))
	var sums []float64
	var counts []int
	for i, o := range all {
		if !belongs(a.visitors[i]) {
			continue
		}
		row.Asked++
		sum := 0.0
		for _, r := range o {
			sum += r.values[a.metric]
			exposure.Add(r.shown[:min(auditDepth, len(r.shown))], a.items)
		}
		sums, counts = append(sums, sum), append(counts, len(o))
	}
	row.Accuracy = metric.Average(sums, counts)
	row.Gini, row.Coverage, row.Novelty = metric.Gini(exposure.Attention), exposure.Coverage(), exposure.Novelty()
	for i := range a.Kinds {
		row.Shares = append(row.Shares, exposure.Shares(a.Kinds[i].group, len(a.Kinds[i].Groups)))
	}
	a.Rows = append(a.Rows, row)
}
