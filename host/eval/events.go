package eval

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"privet/engine/format"
	"privet/host/catalog/dataset"
	"privet/host/catalog/read"
)

// A group is what one user, or one session, did: in order of time, then of the file.
type group struct {
	name     string
	audience string // the group of visitors that an audit tells apart; "" where the file has none
	events   []event
}

type event struct {
	item    string // an id of the shelf
	at      int64  // seconds
	context []string
}

// readGroups reads a file of the columns key (user or session), item and,
// optionally, ts and group, the last a group of visitors for an audit. With
// context, every further column is a context token. Groups are in order of first
// appearance.
func (s *shelf) readGroups(name, key string, context bool) ([]group, error) {
	var further []string
	if context {
		var err error
		if further, err = furtherColumns(name, key); err != nil {
			return nil, err
		}
	}
	var groups []group
	number := map[string]int{}
	rows := 0
	err := readTable(name, []string{key, "item"}, append([]string{"ts", audienceColumn}, further...), func(line int, values []string) error {
		id, ok := s.id[values[1]]
		at, err := seconds(values[2])
		switch rows++; {
		case values[0] == "" || len(values[0]) > maxField:
			return fmt.Errorf("%s must have 1 to %d bytes", key, maxField)
		case len(values[3]) > maxField:
			return fmt.Errorf("%s must have at most %d bytes", audienceColumn, maxField)
		case !ok:
			return fmt.Errorf("item %q is not among the items", values[1])
		case err != nil:
			return err
		case rows > read.DefaultLimits.Events:
			return fmt.Errorf("there are more than %d rows", read.DefaultLimits.Events)
		}
		n, ok := number[values[0]]
		if !ok {
			n = len(groups)
			number[values[0]] = n
			groups = append(groups, group{name: values[0]})
		}
		if g := &groups[n]; g.audience == "" {
			g.audience = values[3]
		} else if values[3] != "" && values[3] != g.audience {
			return fmt.Errorf("%s %q is in group %q, and was in %q", key, values[0], values[3], g.audience)
		}
		e := event{item: id, at: at}
		if context {
			e.context = values[4:]
		}
		groups[n].events = append(groups[n].events, e)
		return nil
	})
	for _, g := range groups {
		slices.SortStableFunc(g.events, func(a, b event) int { return cmp.Compare(a.at, b.at) })
	}
	return groups, err
}

// audienceColumn is never context: whom an audit tells apart, a ranking must not.
const audienceColumn = "group"

// furtherColumns names the columns that are context.
func furtherColumns(name, key string) ([]string, error) {
	t, err := read.Open(name, read.DefaultLimits, nil)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, c := range t.Columns() {
		if c != key && c != "item" && c != "ts" && c != audienceColumn && c != "" {
			out = append(out, c)
		}
	}
	return out, t.Close()
}

// seconds reads a time: seconds since the Unix epoch, whole or not. Times
// beyond the year 3000 are taken as milliseconds.
func seconds(text string) (int64, error) {
	if text == "" {
		return 0, nil
	}
	v, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || math.IsNaN(v) || v < 0 || v > 1e15 {
		return 0, fmt.Errorf("ts %q is not a time in seconds since 1970", text)
	}
	if v > 32503680000 {
		v /= 1000
	}
	return int64(v), nil
}

// collect makes the training data of groups. With visits, a group is a visit.
func (s *shelf) collect(groups []group, contexts []string, visits bool, minVisitors int) (*dataset.Dataset, error) {
	c, err := dataset.NewCollector(slices.Clone(s.items), contexts)
	if err != nil {
		return nil, err
	}
	c.MinVisitors = minVisitors
	for _, g := range groups {
		for _, e := range g.events {
			row := dataset.Row{Visitor: []byte(g.name), Item: []byte(e.item), Kind: format.View, At: e.at}
			if visits {
				row.Visit = row.Visitor
			}
			for _, v := range e.context {
				row.Context = append(row.Context, []byte(strings.ReplaceAll(v, "\x00", "")))
			}
			if _, err := c.Add(&row); err != nil {
				return nil, err
			}
		}
	}
	return c.Dataset(), nil
}

// index returns the positions of item ids in a data set.
func index(d *dataset.Dataset) map[string]uint32 {
	at := make(map[string]uint32, len(d.Items))
	for i := range d.Items {
		at[d.Items[i].ID] = uint32(i)
	}
	return at
}
