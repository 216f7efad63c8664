package scenario

import (
	"fmt"
	"strings"

	"privet/engine/format"
	"privet/host/headless"
)

// A moment is a visit at one list: what expectations are held against.
type moment struct {
	*visit
	list      []format.Ranked
	places    map[uint32]int // of the list, from 1
	explained map[uint32]*format.Explained
	note      func(format string, args ...any) // of what holds, and is worth to be known
}

func (v *visit) moment() (*moment, error) {
	list, err := v.list()
	if err != nil {
		return nil, err
	}
	m := &moment{visit: v, list: list, places: map[uint32]int{}, explained: map[uint32]*format.Explained{}}
	for i := range list {
		m.places[list[i].Item] = i + 1
	}
	return m, nil
}

// top returns the first places of the list, or all of it for 0.
func (m *moment) top(n int) []format.Ranked {
	if n == 0 {
		return m.list
	}
	return m.list[:min(n, len(m.list))]
}

// understand explains items that are not explained yet.
func (m *moment) understand(items []uint32) error {
	var unknown []uint32
	for _, item := range items {
		if m.explained[item] == nil {
			unknown = append(unknown, item)
		}
	}
	all, err := m.explain(unknown)
	for i := range all {
		m.explained[all[i].Item] = &all[i]
	}
	return err
}

// place returns where an item is, from 1; 0 where the request would not rank it.
// Behind the list's end that is its place by score.
func (m *moment) place(item uint32) (int, error) {
	if at := m.places[item]; at > 0 {
		return at, nil
	}
	if err := m.understand([]uint32{item}); err != nil {
		return 0, err
	}
	return int(m.explained[item].Position), nil
}

// best returns the best placed of some items, and its place; 0 where none has any.
func (m *moment) best(items []uint32) (best uint32, place int, err error) {
	wanted := map[uint32]bool{}
	for _, item := range items {
		wanted[item] = true
	}
	for i := range m.list {
		if wanted[m.list[i].Item] {
			return m.list[i].Item, i + 1, nil
		}
	}
	if err := m.understand(items); err != nil {
		return 0, 0, err
	}
	for i, item := range items {
		if at := int(m.explained[item].Position); i == 0 || at > 0 && (place == 0 || at < place) {
			best, place = item, at
		}
	}
	return best, place, nil
}

// tell says where an item is, and its largest reasons.
func (m *moment) tell(item uint32) (string, error) {
	place, err := m.place(item)
	if err == nil {
		err = m.understand([]uint32{item})
	}
	if err != nil {
		return "", err
	}
	reasons := reasonsOf(m.explained[item])
	var words []string
	for i := range reasons[:min(3, len(reasons))] {
		words = append(words, written(&reasons[i]))
	}
	if more := len(reasons) - 3; more > 0 {
		words = append(words, fmt.Sprintf("and %d more", more))
	}
	if len(words) == 0 {
		words = append(words, "nothing speaks for it")
	}
	return fmt.Sprintf("%s is %s (%s)", m.stage.Shop.Name(item), headless.Place(place), strings.Join(words, ", ")), nil
}
