package train

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/host/catalog/dataset"
)

// What fewer people than the floor did with an item changes nothing, popularity
// included: a newcomer's is that of what it resembles.
func TestNewcomers_tellNothingOfTheFew(t *testing.T) {
	d := planted{groups: 4, each: 12, visitors: 200, seed: 3}.dataset(t)
	audience := map[int32]map[int32]bool{}
	few := *d
	few.Events = nil
	for _, e := range d.Events { // of these items, keep two visitors each
		if e.Item%10 == 7 {
			if audience[e.Item] == nil {
				audience[e.Item] = map[int32]bool{}
			}
			if !audience[e.Item][e.Visitor] && len(audience[e.Item]) == 2 {
				continue
			}
			audience[e.Item][e.Visitor] = true
		}
		few.Events = append(few.Events, e)
	}
	none := *d
	none.Events = slices.DeleteFunc(slices.Clone(d.Events), func(e dataset.Event) bool { return e.Item%10 == 7 })
	r := firstRecipe()
	r.taste.rank = 16
	with, without := cook(t, &few, Options{MinSupport: 5}, r), cook(t, &none, Options{MinSupport: 5}, r)
	require.NotEqual(t, len(few.Events), len(none.Events))
	require.Equal(t, without.Bias, with.Bias)
	require.Equal(t, without.Taste, with.Taste)
	require.Equal(t, without.Out, with.Out)
	for i := range d.Items {
		if i%10 == 7 {
			require.Positive(t, with.Bias[i], "a newcomer can be reached")
			require.Less(t, with.Bias[i], with.Bias[0])
		}
	}
}

func TestNewcomers_greet(t *testing.T) {
	n := newcomers{
		relatives: [][]relative{nil, nil, {{0, 0.75}, {1, 0.25}}, nil},
		cold:      []bool{false, false, true, true}, welcome: 0.5,
	}
	require.Equal(t, []byte{200, 100, 88, 75}, n.greet([]byte{200, 100, 0, 0}), "half of 175, and half of the mean")
	n.welcome = 0
	require.Equal(t, []byte{200, 100, 0, 0}, n.greet([]byte{200, 100, 0, 0}))
	all := newcomers{relatives: make([][]relative, 2), cold: []bool{true, true}, welcome: 1}
	require.Equal(t, []byte{0, 0}, all.greet([]byte{0, 0}))
}

func TestDebut_asksForWhatWasTakenOut(t *testing.T) {
	d := planted{groups: 4, each: 30, visitors: 9000, seed: 4}.dataset(t)
	split := keepBack(d, 1)
	o := Options{MinSupport: 5, Seed: 1}
	s := &search{ctx: t.Context(), data: d, options: o, split: split, lesson: newLesson(d, split.events, o), links: 2000, best: firstRecipe(), report: &Report{}, tell: func() {}}
	s.debut = s.rehearse()
	require.NotNil(t, s.debut)
	require.Len(t, s.debut.known, len(d.Items)-len(s.debut.new))
	require.InDelta(t, debutPart*float64(len(d.Items)), len(s.debut.new), 8)
	for _, e := range s.debut.lesson.events {
		require.False(t, s.debut.new[uint32(e.Item)])
	}
	seeing, err := s.tryDebut(s.best)
	require.NoError(t, err)
	wordless := *d
	wordless.Items = slices.Clone(d.Items)
	for i := range wordless.Items {
		wordless.Items[i].Title, wordless.Items[i].Category = "", ""
	}
	s.data, s.lesson = &wordless, newLesson(&wordless, split.events, o)
	s.debut = s.rehearse()
	require.NotNil(t, s.debut)
	blind, err := s.tryDebut(s.best)
	require.NoError(t, err)
	require.Greater(t, seeing, 1.1*blind, "words tell which new item goes with whom")

	s.split.answers = s.split.answers[:1]
	require.Nil(t, s.rehearse(), "nobody asks for what is new")
}

// A new item is evidence too: who met it wants what it resembles.
func TestNewcomers_speakForOthers(t *testing.T) {
	d := planted{groups: 4, each: 12, visitors: 200, seed: 3}.dataset(t)
	d.Events = slices.DeleteFunc(d.Events, func(e dataset.Event) bool { return e.Item%10 == 7 })
	c := cook(t, d, Options{MinSupport: 5}, firstRecipe())
	best, weights := map[int]uint32{}, map[int]int8{}
	entries(&c.Taste, func(row int, target uint32, weight int8) {
		if row < len(d.Items) && row%10 == 7 && weight > weights[row] {
			best[row], weights[row] = target, weight
		}
	})
	require.Len(t, best, 5)
	for i, j := range best {
		require.Equal(t, d.Items[i].Category, d.Items[j].Category)
	}
}
