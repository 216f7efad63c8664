package devices

import (
	"context"
	"runtime"
	"slices"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"privet/host/catalog/train"
	"privet/host/eval/visitor"
)

// Options say what is simulated.
type Options struct {
	People   int     // of each taste
	Places   int     // of a list
	Explore  []int32 // values of format.Params.Explore that are compared, beside no learning
	Seed     uint64
	Progress train.Progress
}

// clickRate is how many impressions are clicked, where nothing is learned.
const clickRate = 0.05

// A worker lives people's lives, one after another.
type worker struct {
	mind    mind
	devices []*device
	places  int
}

func newWorker(s *shop, o Options) (*worker, error) {
	witness, err := visitor.New(s.bytes)
	if err != nil {
		return nil, err
	}
	w := &worker{mind: mind{shop: s, witness: witness}, places: o.Places}
	for _, p := range policies(o.Explore) {
		d, err := newDevice(s, p)
		if err != nil {
			return nil, err
		}
		w.devices = append(w.devices, d)
	}
	return w, nil
}

// A fate is what became of one person: by policy, and as it could have been.
type fate struct {
	lives []Life
	ideal []float64 // clicks of each list, were the pool in order of the truth
}

// live lets a person live once for each policy.
func (w *worker) live(p *person) (fate, error) {
	var f fate
	err := w.walk(p, func(v *visit, pg *page) error {
		f.ideal = append(f.ideal, w.mind.ideal(w.places))
		for _, d := range w.devices {
			if err := d.show(&w.mind, pg, v.context, w.places); err != nil {
				return err
			}
		}
		return nil
	})
	for _, d := range w.devices {
		f.lives = append(f.lives, d.life)
	}
	return f, err
}

// walk leads a person from page to page.
func (w *worker) walk(p *person, do func(v *visit, pg *page) error) error {
	if err := w.mind.begin(p); err != nil {
		return err
	}
	for _, d := range w.devices {
		if err := d.begin(p); err != nil {
			return err
		}
	}
	for i := range p.visits {
		v := &p.visits[i]
		if err := w.mind.meet(v.opening); err != nil {
			return err
		}
		for _, d := range w.devices {
			if err := d.visit(v.opening); err != nil {
				return err
			}
		}
		for j := range v.pages {
			if err := w.mind.turn(&v.pages[j], v.context); err != nil {
				return err
			}
			if err := do(v, &v.pages[j]); err != nil {
				return err
			}
		}
	}
	return nil
}

// mostPilots is how many people are asked to find the bias.
const mostPilots = 40

// bias finds the log-odds by which people of a taste click as often as all do,
// on the lists that the witness ranks for them.
func (w *worker) bias(people []*person) (float64, error) {
	devices := w.devices
	w.devices = nil
	defer func() { w.devices = devices }()
	var wants, seen []float64
	for _, p := range people[:min(len(people), mostPilots)] {
		err := w.walk(p, func(*visit, *page) error {
			for i, r := range w.mind.best[:min(w.places, len(w.mind.best))] {
				wants, seen = append(wants, w.mind.wants[r.Item]), append(seen, looked(i+1))
			}
			return nil
		})
		if err != nil {
			return 0, err
		}
	}
	low, high := -20.0, 20.0
	for range 60 {
		middle, sum := (low+high)/2, 0.0
		for i := range wants {
			sum += seen[i] * logistic(middle+wants[i])
		}
		if sum < clickRate*float64(len(wants)) {
			low = middle
		} else {
			high = middle
		}
	}
	return low, nil
}

// simulate lets people of one taste live.
func simulate(ctx context.Context, s *shop, taste Taste, number int, o Options, told func()) ([]fate, error) {
	people := make([]*person, o.People)
	for i := range people {
		people[i] = newPerson(s, taste, scatter(o.Seed, uint64(number), uint64(i)))
	}
	workers := make([]*worker, min(runtime.GOMAXPROCS(0), max(1, len(people))))
	for i := range workers {
		var err error
		if workers[i], err = newWorker(s, o); err != nil {
			return nil, err
		}
	}
	bias, err := workers[0].bias(people)
	if err != nil {
		return nil, err
	}
	fates := make([]fate, len(people))
	var next atomic.Int64
	g, ctx := errgroup.WithContext(ctx)
	for _, w := range workers {
		w.mind.bias = bias
		g.Go(func() error {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(people) || ctx.Err() != nil {
					return ctx.Err()
				}
				var err error
				if fates[i], err = w.live(people[i]); err != nil {
					return err
				}
				told()
			}
		})
	}
	return fates, g.Wait()
}

// ideal returns how many clicks the page's list would earn in order of the
// truth, of the items that learning may choose among.
func (m *mind) ideal(places int) float64 {
	var chances []float64
	for _, r := range m.best {
		chances = append(chances, m.attraction(r.Item))
	}
	slices.Sort(chances)
	slices.Reverse(chances)
	sum := 0.0
	for i, c := range chances[:min(places, len(chances))] {
		sum += looked(i+1) * c
	}
	return sum
}
