package eval

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"privet/host/eval/offpolicy"
)

// A rewardModel predicts clicks from the item and what it has in common with
// others, the slot, the context, and the visitor's affinity to the item: what
// the doubly robust estimator starts from.
type rewardModel struct {
	feature map[string]int // feature of a name
	items   [][]offpolicy.Feature
	models  [offpolicy.Folds]offpolicy.Model
	sums    [offpolicy.Folds][]float64 // what an item adds to the prediction
}

// Rare values say nothing that a closed form could learn, and too many make it
// slow: its cost is the third power of features.
const (
	fewestOfFeature = 20  // impressions
	mostFeatures    = 200 // items, of what items have in common, and context values each
)

// affinityFeature is the first of all features.
const affinityFeature = 0

func newRewardModel(s *shelf, l *banditLog, log []impression) *rewardModel {
	m := &rewardModel{feature: map[string]int{"affinity": affinityFeature}, items: make([][]offpolicy.Feature, len(s.items))}
	ids, tags, contexts := map[string]int{}, map[string]int{}, map[string]int{}
	for i := range log {
		x := &log[i]
		ids["item "+s.items[x.item].ID]++
		for _, tag := range s.items[x.item].Attributes() {
			tags["tag "+tag]++
		}
		for _, token := range tokens(l.contexts, x.context) {
			contexts["context "+token]++
		}
		m.add("slot " + strconv.Itoa(x.slot))
	}
	for _, counts := range []map[string]int{ids, tags, contexts} {
		m.addMost(counts)
	}
	for i := range m.items {
		names := []string{"item " + s.items[i].ID}
		for _, tag := range s.items[i].Attributes() {
			names = append(names, "tag "+tag)
		}
		m.items[i] = m.ones(names)
	}
	m.fit(l, log)
	return m
}

func (m *rewardModel) add(name string) {
	if _, ok := m.feature[name]; !ok {
		m.feature[name] = len(m.feature)
	}
}

// addMost makes features of the names that are counted most.
func (m *rewardModel) addMost(counts map[string]int) {
	names := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	for _, name := range names[:min(len(names), mostFeatures)] {
		if counts[name] >= fewestOfFeature {
			m.add(name)
		}
	}
}

// ones returns the features of those names that have one.
func (m *rewardModel) ones(names []string) []offpolicy.Feature {
	var out []offpolicy.Feature
	for _, name := range names {
		if at, ok := m.feature[name]; ok {
			out = append(out, offpolicy.Feature{At: at, Value: 1})
		}
	}
	return out
}

func (m *rewardModel) fit(l *banditLog, log []impression) {
	examples := make([]offpolicy.Example, len(log))
	for i := range log {
		x := &log[i]
		features := slices.Concat(m.items[x.item], m.surroundings(l, x))
		for _, a := range x.affinity {
			if a.item == x.item {
				features = append(features, offpolicy.Feature{At: affinityFeature, Value: a.value})
			}
		}
		examples[i] = offpolicy.Example{Features: features, Reward: x.click, Fold: fold(x)}
	}
	m.models = offpolicy.CrossFit(len(m.feature), examples)
	for k := range m.models {
		m.sums[k] = make([]float64, len(m.items))
		for i, features := range m.items {
			m.sums[k][i] = m.models[k].Predict(features) - m.models[k].Mean
		}
	}
}

// surroundings are the features of an impression that are not the item's.
func (m *rewardModel) surroundings(l *banditLog, x *impression) []offpolicy.Feature {
	names := []string{"slot " + strconv.Itoa(x.slot)}
	for _, token := range tokens(l.contexts, x.context) {
		names = append(names, "context "+token)
	}
	return m.ones(names)
}

// fold keeps impressions of one page together. Neighbours in time are in
// different folds, so that no fold is a time of its own.
func fold(x *impression) int { return int(x.cluster) % offpolicy.Folds }

// predict returns the click rate expected of the item shown, and the mean over
// all items as they would be shown.
func (m *rewardModel) predict(l *banditLog, x *impression, shares []float64) (shown, mean float64) {
	k := fold(x)
	around := m.models[k].Predict(m.surroundings(l, x))
	shown = around + m.sums[k][x.item]
	for i, share := range shares {
		mean += share * (around + m.sums[k][i])
	}
	weight := m.models[k].Weights[affinityFeature]
	for _, a := range x.affinity {
		if a.item == x.item {
			shown += weight * a.value
		}
		mean += shares[a.item] * weight * a.value
	}
	return shown, mean
}
