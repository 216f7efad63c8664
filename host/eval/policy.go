package eval

import (
	"cmp"
	"slices"

	"privet/engine/purpose"
	"privet/host/eval/visitor"
)

// A policy decides what to show.
type policy interface {
	// shares sets, for each item of the shelf, how likely the policy is to show it
	// where the impression was. All shares are 0 before. A policy that does not
	// explore has a single share of 1.
	shares(x *impression, out []float64) error
}

// slotPolicy does not look at the visitor: its shares depend on the slot alone.
type slotPolicy [][]float64

func (p slotPolicy) shares(x *impression, out []float64) error {
	copy(out, p[x.slot])
	return nil
}

func newSlotPolicy(slots, items int) slotPolicy {
	p := make(slotPolicy, slots)
	for s := range p {
		p[s] = make([]float64, items)
	}
	return p
}

// uniformPolicy shows every item as often.
func uniformPolicy(slots, items int) slotPolicy {
	p := newSlotPolicy(slots, items)
	for s := range p {
		for i := range p[s] {
			p[s][i] = 1 / float64(items)
		}
	}
	return p
}

// popularityPolicy shows what was clicked most, the first of it in the first slot.
func popularityPolicy(log []impression, slots, items int) slotPolicy {
	count, order := make([]float64, items), make([]int, items)
	for i := range log {
		count[log[i].item] += log[i].click
	}
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(count[b], count[a]) })
	p := newSlotPolicy(slots, items)
	for s := range min(slots, items) {
		p[s][order[s]] = 1
	}
	return p
}

// frequencyPolicy shows each item as often as a log did, slot by slot: what is
// known of a policy whose rule is not. It needs the log's positions to be those
// of the log that it is compared with.
func frequencyPolicy(l *banditLog, items int) slotPolicy {
	p, total := newSlotPolicy(len(l.slots), items), make([]float64, len(l.slots))
	for i := range l.impressions {
		total[l.impressions[i].slot]++
	}
	for i := range l.impressions {
		x := &l.impressions[i]
		p[x.slot][x.item] += 1 / total[x.slot]
	}
	return p
}

// enginePolicy shows what the engine ranks for somebody who stored nothing, the
// best in the first slot.
type enginePolicy struct {
	visitor  *visitor.Visitor
	contexts []string // columns of the log
	slots    int
	number   []int32 // of each item of the catalog, on the shelf
}

func (p *enginePolicy) shares(x *impression, out []float64) error {
	if err := p.visitor.Begin(purpose.Of(purpose.Context, purpose.Region)); err != nil {
		return err
	}
	ranking, err := p.visitor.Rank(p.slots, x.at, nil, tokens(p.contexts, x.context))
	if err == nil && x.slot < len(ranking) {
		out[p.number[ranking[x.slot]]] = 1
	}
	return err
}

// tokens names context values as the catalog does.
func tokens(columns, values []string) []string {
	var out []string
	for i, v := range values {
		if v != "" {
			out = append(out, columns[i]+"="+v)
		}
	}
	return out
}
