package dataset

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRuns(t *testing.T) {
	events := []Event{{Visitor: 0, Visit: 0}, {Visitor: 0, Visit: 1}, {Visitor: 0, Visit: 0}, {Visitor: 1, Visit: 2}}
	require.Equal(t, [][]Event{events[:3], events[3:]}, ByVisitor(events))
	require.Equal(t, [][]Event{events[:1], events[1:2], events[2:3], events[3:]}, ByVisit(events), "visits that overlap are cut")
	require.Empty(t, ByVisitor(nil))

	first := ByVisitor(events)[0]
	_ = append(first, Event{Visitor: 9})
	require.EqualValues(t, 1, events[3].Visitor, "to append to a run changes no other")
}
