package heap

import (
	"encoding/binary"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// An arena is a heap over a slice. The first bytes of memory are the roots.
type arena struct {
	Heap
	memory []byte
	roots  []uint32
}

const origin = 0x10000 // what a module's heap would have: no small number is a pointer

func newArena(size int) *arena {
	words := make([]uint64, size/8+2) // aligned
	memory := unsafe.Slice((*byte)(unsafe.Pointer(&words[0])), len(words)*8)
	if uintptr(unsafe.Pointer(&memory[0]))%16 != 0 {
		memory = memory[8:]
	}
	a := &arena{memory: memory[:size], roots: make([]uint32, 8)}
	a.Init(unsafe.Pointer(&memory[0]), origin, 64, func(n uint32) bool { return int(n) <= size })
	return a
}

// alloc returns a pointer as the module would store it; 0 where there is no memory.
func (a *arena) alloc(size uint32, pointerFree bool) uint32 {
	p := a.Alloc(size, pointerFree)
	if p == nil {
		return 0
	}
	return uint32(uintptr(p)-uintptr(a.base)) + origin
}

func (a *arena) at(p uint32) []byte { return a.memory[p-origin:] }

func (a *arena) collect() { a.Collect(unsafe.Pointer(&a.roots[0]), uint32(4*len(a.roots))) }

// check walks the chunks and the free list: they tile memory, and agree.
func (a *arena) check(t require.TestingT) {
	free := map[uint32]bool{}
	last := uint32(0)
	for chunk := a.free; chunk != 0; chunk = *a.link(chunk) {
		require.Greater(t, chunk, last, "free chunks are by position")
		last = chunk
		free[chunk] = true
	}
	chunk := uint32(first)
	for chunk < a.top {
		w := *a.word(chunk)
		if w&marked != 0 || w&^flags < 16 || (w&used == 0) != free[chunk] {
			require.Fail(t, "a chunk is used, or free and in the list", "at %d: %#x", chunk, w)
		}
		delete(free, chunk)
		chunk += w &^ flags
	}
	require.Equal(t, a.top, chunk)
	require.Empty(t, free)
	require.LessOrEqual(t, a.top, a.end)
	require.True(t, filled(a.memory[min(a.dirty, uint32(len(a.memory))):], 0), "memory beyond dirty is 0")
}

// filled tells whether every byte is b.
func filled(bytes []byte, b byte) bool {
	for _, x := range bytes {
		if x != b {
			return false
		}
	}
	return true
}

func TestAlloc_alignsAndClears(t *testing.T) {
	a := newArena(1 << 16)
	for size := range uint32(100) {
		p := a.alloc(size, true)
		require.Zero(t, p%16)
		require.True(t, filled(a.at(p)[:size], 0))
		for i := range size {
			a.at(p)[i] = 0xff
		}
	}
	a.collect() // frees all, dirty as it is
	require.EqualValues(t, first, a.top)
	p := a.alloc(1<<12, true)
	require.True(t, filled(a.at(p)[:1<<12], 0))
	a.check(t)
}

func TestAlloc_refusesWhatCannotBe(t *testing.T) {
	a := newArena(1 << 12)
	require.Zero(t, a.alloc(1<<12, true))
	require.Zero(t, a.alloc(0xffffffff, true))
	require.NotZero(t, a.alloc(100, true))
	a.check(t)
}

// A pointer into the middle keeps a chunk, a leaf's contents keep nothing.
func TestCollect_followsPointers(t *testing.T) {
	a := newArena(1 << 16)
	kept, lost := a.alloc(9000, true), a.alloc(50, true)
	node, blind := a.alloc(32, false), a.alloc(32, true)
	binary.LittleEndian.PutUint32(a.at(node)[8:], kept+8500)
	binary.LittleEndian.PutUint32(a.at(blind), lost)
	a.roots[3], a.roots[5] = node, blind
	a.collect()
	a.check(t)
	require.Equal(t, a.free, lost-origin-header, "only what a leaf points to is free")
	require.Zero(t, *a.link(a.free))
}

// Nothing reachable ever changes or is given out again, whatever happens; and
// what is unreachable comes back.
func TestHeap_keepsWhatIsReachable(t *testing.T) {
	type object struct {
		p, size uint32
		leaf    bool
		stamp   byte
		links   [2]uint32 // pointers to other objects, stored in its first words
	}
	rapid.Check(t, func(t *rapid.T) {
		a := newArena(1 << 16)
		var objects []*object
		find := func(p uint32) *object {
			for _, o := range objects {
				if p >= o.p && p < o.p+max(o.size, 1) {
					return o
				}
			}
			return nil
		}
		verify := func() {
			a.check(t)
			for _, o := range objects {
				skip := uint32(0)
				if !o.leaf {
					for i, link := range o.links {
						require.Equal(t, link, binary.LittleEndian.Uint32(a.at(o.p)[4*i:]))
					}
					skip = 8
				}
				require.True(t, filled(a.at(o.p)[skip:o.size], o.stamp), "object at %d", o.p)
			}
		}
		steps := rapid.IntRange(1, 60).Draw(t, "steps")
		for step := range steps {
			switch rapid.IntRange(0, 5).Draw(t, "step") {
			case 0, 1, 2:
				o := &object{leaf: rapid.Bool().Draw(t, "leaf"), stamp: byte(step) | 0x80} // such bytes look like no pointer
				o.size = rapid.OneOf(rapid.Uint32Range(8, 64), rapid.Uint32Range(8, 6000)).Draw(t, "size")
				o.p = a.alloc(o.size, o.leaf)
				if o.p == 0 {
					continue
				}
				require.Nil(t, find(o.p))
				require.True(t, filled(a.at(o.p)[:o.size], 0))
				for i := range o.size {
					a.at(o.p)[i] = o.stamp
				}
				if !o.leaf {
					for i := range o.links {
						if len(objects) > 0 && rapid.Bool().Draw(t, "link") {
							other := rapid.SampledFrom(objects).Draw(t, "to")
							o.links[i] = other.p + rapid.Uint32Range(0, other.size-1).Draw(t, "inside")
						}
						binary.LittleEndian.PutUint32(a.at(o.p)[4*i:], o.links[i])
					}
				}
				objects = append(objects, o)
			case 3:
				if len(objects) > 0 {
					root := rapid.IntRange(0, len(a.roots)-1).Draw(t, "root")
					a.roots[root] = rapid.SampledFrom(objects).Draw(t, "kept").p
				}
			case 4:
				a.roots[rapid.IntRange(0, len(a.roots)-1).Draw(t, "root")] = 0
			case 5:
				a.collect()
				// What the model says is reachable, and nothing else, is still used.
				reached := map[*object]bool{}
				var reach func(p uint32)
				reach = func(p uint32) {
					if o := find(p); o != nil && !reached[o] {
						reached[o] = true
						if !o.leaf {
							reach(o.links[0])
							reach(o.links[1])
						}
					}
				}
				for _, root := range a.roots {
					reach(root)
				}
				var left []*object
				size := uint32(0)
				for _, o := range objects {
					if reached[o] {
						left = append(left, o)
						size += a.size(o.p - origin - header)
					}
				}
				objects = left
				require.Equal(t, size, a.live)
			}
			verify()
		}
	})
}

// Garbage of any number of calls fits into a bounded memory.
func TestHeap_isBounded(t *testing.T) {
	a := newArena(8 << 20)
	a.roots[0] = a.alloc(1<<20, true)
	for call := range 2000 {
		if a.Due() {
			a.collect()
		}
		for i := range 20 {
			require.NotZero(t, a.alloc(uint32(100+call%7*1000+i), i%2 == 0))
		}
	}
	require.Less(t, a.end, uint32(4<<20))
	a.check(t)
}
