package inspect

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
)

// ruled is a catalog of three items with a rule of every action.
func ruled(t *testing.T) []byte {
	items, err := format.NewKeys([]string{"a", "b", "c"})
	require.NoError(t, err)
	tokens, err := format.NewKeys([]string{"supplier=Pier", "supplier=Kiln"})
	require.NoError(t, err)
	p := format.DefaultParams()
	p.Variety = format.VarietyLimits{Least: 5, Usual: 20, Most: 60}
	b, err := format.Encode(&format.Catalog{
		Params: p, Items: items, Bias: []byte{9, 3, 1}, Tokens: tokens,
		Labels:   format.Lists{Start: []uint32{0, 1, 1, 2}, Target: []uint32{0, 1}},
		Together: format.Sparse{Start: []uint32{0, 1, 1, 1}, Target: []uint32{2}, Weight: []byte{4}, Scale: 1},
		Rules: format.Rules{
			Rules: []format.Rule{
				{Name: "gone", Action: format.ActionHide, Items: []uint32{0, 2}},
				{Name: "first", Action: format.ActionPin, Value: 3, Items: []uint32{1}, Slots: []string{"home", "cart"}},
				{Name: "up", Action: format.ActionBoost, Value: 128, Items: []uint32{1}, When: []string{"device=phone", "daypart=night"}},
				{Name: "down", Action: format.ActionBoost, Value: -384, Items: []uint32{1}, From: 1767225600, Until: 1767312060},
				{Name: "few", Action: format.ActionLimit, Value: 2, Labels: []uint32{0, 1}},
				{Name: "some", Action: format.ActionFloor, Value: 125, Items: []uint32{0, 1}},
				{Name: "met", Action: format.ActionMet, Count: 1, Kinds: 1<<format.View | 1<<format.Buy, Span: 30 * 86400, Value: format.HideMet},
				{Name: "tired", Action: format.ActionShown, Count: 5, Value: -64, Until: 1767312000},
				{Name: "private", Action: format.ActionSensitive, Items: []uint32{2}},
			},
		},
	})
	require.NoError(t, err)
	return b
}

func TestFile_rules(t *testing.T) {
	text, err := told(t, ruled(t), Options{})
	require.NoError(t, err)
	require.Contains(t, text, "together  1 entries, 0.3 an item\nlabels    2, 0.7 an item\n")
	_, after, _ := strings.Cut(text, "\nvariety ")
	owner, _, _ := strings.Cut(after, "\nmost popular")
	require.Equal(t, `is 20%, and visitors may have 5% to 60%; exploration strays 0.25 standard deviations

rule     does                                            to         holds
gone     hide                                            2 items    everywhere, always
first    pin from place 3 on                             1 item     in home, cart
up       boost by 0.50 spreads                           1 item     with device=phone and daypart=night
down     bury by 1.50 spreads                            1 item     from 2026-01-01 until 2026-01-02T00:01:00Z
few      at most 2 places for each of 2 labels           all items  everywhere, always
some     at least 12.5% of the places                    2 items    everywhere, always
met      hide after view, buy within 30d                 all items  everywhere, always
tired    bury by 0.25 spreads after being shown 5 times  all items  until 2026-01-02
private  treat as sensitive                              1 item     everywhere, always
`, owner)
}

func TestFile_rulesOfAnItem(t *testing.T) {
	text, err := told(t, ruled(t), Options{Item: "a"})
	require.NoError(t, err)
	require.Contains(t, text, `is bought together with: c (4)
labels: supplier=Pier
rule "gone": hide; everywhere, always
rule "few": at most 2 places for each of 2 labels; everywhere, always
rule "some": at least 12.5% of the places; everywhere, always
rule "met": hide after view, buy within 30d; everywhere, always
rule "tired": bury by 0.25 spreads after being shown 5 times; until 2026-01-02
`)
	text, err = told(t, ruled(t), Options{Item: "b"})
	require.NoError(t, err)
	require.NotContains(t, text, `"few"`, "b has none of its labels")
	require.NotContains(t, text, `"gone"`)
	require.NotContains(t, text, "labels:")
}

func TestWithin(t *testing.T) {
	for seconds, want := range map[int64]string{
		0: "", 59: " within 59 s", 60: " within 1m", 5400: " within 90m", 12 * 3600: " within 12h", 30 * 86400: " within 30d", 14 * 86400: " within 2w",
	} {
		require.Equal(t, want, within(seconds))
	}
}

func TestDescribeOwner_withoutRules(t *testing.T) {
	var out bytes.Buffer
	describeOwner(&out, &format.Catalog{Params: format.DefaultParams()})
	require.Equal(t, "\nvariety is 0%, and visitors may have 0% to 100%; exploration strays 0.25 standard deviations\n", out.String())
}
