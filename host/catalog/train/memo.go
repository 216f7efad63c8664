package train

// memo remembers the two results used last: the best so far and the one being
// tried.
type memo[K comparable, V any] struct {
	entries [2]struct {
		key   K
		value V
		known bool
	}
}

// get returns the value of key, computing it where it is not remembered.
func (m *memo[K, V]) get(key K, compute func() (V, error)) (V, error) {
	for i := range m.entries {
		if e := m.entries[i]; e.known && e.key == key {
			m.entries[i], m.entries[0] = m.entries[0], e
			return e.value, nil
		}
	}
	value, err := compute()
	if err == nil {
		m.entries[1] = m.entries[0]
		m.entries[0].key, m.entries[0].value, m.entries[0].known = key, value, true
	}
	return value, err
}
