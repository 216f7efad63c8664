package inspect

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/andybalholm/brotli"

	"privet/engine/format"
	"privet/engine/purpose"
)

// shown is how many items or tokens a list shows.
const shown = 10

// describeCatalog says what a catalog holds and weighs.
func describeCatalog(out io.Writer, content []byte, item string) error {
	c, err := format.Decode(content)
	if err != nil {
		return err
	}
	n := c.Items.Len()
	var packed bytes.Buffer
	w := brotli.NewWriterLevel(&packed, brotli.BestCompression)
	w.Write(content) // a bytes.Buffer takes everything
	w.Close()
	fmt.Fprintf(out, "catalog, version %d: %d items, %d bytes, %d in brotli: %.1f an item\n\n",
		format.CatalogVersion, n, len(content), packed.Len(), float64(packed.Len())/float64(n))

	t := table(out)
	row(t, "factors", fmt.Sprintf("%d dimensions, %d bytes", c.Rank, len(c.Out)+len(c.In)+len(c.Gain)+len(c.TokenIn)))
	row(t, "taste", fmt.Sprintf("%d entries, %.1f an item or token", len(c.Taste.Target), perRow(&c.Taste)))
	row(t, "next", fmt.Sprintf("%d entries, %.1f an item", len(c.Next.Target), perRow(&c.Next)))
	row(t, "together", fmt.Sprintf("%d entries, %.1f an item", len(c.Together.Target), perRow(&c.Together)))
	row(t, "labels", fmt.Sprintf("%d, %.1f an item", len(c.Labels.Target), float64(len(c.Labels.Target))/float64(n)))
	row(t, "tokens", fmt.Sprintf("%d%s", c.Tokens.Len(), tokenKeys(&c.Tokens)))
	t.Flush()
	describeParams(out, &c.Params)
	if item != "" {
		return describeItem(out, c, item)
	}
	describeOwner(out, c)
	fmt.Fprintf(out, "\nmost popular:")
	for i := range min(n, shown) {
		fmt.Fprintf(out, " %s", c.Items.At(i))
	}
	fmt.Fprintln(out)
	return nil
}

func perRow(s *format.Sparse) float64 {
	if s.Rows() == 0 {
		return 0
	}
	return float64(len(s.Target)) / float64(s.Rows())
}

// tokenKeys counts the tokens of each key: ": category 30, daypart 4".
func tokenKeys(tokens *format.Keys) string {
	counts := map[string]int{}
	for i := range tokens.Len() {
		key, _, _ := strings.Cut(tokens.At(i), "=")
		counts[key]++
	}
	var parts []string
	for _, key := range slices.Sorted(maps.Keys(counts)) {
		parts = append(parts, fmt.Sprintf("%s %d", key, counts[key]))
	}
	if len(parts) == 0 {
		return ""
	}
	return ": " + strings.Join(parts, ", ")
}

func describeParams(out io.Writer, p *format.Params) {
	fmt.Fprintf(out, "\npopularity weighs %d, half of that after %.1f events; a step back counts %.2f; history halves every %s; a visit ends after %s\n\n",
		p.BiasWeight, float64(p.Fade)/256, float64(p.StepDecay)/65536, days(p.HalfLife), time.Duration(p.VisitGap)*time.Second)
	t := table(out)
	row(t, "purpose", "weight", "factors", "taste", "next")
	for i := range purpose.Count {
		m := p.Mix[i]
		row(t, purpose.Purpose(i), p.Amount[i], percent(m.Factors), percent(m.Taste), percent(m.Next))
	}
	t.Flush()
}

func percent(share int32) string { return fmt.Sprintf("%d%%", share*100/256) }

func days(seconds int64) string {
	if seconds == 0 {
		return "never"
	}
	return fmt.Sprintf("%.0f days", float64(seconds)/86400)
}

// describeItem says what goes with an item and what follows it.
func describeItem(out io.Writer, c *format.Catalog, id string) error {
	i, ok := c.Items.Find(id)
	if !ok {
		return fmt.Errorf("no item has the id %q", id)
	}
	fmt.Fprintf(out, "\n%s: position %d, popularity %d of 255\n", id, i+1, c.Bias[i])
	for _, list := range []struct {
		title string
		rows  *format.Sparse
	}{{"goes with", &c.Taste}, {"is followed by", &c.Next}, {"is bought together with", &c.Together}} {
		fmt.Fprintf(out, "%s:", list.title)
		for _, e := range heaviest(list.rows, i) {
			fmt.Fprintf(out, " %s (%d)", c.Items.At(int(e.target)), e.weight)
		}
		fmt.Fprintln(out)
	}
	describeWishes(out, c, i)
	return nil
}

type entry struct {
	target uint32
	weight int8
}

// heaviest returns the heaviest entries of a row.
func heaviest(s *format.Sparse, r int) []entry {
	if r >= s.Rows() {
		return nil
	}
	var entries []entry
	for at := s.Start[r]; at < s.Start[r+1]; at++ {
		entries = append(entries, entry{s.Target[at], int8(s.Weight[at])})
	}
	slices.SortStableFunc(entries, func(a, b entry) int { return cmp.Compare(b.weight, a.weight) })
	return entries[:min(len(entries), shown)]
}
