package train

import (
	"context"
	"math"
	"math/rand/v2"

	"privet/engine/purpose"
	"privet/host/catalog/dataset"
	"privet/host/eval/metric"
	"privet/host/eval/visitor"
)

// Newcomers are items of which too few events are known to say how popular they
// are. If popularity took them for what nobody wants, nobody would ever see them:
// they are taken to be as popular as what they resemble, or as items are on
// average, less by a factor. What was done with them, by few, plays no part.
type newcomers struct {
	relatives [][]relative
	cold      []bool // not sensitive ones
	welcome   float64
}

func (l *lesson) newcomers(welcome float64) newcomers {
	n := newcomers{l.relatives, make([]bool, len(l.sensitive)), welcome}
	for i, cold := range l.matrix.cold {
		n.cold[i] = cold && !l.sensitive[i]
	}
	return n
}

// greet returns popularity with that of newcomers.
func (n *newcomers) greet(popularity []byte) []byte {
	usual, warm := 0.0, 0
	for i, b := range popularity {
		if !n.cold[i] {
			usual += float64(b)
			warm++
		}
	}
	usual /= float64(max(1, warm))
	for i, cold := range n.cold {
		if !cold {
			continue
		}
		like := usual
		if len(n.relatives[i]) > 0 {
			like = 0
			for _, r := range n.relatives[i] {
				like += r.share * float64(popularity[r.item])
			}
		}
		popularity[i] = byte(math.Round(n.welcome * like))
	}
	return popularity
}

// A debut is a rehearsal of new items: some of those that are known are taken out
// of what is learned from, and asked for.
type debut struct {
	lesson  *lesson
	answers []answer // histories without the new items
	new     map[uint32]bool
	known   []uint32 // items that are not new
}

const (
	debutPart  = 0.1 // of the warm items
	debutDepth = 20
)

// rehearse makes a debut of the search's own data, or nil where nobody would ask
// for any of the new items.
func (s *search) rehearse() *debut {
	d := &debut{new: map[uint32]bool{}}
	random := rand.New(rand.NewPCG(s.options.Seed, 5))
	for i, cold := range s.lesson.matrix.cold {
		if !cold && random.Float64() < debutPart {
			d.new[uint32(i)] = true
		} else {
			d.known = append(d.known, uint32(i))
		}
	}
	asked := 0
	for _, a := range s.split.answers {
		a.history = d.without(a.history)
		if len(a.history) == 0 {
			continue
		}
		d.answers = append(d.answers, a)
		for i := range a.wanted {
			if d.new[i] {
				asked++
			}
		}
	}
	if asked < fewestAnswers {
		return nil
	}
	d.lesson = newLesson(s.data, d.without(s.split.events), s.options)
	return d
}

// without returns the events but for those on new items.
func (d *debut) without(events []dataset.Event) []dataset.Event {
	out := make([]dataset.Event, 0, len(events))
	for _, e := range events {
		if !d.new[uint32(e.Item)] {
			out = append(out, e)
		}
	}
	return out
}

// measure returns the mean NDCG of all that was chosen, among all items, plus that
// of the new items that were chosen, among the new ones.
func (d *debut) measure(ctx context.Context, visitors []*visitor.Visitor) (float64, error) {
	all, err := over(ctx, len(d.answers), visitors, func(v *visitor.Visitor, i int) (float64, error) {
		return d.answers[i].ndcg(v, purpose.Of(purpose.History), false)
	})
	if err != nil {
		return 0, err
	}
	var asked []answer
	for _, a := range d.answers {
		new := map[uint32]bool{}
		for i := range a.wanted {
			if d.new[i] {
				new[i] = true
			}
		}
		if a.wanted = new; len(new) > 0 {
			asked = append(asked, a)
		}
	}
	among, err := over(ctx, len(asked), visitors, func(v *visitor.Visitor, i int) (float64, error) {
		a := asked[i]
		if err := v.Begin(purpose.Of(purpose.History)); err != nil {
			return 0, err
		}
		for _, e := range a.history {
			if err := v.Meet(e.Item, e.Kind, e.At); err != nil {
				return 0, err
			}
		}
		ranking, err := v.Rank(debutDepth, a.now, d.known, nil)
		return metric.NDCG(metric.Ranks(ranking, a.wanted), len(a.wanted), debutDepth), err
	})
	return all + among, err
}

// climbDebut chooses what newcomers are worth: by those of a rehearsal, without
// hurting what the items that few ever wanted have been worth so far.
func (s *search) climbDebut() error {
	if s.debut = s.rehearse(); s.debut == nil {
		return nil
	}
	got, err := s.try(s.best, forDebut.tasks)
	if err != nil {
		return err
	}
	s.score.taste, s.score.debut = got.taste, got.debut
	return s.climbAll(forDebut, wanted, welcomed)
}

// tryDebut measures a recipe on the rehearsal.
func (s *search) tryDebut(r recipe) (float64, error) {
	catalog, err := s.debut.lesson.encode(s.ctx, r, s.links)
	if err != nil {
		return 0, err
	}
	visitors, err := simulated(catalog)
	if err != nil {
		return 0, err
	}
	return s.debut.measure(s.ctx, visitors)
}
