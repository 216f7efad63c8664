package devices

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/engine/purpose"
	"privet/host/eval/visitor"
)

// stall is a catalog of 80 items, red and blue by turns, of two categories, with
// nothing but popularity to rank by.
func stall(t *testing.T, edit func(*format.Catalog)) []byte {
	t.Helper()
	const n = 80
	c := &format.Catalog{Params: format.DefaultParams()}
	var ids []string
	var err error
	for i := range n {
		ids = append(ids, fmt.Sprintf("item%02d", i))
		c.Bias = append(c.Bias, byte(2*(n-i)))
	}
	c.Items, err = format.NewKeys(ids)
	require.NoError(t, err)
	c.Tokens, err = format.NewKeys([]string{"category=cup", "category=pot", "colour=blue", "colour=red", "device=phone"})
	require.NoError(t, err)
	c.Labels.Start = []uint32{0}
	for i := range uint32(n) {
		c.Labels.Target = append(c.Labels.Target, i/2%2, 2+i%2)
		c.Labels.Start = append(c.Labels.Start, uint32(len(c.Labels.Target)))
	}
	if edit != nil {
		edit(c)
	}
	b, err := format.Encode(c)
	require.NoError(t, err)
	return b
}

func options(people int, explore ...int32) Options {
	return Options{People: people, Places: 10, Explore: explore, Seed: 1}
}

// reds are people who love red and cannot stand blue, of whom the catalog says nothing.
func reds(s *shop, n int) []*person {
	people := make([]*person, n)
	for i := range people {
		people[i] = newPerson(s, Taste{}, uint64(i))
		people[i].labels = map[uint32]float64{2: -2, 3: 2}
	}
	return people
}

// lived lets people live with policies on a stall.
func lived(t *testing.T, people func(*shop) []*person, explore ...int32) *Report {
	t.Helper()
	s, err := newShop(stall(t, nil))
	require.NoError(t, err)
	o := options(12, explore...)
	fates, err := simulate(context.Background(), s, people(s), o, func() {})
	require.NoError(t, err)
	r := &Report{}
	r.add("", policies(explore), fates)
	return r
}

// Half of the pool is red. Who loves red clicks far more once the lists are red,
// and learning finds that out: early it gains a little, late most of what the
// truth would. A learner whose weights are negated loses instead.
func TestSimulate_findsTheTruth(t *testing.T) {
	r := lived(t, func(s *shop) []*person { return reds(s, 12) }, 0)
	none, learning, truth := r.Rows[0], r.Rows[1], r.Rows[2]
	require.Zero(t, none.Gain.Value)
	require.Greater(t, truth.Late.Value, 0.3*none.Clicks.Value, "the world leaves something to gain")
	require.Greater(t, learning.Late.Value-learning.Late.Half, 0.5*truth.Late.Value)
	require.Greater(t, learning.Late.Value, learning.Early.Value)
	require.LessOrEqual(t, learning.Clicks.Value, truth.Clicks.Value, "nobody beats the truth")
	require.InDelta(t, clickRate, none.Rate, 0.01, "people click as often as was asked for")
}

// Of people who want what the catalog says there is nothing to learn. What chance
// moves costs less than a hundredth of their clicks.
func TestSimulate_leavesWellAlone(t *testing.T) {
	r := lived(t, func(s *shop) (people []*person) {
		for i := range 12 {
			people = append(people, newPerson(s, Taste{}, uint64(i)))
		}
		return people
	}, 0)
	require.Greater(t, r.Rows[1].Gain.Value, -0.01*r.Rows[0].Clicks.Value)
}

// Exploring half as far costs less at the same lists, and not exploring nothing.
func TestSimulate_lossToExploration(t *testing.T) {
	r := lived(t, func(s *shop) []*person { return reds(s, 12) }, 0, 128, 512)
	mean, half, far := r.Rows[1].Lost, r.Rows[2].Lost, r.Rows[3].Lost
	require.Zero(t, mean.Value)
	require.Greater(t, far.Value-far.Half, half.Value+half.Half)
	require.Less(t, half.Value, 0.05*r.Rows[0].Clicks.Value)
}

func TestRun_isDeterministic(t *testing.T) {
	b := stall(t, nil)
	printed := func(o Options) string {
		r, err := Run(context.Background(), b, o)
		require.NoError(t, err)
		var out bytes.Buffer
		require.NoError(t, r.Print(&out))
		return out.String()
	}
	o := options(2, 0, 64)
	first := printed(o)
	require.Equal(t, first, printed(o))
	o.Seed = 2
	require.NotEqual(t, first, printed(o))
}

// What explores nothing is certain, whatever the seed; what explores is not.
func TestDevice_chances(t *testing.T) {
	s, err := newShop(stall(t, nil))
	require.NoError(t, err)
	for _, explore := range []int32{0, 256} {
		d, err := newDevice(s, policy{learns: true, explore: explore})
		require.NoError(t, err)
		require.NoError(t, d.live(reds(s, 1)[0], 10, func() error { return nil }))
		list, err := d.visitor.List(format.RankRequest{Now: began * 2000, Top: 10, Seed: 7})
		require.NoError(t, err)
		uncertain := slices.ContainsFunc(list, func(r format.Ranked) bool { return r.Propensity < 1<<16-1 })
		require.Equal(t, explore > 0, uncertain, "exploring %d", explore)
	}
}

// Without leave to predict nothing is noted as shown.
func TestDevice_withoutLeave(t *testing.T) {
	s, err := newShop(stall(t, nil))
	require.NoError(t, err)
	d, err := newDevice(s, policy{})
	require.NoError(t, err)
	require.NoError(t, d.live(reds(s, 1)[0], 10, func() error { return nil }))
	require.Error(t, d.visitor.Shown([]format.Ranked{{}}, began*2))
	require.Zero(t, told&purpose.Of(purpose.Prediction))
}

// What people want is what the engine says without learning, purpose by purpose.
func TestMind_wantsWhatTheCatalogSays(t *testing.T) {
	s, err := newShop(stall(t, nil))
	require.NoError(t, err)
	m, err := newMind(s)
	require.NoError(t, err)
	p := newPerson(s, Taste{}, 1)
	require.NoError(t, m.begin(p))
	require.NoError(t, m.turn(&page{at: began * 2}, nil, nil))
	require.NoError(t, m.ponder(m.best))
	require.Len(t, m.best, pool)
	first, last := m.best[0], m.best[pool-1]
	want := func(r format.Ranked) float64 { return m.wants[r.Item] - quirk*deviate(p.key, 3, uint64(r.Item)) }
	require.InDelta(t, spreadOdds, want(first)-want(last), 1e-9)
	p.purposes = [parts]float64{}
	clear(m.wants)
	require.NoError(t, m.ponder(m.best))
	require.InDelta(t, 0, want(first), 1e-9, "who listens to no purpose wants nothing more than another")
}

func TestNewShop_refuses(t *testing.T) {
	_, err := newShop(stall(t, func(c *format.Catalog) { c.Labels = format.Lists{} }))
	require.ErrorContains(t, err, "no item of the catalog has a label")
	_, err = newShop([]byte("PVTC"))
	require.Error(t, err)
	small := stall(t, func(c *format.Catalog) {
		c.Items, err = format.NewKeys([]string{"one"})
		require.NoError(t, err)
		c.Bias, c.Labels = c.Bias[:1], format.Lists{Start: []uint32{0, 1}, Target: []uint32{0}}
	})
	_, err = newShop(small)
	require.ErrorContains(t, err, "the catalog has 1 items")
}

func TestVisitor_shown(t *testing.T) {
	v, err := visitor.New(stall(t, nil))
	require.NoError(t, err)
	require.NoError(t, v.Begin(purpose.All))
	list, err := v.List(format.RankRequest{Now: 1000, Top: 3})
	require.NoError(t, err)
	require.NoError(t, v.Shown(list, 1))
	require.Error(t, v.Shown(list, -1), "a time before 1970")
}
