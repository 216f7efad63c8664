// Package generate makes the shop that Privet demonstrates and tests itself on:
// about 2,000 home and gift items and 200,000 events, from a seed alone.
//
// What drives the visitors is planted, and a [Shop] tells it, so that a test can
// check that training finds it: every item has a style and visitors prefer one or
// two of them, some items lead on to a certain other item, some shelves are bought
// from again and again, and the moment (part of day, device, season) lifts some shelves.
package generate

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// A Shop is the items and the truth that was planted.
type Shop struct {
	Items       []Item
	Complements []Pair
	Lifts       []Lift
	Consumables []string // categories that are bought again
	Cold        []string // ids of new items that nobody has seen yet

	seed    uint64
	shelves [][][]int   // item indices by category, then style
	next    map[int]int // complement of an item
}

// An Item is one thing for sale.
type Item struct {
	ID, Title, Category, Style, Supplier string
	Pence                                int
	Tags                                 []string // "colour=Navy", "style=Coastal", "material=brass"
}

// A Pair says that visitors who look at First often look at Then right after it.
type Pair struct{ First, Then string }

// A Lift says that in Context, as in "daypart=evening", items of Category are
// looked at Times as often.
type Lift struct {
	Context, Category string
	Times             int
}

const (
	coldEvery       = 40 // every 40th item is new: it has no events
	complementEvery = 3  // every third item of a paired shelf has a complement
)

// New returns the shop of a seed. The same seed gives the same shop.
func New(seed uint64) *Shop {
	s := &Shop{seed: seed, Lifts: lifts, next: map[int]int{}, shelves: make([][][]int, len(categories))}
	rng := rand.New(rand.NewPCG(seed, 1))
	taken := map[string]bool{}
	for c := range categories {
		cat := &categories[c]
		if cat.consumable {
			s.Consumables = append(s.Consumables, cat.name)
		}
		s.shelves[c] = make([][]int, len(styles))
		for n := range cat.items {
			st := rng.IntN(len(styles))
			item := newItem(rng, cat, &styles[st], n, taken)
			if len(s.Items)%coldEvery == coldEvery-1 {
				s.Cold = append(s.Cold, item.ID)
			} else {
				s.shelves[c][st] = append(s.shelves[c][st], len(s.Items))
			}
			s.Items = append(s.Items, item)
		}
	}
	s.pair(rng)
	return s
}

// newItem makes item number n of a shelf, with a title that no other item has.
func newItem(rng *rand.Rand, cat *category, st *style, n int, taken map[string]bool) Item {
	for {
		colour, motif, value := pick(rng, st.colours), pick(rng, st.motifs), pick(rng, cat.values)
		pence := cat.low + rng.IntN(cat.high-cat.low)*rng.IntN(100)/100
		var title string
		tags := []string{"colour=" + colour, "style=" + st.name, cat.key + "=" + value}
		switch shape := rng.IntN(10); {
		case shape < 4:
			title = fmt.Sprintf("%s %s %s", motif, titleCase(value), pick(rng, cat.nouns))
		case shape < 7:
			title = fmt.Sprintf("%s %s %s", colour, motif, pick(rng, cat.nouns))
		case shape < 8:
			title = fmt.Sprintf("%s %s, %s", motif, pick(rng, cat.nouns), pick(rng, []string{"Small", "Medium", "Large"}))
		default:
			title = fmt.Sprintf(pick(rng, cat.sets), colour+" "+motif)
			pence += pence / 2
			tags = tags[:2] // what a set is made of stands in its title, if anywhere
		}
		if taken[title] {
			continue
		}
		taken[title] = true
		return Item{
			ID: fmt.Sprintf("%s-%03d", cat.code, n+1), Title: title, Category: cat.name, Style: st.name,
			Supplier: pick(rng, st.suppliers), Pence: pence/50*50 + pick(rng, []int{0, 25, 45, 49}),
			Tags: tags,
		}
	}
}

// pair plants the complements: an item of one shelf leads on to an item of the
// same style on the shelf that goes with it.
func (s *Shop) pair(rng *rand.Rand) {
	for _, p := range shelfPairs {
		first, then := s.shelves[shelfOf(p[0])], s.shelves[shelfOf(p[1])]
		for st := range styles {
			for k := 0; k < len(first[st]) && len(then[st]) > 0; k += complementEvery {
				a, b := first[st][k], then[st][rng.IntN(len(then[st]))]
				s.next[a] = b
				s.Complements = append(s.Complements, Pair{s.Items[a].ID, s.Items[b].ID})
			}
		}
	}
}

// shelfOf returns the index of a category; an unknown name is a mistake in the tables.
func shelfOf(name string) int {
	for c := range categories {
		if categories[c].name == name {
			return c
		}
	}
	panic("generate: the tables name no category " + name)
}

func pick[T any](rng *rand.Rand, from []T) T { return from[rng.IntN(len(from))] }

// titleCase writes "mango wood" as "Mango Wood".
func titleCase(s string) string {
	words := strings.Fields(s)
	for i, w := range words {
		words[i] = strings.ToUpper(w[:1]) + w[1:]
	}
	return strings.Join(words, " ")
}
