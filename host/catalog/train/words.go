package train

import (
	"strings"
	"unicode"

	"privet/host/catalog/dataset"
)

// words returns, for each word that tells something, the items that have it,
// rising, without some; words are in order of first appearance. A word of one
// item connects nothing, and one of a quarter of all items says too little for
// what its square costs.
func words(items []dataset.Item, without []bool, of func(*dataset.Item) []string) [][]int32 {
	number := map[string]int{}
	var lists [][]int32
	for i := range items {
		if without[i] {
			continue
		}
		for _, w := range of(&items[i]) {
			n, ok := number[w]
			if !ok {
				n = len(lists)
				number[w] = n
				lists = append(lists, nil)
			}
			if l := lists[n]; len(l) == 0 || l[len(l)-1] != int32(i) {
				lists[n] = append(l, int32(i))
			}
		}
	}
	most := min(max(len(items)/4, 20), maxRow)
	kept := lists[:0]
	for _, l := range lists {
		if len(l) > 1 && len(l) <= most {
			kept = append(kept, l)
		}
	}
	return kept
}

// itemWords returns an item's attributes and the words of its title, in small
// letters.
func itemWords(it *dataset.Item) []string { return append(it.Attributes(), titleWords(it)...) }

// itemPhrases returns the words of an item's title, each with the next: "light
// holder" says more of what it is than either.
func itemPhrases(it *dataset.Item) []string {
	var out []string
	words := titleWords(it)
	for k := 1; k < len(words); k++ {
		out = append(out, words[k-1]+" "+words[k])
	}
	return out
}

func titleWords(it *dataset.Item) []string {
	var out []string
	for _, w := range strings.FieldsFunc(it.Title, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if len(w) > 1 {
			out = append(out, strings.ToLower(w))
		}
	}
	return out
}
