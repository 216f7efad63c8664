package main

import (
	"fmt"
	"math/rand/v2"

	"privet/engine/format"
	"privet/engine/purpose"
	"privet/host/headless"
)

// A rival is what software that multiplies vectors needs of a workload.
type rival struct {
	items   int
	vectors []byte  // items × rank int8, row by row
	visitor []int32 // rank
}

// newBare makes a workload in which vectors alone tell, so that a score is the
// product of two of them, and what else multiplies vectors can be compared. The
// visitor declared 40 interests: events would not do, because an item that was
// met is no evidence for itself, and a product knows nothing of that.
func newBare(items int) (*workload, error) {
	r := rand.New(rand.NewPCG(3, uint64(items)))
	out, in := signed(r, items*rank), signed(r, tokens*rank)
	keys := names("category=%d", tokens)
	w := &workload{
		name:    fmt.Sprintf("%d items, vectors alone", items),
		consent: format.Consent{Version: format.ConsentVersion, Granted: uint16(purpose.Of(purpose.Interests))},
		cases:   []request{{fmt.Sprintf("rank %d items, vectors alone", items), format.RankRequest{Now: now, Top: 20}}},
		rival:   &rival{items: items, vectors: out},
	}
	for i := range 40 {
		w.events = append(w.events, format.Event{ID: uint32(i + 1), At: now, Kind: format.Declare,
			Purposes: uint16(purpose.Of(purpose.Interests)), Key: keys[i]})
	}
	var err error
	if w.rival.visitor, err = w.vector(keys, in); err != nil {
		return nil, err
	}
	w.catalog, err = bareCatalog(keys, in, out)
	return w, err
}

// vector has the engine say what the visitor's vector is: in a catalog whose
// vectors are the units, item d scores entry d.
func (w *workload) vector(keys []string, in []byte) ([]int32, error) {
	units := make([]byte, rank*rank)
	for d := range rank {
		units[d*rank+d] = 1
	}
	catalog, err := bareCatalog(keys, in, units)
	if err != nil {
		return nil, err
	}
	e, err := headless.New(headless.Native)
	if err != nil {
		return nil, err
	}
	defer e.Close()
	if _, err := e.Load(catalog); err != nil {
		return nil, err
	}
	if err := w.fold(e); err != nil {
		return nil, err
	}
	list, err := e.Rank(format.RankRequest{Now: now, Top: rank})
	if err != nil {
		return nil, err
	}
	u, sum := make([]int32, rank), 0
	for _, x := range list.Items {
		u[x.Item] = x.Score
		sum += int(max(x.Score, -x.Score)) * 128
	}
	// Every sum on the way of a product is then a whole number that a float32
	// holds, whatever the order of adding: all must come to the same list.
	if sum >= 1<<24 {
		return nil, fmt.Errorf("products of up to %d do not fit a float32", sum)
	}
	return u, nil
}

// bareCatalog has popularity alike for all, and no lists.
func bareCatalog(keys []string, in, out []byte) ([]byte, error) {
	items := len(out) / rank
	c := &format.Catalog{Params: format.DefaultParams(), Rank: rank, Out: out, TokenIn: in,
		Bias: make([]byte, items), Gain: make([]byte, items+tokens)}
	for i := range c.Gain {
		c.Gain[i] = 255
	}
	var err error
	if c.Items, err = format.NewKeys(names("item-%07d", items)); err != nil {
		return nil, err
	}
	if c.Tokens, err = format.NewKeys(keys); err != nil {
		return nil, err
	}
	return format.Encode(c)
}
