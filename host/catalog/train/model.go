package train

import (
	"bytes"
	"math"
	"math/bits"

	"github.com/andybalholm/brotli"

	"privet/engine/format"
	"privet/host/catalog/dataset"
)

// A model is everything learned, before it is rounded into a catalog.
type model struct {
	items     []dataset.Item
	newcomers newcomers
	trend     []float64 // popularity of each item
	taste     [][]link  // for each item, which items speak for it
	next      [][]link  // for each item, which items it follows
	together  [][]link  // for each item, which items it is bought together with
	factors   *factors  // nil where lists say it all
	tokens    []token
	labels    [][]uint32 // of each item: indices into tokens, rising
	prior     float64    // what popularity weighs for a new visitor, in units of affinity
	repeat    repeat
	params    format.Params
}

// catalog rounds the model.
func (m *model) catalog() (*format.Catalog, error) {
	c := &format.Catalog{Params: m.params, Bias: m.newcomers.greet(popularity(m.trend))}
	ids, keys := make([]string, len(m.items)), make([]string, len(m.tokens))
	for i := range m.items {
		ids[i] = m.items[i].ID
	}
	for t := range m.tokens {
		keys[t] = m.tokens[t].key
	}
	var err error
	if c.Items, err = format.NewKeys(ids); err != nil {
		return nil, err
	}
	c.Labels = lists(m.labels)
	if c.Tokens, err = format.NewKeys(keys); err != nil {
		return nil, err
	}
	one := float64(unit)
	if m.factors != nil {
		one = m.factors.quantize(c, m.tokens)
	}
	c.Taste = sparse(m.withTokens(), len(m.items)+len(m.tokens), one)
	c.Next = sparse(m.next, len(m.items), one)
	c.Together = sparse(m.together, len(m.items), one)
	c.Params.BiasWeight = int32(min(math.Round(m.prior*one/255), format.MaxScale))
	m.repeat.put(&c.Params, one)
	return c, nil
}

// withTokens returns the taste lists with the tokens as further sources. What a
// token says that is nearer to nothing than to the smallest step is left out:
// hundreds of faint lifts rounded up would outweigh what is known.
func (m *model) withTokens() [][]link {
	if len(m.tokens) == 0 {
		return m.taste
	}
	lists := make([][]link, len(m.taste))
	largest := float32(0)
	for j := range lists {
		lists[j] = append(lists[j], m.taste[j]...)
		for _, l := range lists[j] {
			largest = max(largest, l.weight, -l.weight)
		}
	}
	for t := range m.tokens {
		for _, l := range m.tokens[t].items {
			largest = max(largest, l.weight, -l.weight)
		}
	}
	least := largest * float32(steps[0]) / 127 / 2
	for t := range m.tokens {
		for _, l := range m.tokens[t].items {
			if max(l.weight, -l.weight) >= least {
				lists[l.from] = append(lists[l.from], link{from: int32(len(m.items) + t), weight: l.weight})
			}
		}
	}
	return lists
}

// encode returns the catalog's bytes.
func (m *model) encode() ([]byte, error) {
	c, err := m.catalog()
	if err != nil {
		return nil, err
	}
	return format.Encode(c)
}

// size returns how many bytes the model has as it goes over the wire.
func (m *model) size(quality int) (int, error) {
	catalog, err := m.encode()
	if err != nil {
		return 0, err
	}
	return packed(catalog, quality)
}

// labelBytes returns how much of the size the labels take.
func (m *model) labelBytes() (int, error) {
	bare := *m
	bare.labels = nil
	size, err := m.size(fast)
	if err != nil {
		return 0, err
	}
	without, err := bare.size(fast)
	return size - without, err
}

// packed returns how many bytes a catalog has as it goes over the wire.
func packed(catalog []byte, quality int) (int, error) {
	var out bytes.Buffer
	// A window no larger than the catalog: the encoder clears memory in proportion.
	window := min(max(bits.Len(uint(len(catalog))), 16), 24)
	w := brotli.NewWriterOptions(&out, brotli.WriterOptions{Quality: quality, LGWin: window})
	if _, err := w.Write(catalog); err != nil {
		return 0, err
	}
	if err := w.Close(); err != nil {
		return 0, err
	}
	return out.Len(), nil
}
