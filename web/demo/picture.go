package demo

import (
	"encoding/json"
	"hash/fnv"
	"slices"
	"strings"
	"unicode"
)

// A picture is a drawing for an item: what it shows, in which colours, on which
// ground, with which pattern. It follows from the item's text and id alone.
//
// One sprite holds every motif, and one file every item's picture, and every
// page loads both: a picture that was fetched by need would tell the server
// which items a visitor's own browser has ranked.
type picture struct {
	Motif, Palette, Tint, Pattern string
}

// palettes, tints and patterns are classes of shop.css. Their order is the encoding of encodePictures.
var (
	palettes = []string{"red", "pink", "terracotta", "mustard", "green", "mint", "teal", "blue", "navy", "plum", "cream", "grey", "ink", "brown"}
	tints    = []string{"peach", "rose", "butter", "leaf", "sky", "lilac", "stone", "sea"}
	patterns = []string{"plain", "dots", "stripes", "check", "hearts", "stars", "blooms"}
)

// plainOf is how many of eight items without a word for a pattern have none.
const plainOf = 6

// pictureOf chooses an item's picture.
func pictureOf(it item) picture {
	h := fnv.New32a()
	h.Write([]byte(it.ID))
	hash := h.Sum32()
	hash ^= hash >> 15 // ids differ in their last letters alone: spread that over all bits
	hash *= 0x2c1b3c6d
	hash ^= hash >> 13

	words := singular(it.Title)
	p := picture{
		Motif:   motif(words),
		Palette: first(append(colours(it.Tags), words...), paletteOf),
		Tint:    tints[hash>>8&7],
		Pattern: first(words, patternOf),
	}
	if p.Motif == "" {
		p.Motif = motif(singular(it.Category))
	}
	if p.Motif == "" {
		p.Motif = "gift"
	}
	if p.Palette == "" {
		p.Palette = palettes[hash>>16%10] // the last four are dull by chance, and right only by name
	}
	if p.Pattern == "" {
		p.Pattern = "plain"
		if hash&7 >= plainOf {
			p.Pattern = patterns[1+hash>>4%3]
		}
	}
	return p
}

// motif finds what the words name. In English that is the last noun ("lantern
// gift box" is a box), and what follows "with" or "for" is beside the point.
func motif(words []string) string {
	for i, w := range words {
		if i > 0 && (w == "with" || w == "for" || w == "in") {
			words = words[:i]
			break
		}
	}
	pairs := make([]string, max(0, len(words)-1))
	for i := range pairs {
		pairs[i] = words[i] + " " + words[i+1]
	}
	// What says most goes first: "lunch bag, cars" is a bag.
	for _, named := range []string{last(pairs, motifOf), last(words, motifOf), last(pairs, vagueOf), last(words, vagueOf)} {
		if named != "" {
			return named
		}
	}
	return ""
}

func last(words []string, in map[string]string) string {
	for _, w := range slices.Backward(words) {
		if found := in[w]; found != "" {
			return found
		}
	}
	return ""
}

func first(words []string, in map[string]string) string {
	for _, w := range words {
		if found := in[w]; found != "" {
			return found
		}
	}
	return ""
}

// colours are the words of tags such as "colour=Duck Egg": they say more than the title's.
func colours(tags []string) []string {
	var words []string
	for _, tag := range tags {
		if name, value, _ := strings.Cut(tag, "="); name == "colour" || name == "color" {
			words = append(words, singular(value)...)
		}
	}
	return words
}

// singular splits text into words in small letters, without a plural s.
func singular(text string) []string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	for i, w := range words {
		if len(w) > 3 && !strings.HasSuffix(w, "ss") {
			words[i] = strings.TrimSuffix(w, "s")
		}
	}
	return words
}

// encodePictures writes the pictures of all items, by index, for shop.js: a
// number each, of motif, palette (4 bits), tint (3 bits) and pattern (3 bits).
func encodePictures(items []item, motifs []string) ([]byte, error) {
	position := map[string]int{}
	for _, names := range [][]string{motifs, palettes, tints, patterns} {
		for i, name := range names {
			position[name] = i // no name is in two lists: a test sees to it
		}
	}
	numbers := make([]int, len(items))
	for i, it := range items {
		p := pictureOf(it)
		numbers[i] = position[p.Motif]<<10 | position[p.Palette]<<6 | position[p.Tint]<<3 | position[p.Pattern]
	}
	return json.Marshal(map[string]any{
		"motifs": motifs, "palettes": palettes, "tints": tints, "patterns": patterns, "items": numbers,
	})
}
