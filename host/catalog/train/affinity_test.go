package train

import (
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/engine/purpose"
	"privet/host/catalog/dataset"
	"privet/host/eval/visitor"
)

func row(c *format.Catalog, key string) map[uint32]int8 {
	token, ok := c.Tokens.Find(key)
	out := map[uint32]int8{}
	if ok {
		entries(&c.Taste, func(row int, target uint32, weight int8) {
			if row == c.Items.Len()+token {
				out[target] = weight
			}
		})
	}
	return out
}

// Without a single event, an owner's word ranks: for the one who comes in the
// evening, and for nobody else.
func TestAffinity_ranksWithoutAnyTraining(t *testing.T) {
	d := &dataset.Dataset{Items: make([]dataset.Item, 40)}
	for i := range d.Items {
		d.Items[i].ID = string(rune('A' + i))
	}
	c, _, err := Train(t.Context(), d, Options{Affinities: []Affinity{
		{Key: "daypart=evening", Items: []int32{30, 31}, Weight: 1}, {Key: "daypart=evening", Items: []int32{31}, Weight: 1},
		{Key: "region=Europe", Items: []int32{0}, Weight: -1},
	}}, nil)
	require.NoError(t, err)
	b, err := format.Encode(c)
	require.NoError(t, err)
	v, err := visitor.New(b)
	require.NoError(t, err)
	require.NoError(t, v.Begin(purpose.Of(purpose.Context)))
	evening, err := v.Rank(3, 0, nil, []string{"daypart=evening", "region=Europe"})
	require.NoError(t, err)
	require.Equal(t, []uint32{31, 30, 0}, evening, "region is not granted")
	morning, err := v.Rank(3, 0, nil, []string{"daypart=morning"})
	require.NoError(t, err)
	require.Equal(t, []uint32{0, 1, 2}, morning)
	require.NoError(t, v.Begin(purpose.Of(purpose.Region)))
	europe, err := v.Rank(40, 0, nil, []string{"region=Europe"})
	require.NoError(t, err)
	require.Equal(t, uint32(0), europe[39], "what the owner speaks against comes last")
}

// A weight of 1 outweighs popularity where nothing else is known.
func TestAffinity_outweighsPopularity(t *testing.T) {
	d := planted{groups: 4, each: 12, visitors: 300, seed: 1}.dataset(t)
	last := int32(len(d.Items) - 1)
	c := cook(t, d, Options{MinSupport: 3, Affinities: []Affinity{{Key: "device=phone", Items: []int32{last}, Weight: 1}}}, firstRecipe())
	b, err := format.Encode(c)
	require.NoError(t, err)
	v, err := visitor.New(b)
	require.NoError(t, err)
	require.NoError(t, v.Begin(purpose.Of(purpose.Context)))
	top, err := v.Rank(1, 0, nil, []string{"device=phone"})
	require.NoError(t, err)
	require.Equal(t, []uint32{uint32(last)}, top)
}

func TestAffinity_addsToWhatWasLearned(t *testing.T) {
	d := planted{groups: 4, each: 12, visitors: 300, seed: 1}.dataset(t)
	r := firstRecipe()
	r.context = 16
	bare := row(cook(t, d, Options{MinSupport: 3}, r), "daypart=night")
	require.NotEmpty(t, bare)
	most, item := int8(0), uint32(0)
	for i, w := range bare {
		if w > most {
			most, item = w, i
		}
	}
	unseen := uint32(0)
	for bare[unseen] != 0 {
		unseen++
	}
	got := row(cook(t, d, Options{MinSupport: 3, Affinities: []Affinity{{Key: "daypart=night", Items: []int32{int32(item), int32(unseen)}, Weight: 1}}}, r), "daypart=night")
	require.Len(t, got, len(bare)+1)
	require.Greater(t, got[item], most)
	require.GreaterOrEqual(t, got[unseen], most, "as strong as the strongest that was learned")
}

func TestOptions_tellsWhatIsWrong(t *testing.T) {
	d := &dataset.Dataset{Items: make([]dataset.Item, 3)}
	for name, test := range map[string]struct {
		options Options
		want    string
	}{
		"no key":           {Options{Affinities: []Affinity{{Items: []int32{1}, Weight: 1}}}, "affinity 0: the key has 0 bytes"},
		"long key":         {Options{Affinities: []Affinity{{Key: strings.Repeat("x", 257)}}}, "257 bytes"},
		"unknown item":     {Options{Affinities: []Affinity{{Key: "a=b", Items: []int32{3}}}}, "affinity 0 (a=b): there is no item 3"},
		"negative item":    {Options{Sensitive: []int32{-1}}, "sensitive items: there is no item -1"},
		"not a number":     {Options{Affinities: []Affinity{{Key: "a=b", Weight: math.NaN()}}}, "the weight is NaN"},
		"beyond any use":   {Options{Affinities: []Affinity{{Key: "a=b", Weight: -17}}}, "the weight is -17"},
		"label of nothing": {Options{Labels: []string{"category=x", ""}}, "label 1: it has 0 bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := Train(t.Context(), d, test.options, nil)
			require.ErrorContains(t, err, test.want)
		})
	}
}
