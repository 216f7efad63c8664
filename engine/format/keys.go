package format

// Keys is an immutable list of distinct strings that finds a string's position
// without allocating. Strings lie end to end: string i is text[start[i]:start[i+1]].
type Keys struct {
	start []uint32
	text  string
	table []uint32 // open addressing: position + 1, 0 where free; a power of two long
}

// NewKeys returns the list of the given keys. It fails with BadCatalog on an
// empty, overlong, repeated or non-UTF-8 key.
func NewKeys(keys []string) (Keys, error) {
	start := make([]uint32, 1, len(keys)+1)
	var bytes []byte
	for _, key := range keys {
		bytes = append(bytes, key...)
		start = append(start, uint32(len(bytes)))
	}
	k := Keys{start: start, text: string(bytes)}
	if i, detail := k.index(); detail != "" {
		return Keys{}, &Error{Status: BadCatalog, Record: "key", Index: uint32(i), Field: "bytes", Offset: start[i], Detail: detail}
	}
	return k, nil
}

// index makes the table. It returns which key is wrong, and how; "" where none is.
func (k *Keys) index() (int, string) {
	size := 4
	for size < 2*len(k.start) {
		size *= 2
	}
	k.table = make([]uint32, size)
	for i := range k.Len() {
		key := k.At(i)
		if len(key) == 0 || len(key) > MaxKey || !validUTF8(key) {
			return i, "a key must be 1 to 256 bytes of UTF-8"
		}
		at := hash(key)
		for {
			at &= uint32(size - 1)
			seen := k.table[at]
			if seen == 0 {
				break
			}
			if k.At(int(seen-1)) == key {
				return i, "a key stands twice"
			}
			at++
		}
		k.table[at] = uint32(i + 1)
	}
	return 0, ""
}

// Len returns the number of keys.
func (k *Keys) Len() int { return max(len(k.start)-1, 0) }

// At returns key i.
func (k *Keys) At(i int) string { return k.text[k.start[i]:k.start[i+1]] }

// Find returns the position of key, and whether it is there.
func (k *Keys) Find(key string) (int, bool) {
	if len(k.table) == 0 {
		return 0, false
	}
	for at := hash(key); ; at++ {
		at &= uint32(len(k.table) - 1)
		seen := k.table[at]
		if seen == 0 {
			return 0, false
		}
		if k.At(int(seen-1)) == key {
			return int(seen - 1), true
		}
	}
}

// Digest returns a number that differs where the keys or their order do, unless
// somebody tries: it keeps files together, and proves nothing.
func (k *Keys) Digest() uint32 {
	h := hash(k.text)
	for _, end := range k.start {
		h = (h ^ end) * 16777619
	}
	return h
}

// hash is 32-bit FNV-1a (Fowler, Noll, Vo), finished by a multiply-shift so
// that its low bits, which index the table, depend on all of it.
func hash(key string) uint32 {
	h := uint32(2166136261)
	for i := range len(key) {
		h = (h ^ uint32(key[i])) * 16777619
	}
	return h ^ h>>15
}
