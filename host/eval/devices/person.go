package devices

import (
	"math"
	"math/rand/v2"
	"slices"
	"sort"

	"privet/engine/format"
	"privet/engine/purpose"
)

// A Taste is a kind of people.
type Taste struct {
	Name       string
	Purposes   bool // what a purpose says counts more, less, not at all or against
	Attributes bool // some attributes are loved, and some not, beside what the history tells
}

// Tastes are the kinds of people that there are. The first want what the catalog
// says anyhow: learning can only lose with them.
var Tastes = []Taste{
	{Name: "as the catalog says"},
	{Name: "other purposes", Purposes: true},
	{Name: "other attributes", Attributes: true},
	{Name: "both", Purposes: true, Attributes: true},
}

// parts is how many sources of a score people weigh: the purposes, and popularity.
const (
	parts      = purpose.Count
	popularity = purpose.Prediction // its own part is nothing, so popularity takes its place
)

// A person is one hidden truth, and what happens to it whatever a policy shows.
type person struct {
	key      uint64
	purposes [parts]float64     // what each part of a score counts, 1 = as the catalog says
	labels   map[uint32]float64 // what attributes count beside, in log-odds
	past     []meeting
	visits   []visit
}

// A meeting is an item that a person looked at, or did more with.
type meeting struct {
	item int32
	kind format.Kind
	at   int64 // seconds since the Unix epoch
}

// A visit begins with items that the person came for.
type visit struct {
	opening []meeting
	context []string
	pages   []page
}

// A page shows one list: of everything, or of a shelf.
type page struct {
	number int
	at     int64
	shelf  []uint32
}

// What happens on a device.
const (
	visits       = 10
	pagesAVisit  = 6
	pages        = visits * pagesAVisit
	pastVisits   = 3
	viewsAVisit  = 4
	day          = 24 * 3600
	began        = 1_780_000_000 // any time
	betweenPages = 90            // seconds
	lovedLabels  = 3             // by which the history is chosen
	strangeLoves = 2             // attributes that count and that the history does not tell
	strangeHates = 2
)

// newPerson makes up a person of a taste.
func newPerson(s *shop, taste Taste, key uint64) *person {
	random := rand.New(rand.NewPCG(key, 1))
	p := &person{key: key, labels: map[uint32]float64{}}
	for i := range p.purposes {
		p.purposes[i] = 1
		if taste.Purposes {
			p.purposes[i] = []float64{-0.5, 0, 1, 2.5}[random.IntN(4)]
		}
	}
	everything := newAppetite(s, nil)
	var loved []uint32
	for range lovedLabels {
		loved = append(loved, everything.label(random))
	}
	own := newAppetite(s, loved)
	if taste.Attributes {
		for i := range strangeLoves + strangeHates {
			strength := 1.5
			if i >= strangeLoves {
				strength = -1.5
			}
			p.labels[own.label(random)] = strength
		}
	}
	p.live(s, own, random)
	return p
}

// live plans the past, and the visits that policies are judged by.
func (p *person) live(s *shop, own *appetite, random *rand.Rand) {
	at := int64(began)
	for range pastVisits {
		at += 5*day + random.Int64N(3*day)
		for range viewsAVisit {
			at += betweenPages
			m := meeting{own.item(random), format.View, at}
			p.past = append(p.past, m)
			if random.IntN(6) == 0 {
				p.past = append(p.past, meeting{m.item, format.Buy, at + 30})
			}
		}
	}
	for n := range visits {
		at += 2*day + random.Int64N(3*day)
		var v visit
		for _, values := range s.context {
			v.context = append(v.context, values[random.IntN(len(values))])
		}
		for range 1 + random.IntN(2) {
			v.opening = append(v.opening, meeting{own.item(random), format.View, at})
			at += betweenPages
		}
		for i := range pagesAVisit {
			pg := page{number: n*pagesAVisit + i, at: at}
			if i%2 == 1 && len(s.shelves) > 0 {
				pg.shelf = s.shelves[random.IntN(len(s.shelves))]
			}
			v.pages = append(v.pages, pg)
			at += betweenPages
		}
		p.visits = append(p.visits, v)
	}
}

// An appetite draws items: popular ones, and those with loved attributes.
type appetite struct {
	shop *shop
	sums []float64 // of weights, running
}

func newAppetite(s *shop, loved []uint32) *appetite {
	a := &appetite{shop: s, sums: make([]float64, s.catalog.Items.Len())}
	sum := 0.0
	for item := range a.sums {
		weight := 1 / float64(item+20) // items are in order of popularity
		for _, label := range s.catalog.Labels.Row(item) {
			if slices.Contains(loved, label) {
				weight *= math.Exp(1.5)
			}
		}
		sum += weight
		a.sums[item] = sum
	}
	return a
}

func (a *appetite) item(random *rand.Rand) int32 {
	roll := random.Float64() * a.sums[len(a.sums)-1]
	return int32(min(sort.SearchFloat64s(a.sums, roll), len(a.sums)-1))
}

// label draws an attribute of an item that is wanted.
func (a *appetite) label(random *rand.Rand) uint32 {
	for {
		if labels := a.shop.catalog.Labels.Row(int(a.item(random))); len(labels) > 0 {
			return labels[random.IntN(len(labels))]
		}
	}
}
