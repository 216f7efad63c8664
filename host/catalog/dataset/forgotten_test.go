package dataset

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"privet/engine/format"
)

// did is one event, as a test draws it.
type did struct {
	visitor, item int
	kind          format.Kind
	at            int64
	daypart       string
}

var someEvents = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) did {
	return did{
		rapid.IntRange(0, 6).Draw(t, "visitor"), rapid.IntRange(0, 4).Draw(t, "item"),
		rapid.SampledFrom([]format.Kind{format.View, format.Buy, format.Dismiss}).Draw(t, "kind"),
		int64(rapid.IntRange(0, 5).Draw(t, "at")) * 1000, rapid.SampledFrom([]string{"", "noon", "night", "dawn"}).Draw(t, "daypart"),
	}
}), 0, 60)

func gather(t *rapid.T, events []did, least int) *Dataset {
	c, err := NewCollector([]Item{{ID: "a"}, {ID: "b"}, {ID: "c"}, {ID: "d"}, {ID: "e"}}, []string{"daypart"})
	require.NoError(t, err)
	c.MinVisitors = least
	for _, e := range events {
		_, err := c.Add(&Row{Visitor: fmt.Append(nil, e.visitor), Item: []byte{"abcde"[e.item]}, Kind: e.kind, At: e.at, Context: [][]byte{[]byte(e.daypart)}})
		require.NoError(t, err)
	}
	return c.Dataset()
}

// What is left has enough visitors, all that had enough is left, and the rest might
// never have been there.
func TestCollector_minVisitors(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		events, least := someEvents.Draw(t, "events"), rapid.IntRange(0, 4).Draw(t, "least")
		audience := map[int]map[int]bool{}
		for _, e := range events {
			if e.kind != format.Dismiss {
				if audience[e.item] == nil {
					audience[e.item] = map[int]bool{}
				}
				audience[e.item][e.visitor] = true
			}
		}
		var enough []did
		under := map[string]map[int]bool{}
		for _, e := range events {
			if len(audience[e.item]) < least && least > 1 {
				continue
			}
			enough = append(enough, e)
			if e.daypart != "" && e.kind != format.Dismiss {
				if under[e.daypart] == nil {
					under[e.daypart] = map[int]bool{}
				}
				under[e.daypart][e.visitor] = true
			}
		}
		got, want := gather(t, events, least), gather(t, enough, 0)
		require.Equal(t, len(events)-len(enough), got.Forgotten.Events)
		require.Equal(t, want.Items, got.Items)
		require.Equal(t, want.Visitors, got.Visitors)
		require.Len(t, got.Events, len(want.Events))
		for i := range got.Events {
			a, b := got.Events[i], want.Events[i]
			var names []string
			for _, name := range want.ContextNames(&b) {
				if least <= 1 || len(under[name[len("daypart="):]]) >= least {
					names = append(names, name)
				}
			}
			require.Equal(t, names, got.ContextNames(&a))
			a.Moment, b.Moment = 0, 0
			require.Equal(t, b, a)
		}
	})
}
