package generate

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"
)

// An Event is one thing that a visitor of the shop did.
type Event struct {
	Visitor, Item, Kind     string
	At                      time.Time
	Daypart, Device, Season string
}

const (
	visitors = 6800

	// How a visitor moves on from an item: to its complement if it has one, to
	// more of the same shelf and style, or anywhere their taste leads.
	toComplement = 40 // percent
	toSame       = 30

	addPercent, likePercent, dismissPercent = 13, 3, 1
	buyPercent                              = 55 // of what was added in a visit
	againPercent                            = 40 // of consumables bought
)

var (
	yearStart = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	// Visits by month: quiet summers, a busy November and December.
	monthWeights = []int{7, 6, 8, 8, 8, 7, 6, 7, 9, 11, 16, 17}
	// Visits by hour of the day.
	hourWeights = []int{1, 1, 0, 0, 0, 1, 2, 4, 5, 6, 6, 6, 7, 6, 5, 5, 5, 6, 7, 9, 10, 9, 6, 3}
)

// A visitor is one person's latent taste.
type visitor struct {
	id         string
	styles     []int // weights
	categories []int // weights
	device     string
}

// Events returns all events of the shop, oldest first.
func (s *Shop) Events() []Event {
	rng := rand.New(rand.NewPCG(s.seed, 2))
	var events []Event
	for v := range visitors {
		events = s.live(rng, newVisitor(rng, v), events)
	}
	slices.SortStableFunc(events, func(a, b Event) int { return a.At.Compare(b.At) })
	return events
}

func newVisitor(rng *rand.Rand, n int) *visitor {
	v := &visitor{id: fmt.Sprintf("v%05d", n+1), device: pick(rng, []string{"phone", "phone", "phone", "desktop", "desktop", "tablet"})}
	v.styles = make([]int, len(styles))
	for i := range v.styles {
		v.styles[i] = 1
	}
	v.styles[rng.IntN(len(styles))] += 14
	v.styles[rng.IntN(len(styles))] += 7
	v.categories = make([]int, len(categories))
	for i := range categories {
		v.categories[i] = categories[i].weight
	}
	for range 5 {
		v.categories[rng.IntN(len(categories))] += 120
	}
	return v
}

// live appends a visitor's year.
func (s *Shop) live(rng *rand.Rand, v *visitor, events []Event) []Event {
	visits := 1 + rng.IntN(3)
	if rng.IntN(4) == 0 {
		visits += 2 + rng.IntN(5)
	}
	for range visits {
		month := weighted(rng, monthWeights)
		at := yearStart.AddDate(0, month, rng.IntN(28)).Add(time.Duration(weighted(rng, hourWeights)) * time.Hour)
		at = at.Add(time.Duration(rng.IntN(3600)) * time.Second)
		device := s.deviceOf(rng, v)
		events = s.visit(rng, v, at, device, s.byTaste(rng, v, at, device), false, events)
	}
	return events
}

func (s *Shop) deviceOf(rng *rand.Rand, v *visitor) string {
	if rng.IntN(5) == 0 {
		return pick(rng, []string{"phone", "desktop", "tablet"})
	}
	return v.device
}

// visit appends one visit that begins with item first, which is bought if the
// visitor came for it again; and perhaps the visits that it causes later, since
// what is used up is bought again.
func (s *Shop) visit(rng *rand.Rand, v *visitor, at time.Time, device string, first int, again bool, events []Event) []Event {
	record := func(item int, kind string) {
		at = at.Add(time.Duration(4+rng.IntN(90)) * time.Second)
		events = append(events, Event{v.id, s.Items[item].ID, kind, at, Daypart(at), device, Season(at)})
	}
	var basket []int
	if again {
		basket = append(basket, first)
	}
	for item, left := first, 3+rng.IntN(9); ; left-- {
		record(item, "view")
		switch roll := rng.IntN(100); {
		case roll < addPercent:
			record(item, "add")
			basket = append(basket, item)
		case roll < addPercent+likePercent:
			record(item, "like")
		case roll < addPercent+likePercent+dismissPercent:
			record(item, "dismiss")
		}
		if left == 0 {
			break
		}
		item = s.onward(rng, v, at, device, item)
	}
	for i, item := range basket {
		if sure := again && i == 0; !sure && rng.IntN(100) >= buyPercent {
			continue
		}
		record(item, "buy")
		if cat := shelfOf(s.Items[item].Category); categories[cat].consumable && rng.IntN(100) < againPercent {
			later := at.AddDate(0, 0, 26+rng.IntN(14))
			if later.Year() == yearStart.Year() {
				events = s.visit(rng, v, later, s.deviceOf(rng, v), item, true, events)
			}
		}
	}
	return events
}

// onward returns the item that is looked at after item.
func (s *Shop) onward(rng *rand.Rand, v *visitor, at time.Time, device string, item int) int {
	roll := rng.IntN(100)
	if then, ok := s.next[item]; ok && roll < toComplement {
		return then
	}
	if roll >= 100-toSame {
		return popular(rng, s.shelves[shelfOf(s.Items[item].Category)][styleOf(s.Items[item].Style)])
	}
	return s.byTaste(rng, v, at, device)
}

// byTaste returns an item that suits the visitor and the moment.
func (s *Shop) byTaste(rng *rand.Rand, v *visitor, at time.Time, device string) int {
	weights := slices.Clone(v.categories)
	for _, l := range s.Lifts {
		if l.Context == "daypart="+Daypart(at) || l.Context == "device="+device || l.Context == "season="+Season(at) {
			weights[shelfOf(l.Category)] *= l.Times
		}
	}
	for {
		shelf := s.shelves[weighted(rng, weights)][weighted(rng, v.styles)]
		if len(shelf) > 0 {
			return popular(rng, shelf)
		}
	}
}

// popular returns one of the items: the k-th drawn with weight 1/(k+2).
func popular(rng *rand.Rand, items []int) int {
	weights := make([]int, len(items))
	for k := range items {
		weights[k] = 1000 / (k + 2)
	}
	return items[weighted(rng, weights)]
}

// weighted returns an index drawn in proportion to the weights. Whole numbers
// only, so that every machine draws the same.
func weighted(rng *rand.Rand, weights []int) int {
	sum := 0
	for _, w := range weights {
		sum += w
	}
	roll := rng.IntN(sum)
	for i, w := range weights {
		if roll -= w; roll < 0 {
			return i
		}
	}
	panic("unreachable: the roll is below the sum")
}

func styleOf(name string) int {
	return slices.IndexFunc(styles, func(s style) bool { return s.name == name })
}

// Daypart returns the part of the day as the page names it in a context token.
func Daypart(t time.Time) string {
	return [...]string{"night", "morning", "afternoon", "evening"}[t.Hour()/6]
}

// Season returns the northern season as the page names it in a context token.
func Season(t time.Time) string {
	return [...]string{"winter", "spring", "summer", "autumn"}[int(t.Month())%12/3]
}
