package demo

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPictureOf(t *testing.T) {
	for _, c := range []struct {
		title, category, tags string
		want                  string // motif palette pattern; - where any will do
	}{
		{"RED RETROSPOT MUG", "", "", "mug red dots"},
		{"WHITE HANGING HEART T-LIGHT HOLDER", "", "", "tealight cream hearts"},
		{"Lantern Storage Box, Blue", "", "", "box blue -"},    // the last noun is the thing
		{"Pink Cushion with Teapot", "", "", "cushion pink -"}, // and nothing after "with" is
		{"Candle in a Jar", "", "", "candle - -"},
		{"Paper Chain Kit, Christmas", "", "", "bunting - -"}, // two words before one
		{"Lunch Bag, Blue Cars", "", "", "bag blue -"},
		{"Paper Table Lantern Stars", "", "", "lantern - stars"},
		{"Assorted Bird Ornament", "", "", "bird - -"},             // a vague word gives way
		{"Navy Gingham Tea Towels", "", "", "towel navy check"},    // plurals
		{"Trio, Large", "Lanterns", "", "lantern - -"},             // the shelf, where the title says nothing
		{"Fern Jug", "", "colour=Duck Egg", "jug mint -"},          // a tag knows the colour better than the title
		{"Brass Wreath", "", "material=brass", "wreath mustard -"}, // other tags do not count as colours
		{"Ωμέγα 7", "", "", "gift - -"},                            // nothing known
		{"", "", "", "gift - -"},
		{"Glass", "", "", "glass - -"}, // no plural
	} {
		it := item{ID: "id", Title: c.title, Category: c.category}
		if c.tags != "" {
			it.Tags = []string{c.tags}
		}
		p := pictureOf(it)
		want := strings.Fields(c.want)
		require.Equal(t, want[0], p.Motif, c.title)
		if want[1] != "-" {
			require.Equal(t, want[1], p.Palette, c.title)
		}
		if want[2] != "-" {
			require.Equal(t, want[2], p.Pattern, c.title)
		}
	}
}

// Every name that the words lead to exists, and no word leads to two.
func TestVocabularies(t *testing.T) {
	motifs, _, err := newSprite()
	require.NoError(t, err)
	style, err := embedded.ReadFile("static/shop.css")
	require.NoError(t, err)
	for _, table := range []struct {
		words []vocabulary
		names []string
		every bool // each name has words
	}{
		{motifWords, motifs, true}, {vagueWords, motifs, false}, {paletteWords, palettes, true}, {patternWords, patterns, false},
	} {
		seen := map[string]string{}
		for _, line := range table.words {
			require.Contains(t, table.names, line.name)
			for word := range strings.SplitSeq(line.words, ", ") {
				key := strings.Join(singular(word), " ")
				require.Empty(t, seen[key], "%q names %s too", word, line.name)
				seen[key] = line.name
			}
		}
		for _, name := range table.names {
			require.True(t, !table.every || slices.ContainsFunc(table.words, func(l vocabulary) bool { return l.name == name }), name)
		}
	}
	for class, names := range map[string][]string{".p-": palettes, ".t-": tints, ".x-": patterns[1:]} {
		for _, name := range names {
			require.Contains(t, string(style), class+name+" {")
		}
	}
	for name := range standing {
		require.Contains(t, motifs, name)
	}
	all := slices.Concat(motifs, palettes, tints, patterns)
	slices.Sort(all)
	require.Len(t, slices.Compact(slices.Clone(all)), len(all), "encodePictures needs each name once")
}

// shop.js takes the numbers apart in the same way.
func TestEncodePictures(t *testing.T) {
	motifs, sprite, err := newSprite()
	require.NoError(t, err)
	items := []item{{ID: "a", Title: "Red Spotted Mug"}, {ID: "b", Title: "Wreath"}, {ID: "c", Title: "Navy Lantern"}}
	content, err := encodePictures(items, motifs)
	require.NoError(t, err)
	var file struct {
		Motifs, Palettes, Tints, Patterns []string
		Items                             []int
	}
	require.NoError(t, json.Unmarshal(content, &file))
	require.Len(t, file.Items, len(items))
	for i, code := range file.Items {
		got := picture{file.Motifs[code>>10], file.Palettes[code>>6&15], file.Tints[code>>3&7], file.Patterns[code&7]}
		require.Equal(t, pictureOf(items[i]), got)
		require.Contains(t, string(sprite), `<symbol id="`+got.Motif+`"`)
	}
	require.LessOrEqual(t, len(palettes), 16)
	require.LessOrEqual(t, len(tints), 8)
	require.LessOrEqual(t, len(patterns), 8)
}
