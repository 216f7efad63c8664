package engine

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"privet/engine/format"
	"privet/engine/purpose"
)

// What an explanation says of a list without a reason is what an engine ranks
// that the reason never reached.
func TestExplain_withoutIsWithout(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, granted, events := randomCatalog(t), randomGrant(t), randomLog(t)
		request := randomRequest(t, c)
		e := visitorOf(t, c, granted)
		e.Observe(events)
		item := uint32(rapid.IntRange(0, c.Items.Len()-1).Draw(t, "item"))
		asked := format.ExplainRequest{Request: request, Items: []uint32{item}, Counterfactual: format.MaxCounterfactual}
		explanation, err := e.Explain(&asked)
		require.NoError(t, err)
		contributions := explanation.Items[0].Contributions
		for i, x := range contributions {
			if i < format.MaxCounterfactual && len(contributions) <= format.MaxCounterfactual {
				require.NotZero(t, x.Without)
			}
			if x.Without == 0 {
				continue
			}
			other, events, request, known := without(c, events, request, x, item)
			if !known {
				continue
			}
			never := visitorOf(t, other, granted)
			never.Observe(events)
			want, err := never.Explain(&format.ExplainRequest{Request: request, Items: []uint32{item}})
			require.NoError(t, err)
			position := want.Items[0].Position
			if position == 0 {
				position = format.NoPosition
			}
			require.Equal(t, position, x.Without, "without %+v", x)
		}
	})
}

// without takes a reason out of the world, where that can be done from outside.
func without(c *format.Catalog, events []format.Event, r format.RankRequest, x format.Contribution, item uint32) (*format.Catalog, []format.Event, format.RankRequest, bool) {
	changed := *c
	switch x.Source {
	case format.SourceItem:
		events = slices.Clone(events)
		for i := range events {
			if events[i].Key == x.Key && events[i].Kind != format.Declare {
				events[i].Purposes &^= uint16(purpose.Of(purpose.Session, purpose.History))
			}
		}
	case format.SourceToken:
		events = slices.DeleteFunc(slices.Clone(events), func(e format.Event) bool {
			return purpose.Purpose(x.Purpose) == purpose.Interests && e.Kind == format.Declare && e.Key == x.Key
		})
		if purpose.Purpose(x.Purpose) != purpose.Interests {
			if slices.ContainsFunc(c.Rules.Rules, func(r format.Rule) bool { return slices.Contains(r.When, x.Key) }) {
				return nil, nil, r, false // the rule would go with the context
			}
			r.Context = slices.DeleteFunc(slices.Clone(r.Context), func(key string) bool { return key == x.Key })
		}
	case format.SourceAnchor:
		if x.Index == item {
			return nil, nil, r, false
		}
		// An item that the list is about is not in it, whatever it says.
		r.Exclude = append(slices.Clone(r.Exclude), x.Index)
		r.Anchors = slices.DeleteFunc(slices.Clone(r.Anchors), func(i uint32) bool { return i == x.Index })
	case format.SourcePopularity:
		if r.Strategy == format.StrategyTrending {
			changed.Bias = make([]byte, c.Items.Len())
		}
		changed.Params.BiasWeight = 0
	case format.SourceVariety:
		changed.Params.Variety = format.VarietyLimits{}
		r.Variety = 0
	case format.SourceExplored:
		r.Seed = 0
	case format.SourceHidden:
		events = slices.Clone(events)
		for i := range events {
			if events[i].Key == c.Items.At(int(x.Index)) && events[i].Kind == format.Dismiss {
				events[i].Purposes &^= uint16(purpose.Of(purpose.Session, purpose.History))
			}
		}
	case format.SourceRule:
		changed.Rules.Rules = slices.DeleteFunc(slices.Clone(c.Rules.Rules), func(r format.Rule) bool { return r.Name == x.Key })
	default:
		return nil, nil, r, false
	}
	return &changed, events, r, true
}
