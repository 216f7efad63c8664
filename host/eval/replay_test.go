package eval

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/host/catalog/train"
	"privet/host/eval/offpolicy"
)

// bandit writes the log of a shop of six items and two slots. Morning people
// click on item 0 and evening people on item 5 half of the time, everybody on
// item 2 a fifth of the time and on all else hardly ever; below another item
// half as often. The log's policy shows each item with a known probability.
func bandit(t *testing.T, n int, shares [6]float64, seed uint64) ReplayFiles {
	random := rand.New(rand.NewPCG(seed, 4))
	var items, log strings.Builder
	fmt.Fprintln(&items, "item_id,colour")
	for i := range shares {
		fmt.Fprintf(&items, "%d,%c\n", i, 'a'+i%2)
	}
	fmt.Fprintln(&log, "item_id,position,click,propensity_score,timestamp,daypart")
	for k := range n {
		part, slot, item, at := random.IntN(2), random.IntN(2), 0, random.Float64()
		for ; item < 5 && at >= shares[item]; item++ {
			at -= shares[item]
		}
		click := 0
		if random.Float64() < clickRate(part, slot, item) {
			click = 1
		}
		fmt.Fprintf(&log, "%d,%d,%d,%v,%d,%s\n", item, slot+1, click, shares[item], 1_500_000_000+k, []string{"morning", "evening"}[part])
	}
	return ReplayFiles{Log: file(t, "log.csv", []byte(log.String())), Items: file(t, "items.csv", []byte(items.String()))}
}

func clickRate(part, slot, item int) float64 {
	rate := 0.01
	switch {
	case item == 0 && part == 0, item == 5 && part == 1:
		rate = 0.5
	case item == 2:
		rate = 0.2
	}
	return rate / float64(1+slot)
}

// truth enumerates what a policy earns that shows, to a part of the day and in
// a slot, each item with some probability.
func truth(policy func(part, slot, item int) float64) float64 {
	sum := 0.0
	for part := range 2 {
		for slot := range 2 {
			for item := range 6 {
				sum += policy(part, slot, item) * clickRate(part, slot, item) / 4
			}
		}
	}
	return sum
}

func policyValue(t *testing.T, v *Values, name string) offpolicy.Value {
	for _, p := range v.Policies {
		if p.Policy == name {
			return p.Value
		}
	}
	t.Fatalf("there is no policy %q", name)
	return offpolicy.Value{}
}

// Logs of 40,000: an estimate misses by 4.5 of its own standard errors once in 150,000.
func requireNear(t *testing.T, want float64, v offpolicy.Value) {
	t.Helper()
	require.False(t, v.TooSmall())
	for _, e := range []offpolicy.Estimate{v.IPS, v.SNIPS, v.DR} {
		require.InDelta(t, want, e.Value, 4.5*(e.High-e.Low)/3.92)
	}
}

var (
	even   = [6]float64{1. / 6, 1. / 6, 1. / 6, 1. / 6, 1. / 6, 1. / 6}
	skewed = [6]float64{0.4, 0.25, 0.15, 0.1, 0.06, 0.04}
)

func TestReplay_findsTheTruth(t *testing.T) {
	ofUniform := truth(func(_, _, _ int) float64 { return 1. / 6 })
	ofSkewed := truth(func(_, _, item int) float64 { return skewed[item] })
	logs := map[*[6]float64]ReplayFiles{&even: bandit(t, 40000, even, 1), &skewed: bandit(t, 40000, skewed, 2)}

	files := logs[&skewed]
	files.Other = logs[&even].Log
	v, err := Replay(context.Background(), files, "uniform", Options{})
	require.NoError(t, err)
	requireNear(t, ofSkewed, policyValue(t, v, "logged"))
	requireNear(t, ofUniform, policyValue(t, v, "uniform"))
	requireNear(t, ofUniform, policyValue(t, v, "other"))
	requireNear(t, ofUniform, policyValue(t, v, "other-logged"))

	// And the other way: the skewed policy from the log of the uniform one.
	files = logs[&even]
	files.Other = logs[&skewed].Log
	v, err = Replay(context.Background(), files, "logged", Options{})
	require.NoError(t, err)
	requireNear(t, ofSkewed, policyValue(t, v, "other"))
	requireNear(t, ofUniform, policyValue(t, v, "logged"))

	// A good reward model is what the doubly robust estimator is for.
	u := policyValue(t, v, "other")
	require.Less(t, u.DR.High-u.DR.Low, 0.95*(u.IPS.High-u.IPS.Low))
}

// The engine learns from clicks who wants what: it must come near the best
// policy there is, and above what popularity alone can earn.
func TestReplay_privetLearnsFromContext(t *testing.T) {
	v, err := Replay(context.Background(), bandit(t, 40000, even, 3), "privet", Options{Train: train.Options{Seed: 1}})
	require.NoError(t, err)
	popular := truth(func(_, slot, item int) float64 { return one(item == []int{0, 5}[slot]) })
	best := truth(func(part, slot, item int) float64 { return one(item == [][]int{{0, 2}, {5, 2}}[part][slot]) })
	require.InDelta(t, popular, policyValue(t, v, "popularity").DR.Value, 0.02)
	require.Greater(t, policyValue(t, v, "privet").DR.Value, popular+0.7*(best-popular))
	require.Less(t, policyValue(t, v, "privet").DR.Value, best+0.02)
}

func one(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

func TestReplay_saysWhatItDoesNotKnow(t *testing.T) {
	v, err := Replay(context.Background(), bandit(t, 300, skewed, 4), "privet", Options{Train: train.Options{Seed: 1}})
	require.NoError(t, err)
	require.True(t, func() bool { p := policyValue(t, v, "privet"); return p.TooSmall() }())
	var text bytes.Buffer
	require.NoError(t, v.Print(&text))
	require.Contains(t, text.String(), "effective sample too small")
	require.Contains(t, text.String(), "they cannot rank policies")
	var figures bytes.Buffer
	require.NoError(t, WriteJSON(&figures, v, ""))
	require.Contains(t, figures.String(), `{"name":"replay/privet/too-small","value":1,"unit":"1","remark":"effective sample too small`)
	require.Contains(t, figures.String(), `"name":"replay/clicks"`)
}

func TestReplay_refuses(t *testing.T) {
	files := bandit(t, 50, even, 5)
	_, err := Replay(context.Background(), files, "best", Options{})
	require.ErrorContains(t, err, `there is no policy "best", only [logged uniform`)
	files.Other = file(t, "other.csv", []byte("item_id,position,click,propensity_score\n1,9,0,1\n"))
	_, err = Replay(context.Background(), files, "uniform", Options{})
	require.ErrorContains(t, err, "other.csv: its positions are [9], those of the log are [1 2]")
}
