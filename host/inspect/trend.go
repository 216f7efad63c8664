package inspect

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"time"

	"privet/engine/format"
	"privet/host/catalog/trend"
)

// describeTrendFile says what a trend holds, by the names of the catalog that
// lies beside it: a trend names no items.
func describeTrendFile(out io.Writer, name string, content []byte, item string) error {
	catalogs, err := filepath.Glob(filepath.Join(filepath.Dir(name), "catalog.*.bin"))
	if err != nil {
		return err
	}
	var refused error
	for _, file := range catalogs {
		b, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		c, err := format.Decode(b)
		if err != nil {
			continue // it describes itself when it is asked for
		}
		t, err := format.DecodeTrend(content, c)
		if err == nil {
			return describeTrend(out, c, t, item)
		}
		refused = err
	}
	if refused != nil {
		return refused
	}
	return errors.New("a trend, which names no items: put it beside its catalog.HASH.bin")
}

// describeTrend says what is wanted these days.
func describeTrend(out io.Writer, c *format.Catalog, t *format.Trend, item string) error {
	n := c.Items.Len()
	hottest := make([]int, 0, n)
	for i, h := range t.Hot {
		if h > 0 {
			hottest = append(hottest, i)
		}
	}
	slices.SortStableFunc(hottest, func(a, b int) int { return cmp.Compare(t.Hot[b], t.Hot[a]) })
	fmt.Fprintf(out, "trend of %s: %d of %d items are wanted more than usual\n", time.Unix(t.At, 0).UTC().Format(time.DateTime), len(hottest), n)
	if item != "" {
		i, ok := c.Items.Find(item)
		if !ok {
			return fmt.Errorf("no item has the id %q", item)
		}
		fmt.Fprintf(out, "%s: popularity %d of 255, %s\n", item, t.Bias[i], hotness(t.Hot[i]))
		return nil
	}
	for _, i := range hottest[:min(len(hottest), shown)] {
		fmt.Fprintf(out, "  %s: %s\n", c.Items.At(i), hotness(t.Hot[i]))
	}
	return nil
}

// hotness writes Hot as it is meant.
func hotness(hot byte) string {
	if hot == 0 {
		return "not hot"
	}
	return fmt.Sprintf("hot %d of 255, at least %.1f times as wanted as usual", hot, math.Exp2(float64(hot)/trend.PerDoubling))
}
