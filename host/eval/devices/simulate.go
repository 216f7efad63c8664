package devices

import (
	"context"
	"math"
	"runtime"
	"slices"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"privet/host/catalog/train"
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
	devices []*device
	places  int
}

func newWorker(s *shop, o Options) (*worker, error) {
	w := &worker{places: o.Places}
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
	ideal []float64 // clicks of each list without learning, were the pool in order of the truth
}

// live lets a person live once with each policy.
func (w *worker) live(p *person) (f fate, err error) {
	for i, d := range w.devices {
		err = d.live(p, w.places, func() error {
			if i > 0 {
				return nil
			}
			if err := d.mind.ponder(d.mind.best); err != nil {
				return err
			}
			f.ideal = append(f.ideal, d.mind.ideal(w.places))
			return nil
		})
		if err != nil {
			return f, err
		}
		f.lives = append(f.lives, d.life)
	}
	return f, nil
}

// live leads a person from page to page.
func (d *device) live(p *person, places int, after func() error) error {
	if err := d.begin(p); err != nil {
		return err
	}
	for i := range p.visits {
		v := &p.visits[i]
		if err := d.visit(v.opening); err != nil {
			return err
		}
		for j := range v.pages {
			if err := d.show(&v.pages[j], v.context, places); err != nil {
				return err
			}
			if err := after(); err != nil {
				return err
			}
		}
	}
	return nil
}

// mostPilots is how many people are asked to find the bias.
const mostPilots = 40

// bias finds the log-odds by which people of a taste click as often as all do,
// on the lists that they get without learning. Until it is known they click nothing.
func (w *worker) bias(people []*person) (float64, error) {
	d := w.devices[0]
	d.mind.bias = math.Inf(-1)
	var wants, seen []float64
	for _, p := range people[:min(len(people), mostPilots)] {
		err := d.live(p, w.places, func() error {
			for i, r := range d.mind.best[:min(w.places, len(d.mind.best))] {
				wants, seen = append(wants, d.mind.wants[r.Item]), append(seen, looked(i+1))
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

// simulate lets people live who click as often as all do on average.
func simulate(ctx context.Context, s *shop, people []*person, o Options, lived func()) ([]fate, error) {
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
		for _, d := range w.devices {
			d.mind.bias = bias
		}
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
				lived()
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
