package eval

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"privet/host/catalog/read"
)

// An impression is one item that a logged policy showed at one position.
type impression struct {
	item       int32 // of the shelf
	slot       int   // rank of its position among the log's, from 0
	click      float64
	propensity float64 // of this item at this position
	at         int64   // seconds
	cluster    int32   // impressions of one page share it
	context    []string
	affinity   []affinity
}

// An affinity is a number that the log has for a visitor and an item.
type affinity struct {
	item  int32 // of the shelf
	value float64
}

// A banditLog is a log in the columns of the Open Bandit Dataset (Saito et al.,
// NeurIPS 2021), in order of time.
type banditLog struct {
	contexts    []string // columns beside impression.context
	slots       []int    // positions, rising
	impressions []impression
}

// Columns of a bandit log. The column that begins with affinityColumn and ends
// with an item's name says something of the visitor and that item. Every other
// column is context of the impression.
const affinityColumn = "user-item_affinity_"

var (
	banditNeeded   = []string{"item_id", "position", "click", "propensity_score"}
	banditOptional = []string{"timestamp", "session"}
)

// readBanditLog reads a log of the shelf's items.
func (s *shelf) readBanditLog(name string) (*banditLog, error) {
	l := &banditLog{}
	number := s.numbers()
	affinities, affinityColumns, err := l.sortColumns(name, number)
	if err != nil {
		return nil, err
	}
	clusters := map[string]int32{}
	optional := slices.Concat(banditOptional, l.contexts, affinityColumns)
	err = readTable(name, banditNeeded, optional, func(line int, values []string) error {
		if len(l.impressions) == read.DefaultLimits.Events {
			return fmt.Errorf("there are more than %d rows", len(l.impressions))
		}
		x, err := newImpression(values, number)
		if err != nil {
			return err
		}
		further := values[len(banditNeeded)+len(banditOptional):]
		x.context = slices.Clone(further[:len(l.contexts)])
		for i, text := range further[len(l.contexts):] {
			v, err := strconv.ParseFloat(text, 64)
			if text != "" && err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
				return fmt.Errorf("%s %q is not a number", affinityColumns[i], text)
			}
			if v != 0 {
				x.affinity = append(x.affinity, affinity{affinities[i], v})
			}
		}
		page := pageOf(values[4], values[5], x.context, line)
		n, ok := clusters[page]
		if !ok {
			n = int32(len(clusters))
			clusters[page] = n
		}
		x.cluster = n
		l.impressions = append(l.impressions, x)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(l.impressions) == 0 {
		return nil, fmt.Errorf("%s: there are no rows: nothing was shown", name)
	}
	slices.SortStableFunc(l.impressions, func(a, b impression) int { return cmp.Compare(a.at, b.at) })
	l.rankPositions()
	return l, nil
}

// sortColumns tells context from affinities, whose items and columns it returns.
func (l *banditLog) sortColumns(name string, number map[string]int32) (items []int32, columns []string, err error) {
	t, err := read.Open(name, read.DefaultLimits, nil)
	if err != nil {
		return nil, nil, err
	}
	for _, c := range t.Columns() {
		item, isAffinity := strings.CutPrefix(c, affinityColumn)
		n, known := number[item]
		switch {
		case isAffinity && known:
			items, columns = append(items, n), append(columns, strings.Clone(c))
		case isAffinity:
			return nil, nil, errors.Join(fmt.Errorf("%s:1: column %q is about an item that is not among the items", name, c), t.Close())
		case c != "" && !slices.Contains(banditNeeded, c) && !slices.Contains(banditOptional, c):
			l.contexts = append(l.contexts, c)
		}
	}
	return items, columns, t.Close()
}

// newImpression reads what every log has. The item is looked up by name.
func newImpression(values []string, number map[string]int32) (x impression, err error) {
	item, position, click, propensity, timestamp := values[0], values[1], values[2], values[3], values[4]
	var ok bool
	if x.item, ok = number[item]; !ok {
		return x, fmt.Errorf("item_id %q is not among the items", item)
	}
	if x.slot, err = strconv.Atoi(position); err != nil || x.slot < 0 || x.slot > maxPosition {
		return x, fmt.Errorf("position %q is not a whole number from 0 to %d", position, maxPosition)
	}
	if x.click, err = strconv.ParseFloat(click, 64); err != nil || x.click != 0 && x.click != 1 {
		return x, fmt.Errorf("click %q is neither 0 nor 1", click)
	}
	if x.propensity, err = strconv.ParseFloat(propensity, 64); err != nil || !(x.propensity > 0 && x.propensity <= 1) {
		return x, fmt.Errorf("propensity_score %q is not above 0 and at most 1: what could not be shown says nothing of any policy", propensity)
	}
	x.at, err = moment(timestamp)
	return x, err
}

// pageOf names the page that an impression was on: its session's where there is
// one, else what the same visitor saw at the same moment, else the row alone.
func pageOf(timestamp, session string, context []string, line int) string {
	switch {
	case session != "":
		return "session " + session
	case timestamp != "":
		return "moment " + timestamp + " " + strings.Join(context, "\x00")
	default:
		return "line " + strconv.Itoa(line)
	}
}

// maxPosition bounds the positions of one page.
const maxPosition = 1000

// rankPositions turns positions into slots.
func (l *banditLog) rankPositions() {
	for i := range l.impressions {
		l.slots = append(l.slots, l.impressions[i].slot)
	}
	slices.Sort(l.slots)
	l.slots = slices.Compact(l.slots)
	for i := range l.impressions {
		x := &l.impressions[i]
		x.slot, _ = slices.BinarySearch(l.slots, x.slot)
	}
}

// moment reads a date and time of day, with its zone or in UTC, or seconds.
func moment(text string) (int64, error) {
	for _, layout := range []string{"2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05", time.RFC3339} {
		if t, err := time.Parse(layout, text); err == nil && t.Unix() >= 0 {
			return t.Unix(), nil
		}
	}
	at, err := seconds(text)
	if err != nil {
		err = fmt.Errorf(`timestamp %q is neither of the form "2019-11-24 00:01:03+00:00" nor a number of seconds since 1970`, text)
	}
	return at, err
}

// clicks counts.
func clicks(log []impression) int {
	n := 0
	for i := range log {
		if log[i].click > 0 {
			n++
		}
	}
	return n
}
