package engine

import (
	"strings"

	"privet/engine/format"
	"privet/engine/purpose"
)

// MaxEvents bounds the log. When it is full the oldest events go.
const MaxEvents = 4096

// A log is what the visitor did, in order of event id. Everything that the
// engine knows of a visitor is computed from it at each request, but for what
// its impressions teach: that is kept until the log changes.
type log struct {
	entries []entry
	kinds   uint16  // set of the entries' kinds, by bit
	lesson  *lesson // nil where it is to be computed
}

// An entry is an event and where its key lies in the catalog now.
type entry struct {
	format.Event
	row int // item index, or N + token index; -1 where the catalog lacks the key
}

// storable returns the purposes for which an event of this kind may be kept.
func storable(k format.Kind) purpose.Set {
	switch {
	case k == format.Declare:
		return purpose.Of(purpose.Interests)
	case k >= format.View && k < format.Declare:
		return purpose.Of(purpose.Session, purpose.History, purpose.Prediction)
	case k == format.Show:
		return purpose.Of(purpose.Prediction)
	}
	return 0
}

// add keeps one event, whose key lies at a row of the catalog, under the
// purposes that it names and the visitor grants.
func (l *log) add(c *format.Catalog, event *format.Event, granted purpose.Set, row int) format.Status {
	allowed := storable(event.Kind)
	if allowed == 0 || event.At < 0 || len(event.Key) == 0 || len(event.Key) > format.MaxKey {
		return format.BadValue
	}
	kept := purpose.Set(event.Purposes) & granted & allowed
	if kept == 0 {
		return format.NotGranted
	}
	at := l.search(event.ID)
	if at < len(l.entries) && l.entries[at].ID == event.ID {
		return format.DuplicateEvent
	}
	l.entries = append(l.entries, entry{Event: *event, row: row})
	if last := len(l.entries) - 1; at < last {
		x := l.entries[last]
		copy(l.entries[at+1:], l.entries[at:])
		l.entries[at] = x
	}
	x := &l.entries[at]
	x.Purposes = uint16(kept)
	x.own(c)
	l.kinds |= 1 << x.Kind
	l.lesson = nil
	return format.OK
}

// trim drops the oldest impressions beyond MaxShows and then the oldest events
// beyond MaxEvents, and returns their ids.
func (l *log) trim() []uint32 {
	shows := 0
	for i := range l.entries {
		if l.entries[i].Kind == format.Show {
			shows++
		}
	}
	over := len(l.entries) - max(0, shows-MaxShows) - MaxEvents
	if shows <= MaxShows && over <= 0 {
		return nil
	}
	return l.sweep(func(x *entry) bool {
		if x.Kind == format.Show && shows > MaxShows {
			shows--
			return false
		}
		over--
		return over < 0
	})
}

// keep takes every purpose outside allowed from all events, removes events left
// with none, and returns the ids of those.
func (l *log) keep(allowed purpose.Set) []uint32 {
	return l.sweep(func(x *entry) bool {
		x.Purposes &= uint16(allowed)
		return x.Purposes != 0
	})
}

// remove removes one event, and tells whether there was one.
func (l *log) remove(id uint32) bool {
	return l.sweep(func(x *entry) bool { return x.ID != id }) != nil
}

// sweep removes the events that do not stay, and returns their ids.
func (l *log) sweep(stays func(*entry) bool) (removed []uint32) {
	l.lesson = nil
	kept := 0
	l.kinds = 0
	for i := range l.entries {
		x := &l.entries[i]
		if !stays(x) {
			removed = append(removed, x.ID)
			continue
		}
		if kept < i {
			l.entries[kept] = *x
		}
		kept++
		l.kinds |= 1 << x.Kind
	}
	clear(l.entries[kept:]) // what is forgotten must not linger in memory
	l.entries = l.entries[:kept]
	return removed
}

// resolve looks every key up again, in a new catalog. Sensitive items are as if
// they were not in it.
func (l *log) resolve(c *format.Catalog, quiet []bool) {
	l.lesson = nil
	for i := range l.entries {
		x := &l.entries[i]
		if x.row = rowOf(c, &x.Event); quiet != nil && x.Kind != format.Declare && x.row >= 0 && quiet[x.row] {
			x.row = -1
		}
		x.own(c)
	}
}

// own makes the key a string that nothing else holds but the catalog: a message's
// memory is not to live as long as one of its events, nor an old catalog's.
func (x *entry) own(c *format.Catalog) {
	if x.row < 0 {
		x.Key = strings.Clone(x.Key)
	} else {
		x.Key = keyAt(c, x.row)
	}
}

// freePlaces takes away what was noted in scratch.place of the log's items.
func (e *Engine) freePlaces() {
	for i := range e.log.entries {
		if row := e.log.entries[i].row; row >= 0 {
			e.scratch.place[row] = 0
		}
	}
}

// search returns the position of the first event whose id is not below id.
func (l *log) search(id uint32) int {
	low, high := 0, len(l.entries)
	for low < high {
		middle := (low + high) / 2
		if l.entries[middle].ID < id {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low
}

// keyAt returns the key of a row: an item's id or a token.
func keyAt(c *format.Catalog, row int) string {
	if n := c.Items.Len(); row >= n {
		return c.Tokens.At(row - n)
	}
	return c.Items.At(row)
}

func rowOf(c *format.Catalog, event *format.Event) int {
	if c == nil {
		return -1
	}
	if event.Kind == format.Declare {
		return tokenRow(c, event.Key)
	}
	if i, ok := c.Items.Find(event.Key); ok {
		return i
	}
	return -1
}

func tokenRow(c *format.Catalog, key string) int {
	if i, ok := c.Tokens.Find(key); ok {
		return c.Items.Len() + i
	}
	return -1
}
