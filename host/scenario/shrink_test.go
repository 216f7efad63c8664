package scenario

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
)

// A made-up visitor who breaks an expectation is shown by the least that breaks it.
func TestShrink(t *testing.T) {
	r := one(t, "- name: x\n  for: {visitors: 60, seed: 2}\n  given: {grant: [history]}\n  expect:\n  - {why: MUG-1, not because: {item: TEA-1}}\n  - {top: 12, lacks: {id: [TEA-3]}}\n")
	require.Equal(t, Failed, r.Status)
	require.Equal(t, 60, r.Visitors)
	require.Len(t, r.Failures, 1, "once, however many it fails for")
	f := &r.Failures[0]
	require.Regexp(t, `^made-up visitor \d+ of seed 2, and \d+ visitors more of 60$`, f.For)
	require.Regexp(t, `(?s)^MUG-1 Blue Mug has history TEA-1 .*\nsmallest history: \[\{[a-z]+: TEA-1(, ago: [0-9a-z ]+)?\}\]$`, f.Got)
}

// One that needs two acts keeps both.
func TestShrink_keepsWhatIsNeeded(t *testing.T) {
	r := one(t, "- name: x\n  for: {visitors: 40, seed: 1}\n  given: {grant: [history]}\n  expect: [{kept: nothing}]\n")
	require.Regexp(t, `^1 event kept\nsmallest history: \[\{[^{}]*\}\]$`, r.Failures[0].Got)
	r = one(t, "- name: x\n  for: {visitors: 40, seed: 1}\n  given: {grant: [history], within: {category: Mugs}, list: 3}\n  expect: [{first: {id: [MUG-1]}}]\n")
	require.Equal(t, Failed, r.Status)
	require.Contains(t, r.Failures[0].Got, "smallest history: [{")
}

// Made-up visitors are the same for the same seed, differ by number and seed, and
// do what can be read as a history.
func TestGenerate(t *testing.T) {
	shop, err := OpenShop(corner(t), nil)
	require.NoError(t, err)
	seen, kinds, viewed := map[string]bool{}, map[format.Kind]int{}, map[string]int{}
	for seed := range uint64(3) {
		for n := range 100 {
			acts := shop.generate(seed, n)
			require.Equal(t, acts, shop.generate(seed, n))
			require.NotEmpty(t, acts)
			for i := range acts {
				require.Contains(t, shop.byID, acts[i].Item.Is)
				require.True(t, i == 0 || acts[i].Ago <= acts[i-1].Ago, "the oldest first")
				kinds[acts[i].Kind]++
				viewed[acts[i].Item.Is]++
			}
			seen[historyText(acts)] = true
			_, err := ParseFile("a.yaml", []byte(whole(fmt.Sprintf("- {name: x, given: {history: %s}, expect: [{first: a}]}", historyText(acts)))))
			require.NoError(t, err, "what is shown can be pasted")
		}
	}
	require.Greater(t, len(seen), 290)
	require.Len(t, kinds, 5)
	require.Greater(t, viewed["TEA-2"], viewed["MUG-3"], "what is popular is met more")
}
