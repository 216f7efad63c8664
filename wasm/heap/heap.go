// Package heap is the release module's memory: an allocator whose garbage is
// collected only between calls of the host.
//
// At that moment no function of the module is running, so everything alive is
// reachable from global variables, and the collector need not know what is on
// the stack. TinyGo's own collectors must: keeping track of it made every
// function larger, the module by a fifth, and they collect in the middle of
// loading a catalog, again and again.
//
// Memory is a row of chunks without gaps. A chunk begins with two words:
//
//	size  u32  in bytes, these words included: a multiple of 16; low bits are flags
//	link  u32  the next chunk of the list that this one is in, 0 at its end
//
// Chunks begin 8 bytes after a multiple of 16, so that contents begin at one.
// Positions are bytes from the heap's base.
package heap

import "unsafe"

// A Heap allocates from a memory that can grow at its end.
type Heap struct {
	base   unsafe.Pointer // position 0; at a multiple of 16
	origin uint32         // what a stored pointer to base looks like
	grow   func(size uint32) bool

	end   uint32 // of memory
	top   uint32 // of the last chunk
	dirty uint32 // beyond it, memory has never been written: it is 0
	free  uint32 // list of free chunks, by position
	fresh uint32 // bytes allocated since the last collection
	live  uint32 // bytes that survived it
}

const (
	first  = 8 // position of the first chunk
	header = 8 // bytes of a chunk before its contents

	used   = 1 // flag: allocated
	leaf   = 2 // flag: its contents hold no pointers
	marked = 4 // flag: reached by this collection
	flags  = 15

	// slack is the least garbage worth a collection, in bytes.
	slack = 1 << 20
	// maxSize keeps sums of positions and sizes in 32 bits.
	maxSize = 1 << 30
)

// Init makes h a heap over size bytes from base on, all of them 0. Pointers to
// them are stored as 32 bits, origin being base. grow makes the memory at least
// so many bytes long, and tells whether it could.
func (h *Heap) Init(base unsafe.Pointer, origin, size uint32, grow func(size uint32) bool) {
	*h = Heap{base: base, origin: origin, grow: grow, end: size, top: first, dirty: first}
}

func (h *Heap) word(at uint32) *uint32    { return (*uint32)(unsafe.Add(h.base, at)) }
func (h *Heap) size(chunk uint32) uint32  { return *h.word(chunk) &^ flags }
func (h *Heap) link(chunk uint32) *uint32 { return h.word(chunk + 4) }

// Alloc returns size bytes, all 0, or nil where memory cannot grow any more.
// Pointers in them keep other chunks alive unless pointerFree says that there are none.
func (h *Heap) Alloc(size uint32, pointerFree bool) unsafe.Pointer {
	if size > maxSize {
		return nil
	}
	need := (size + header + 15) &^ 15
	chunk := h.take(need)
	if chunk == 0 {
		return nil
	}
	flag := uint32(used)
	if pointerFree {
		flag |= leaf
	}
	*h.word(chunk) = need | flag
	h.fresh += need
	at, end := chunk+header, chunk+need
	contents := unsafe.Add(h.base, at)
	if at < h.dirty {
		clear(unsafe.Slice((*byte)(contents), min(end, h.dirty)-at))
	}
	h.dirty = max(h.dirty, end)
	return contents
}

// take returns a chunk of need bytes, from the free ones or from the end; 0 where
// there is no memory.
func (h *Heap) take(need uint32) uint32 {
	for place := &h.free; *place != 0; place = h.link(*place) {
		chunk := *place
		size := h.size(chunk)
		if size < need {
			continue
		}
		*place = *h.link(chunk)
		if rest := size - need; rest > 0 {
			*h.word(chunk) = need
			left := chunk + need
			*h.word(left) = rest
			*h.link(left) = *place
			*place = left
		}
		return chunk
	}
	if !h.reach(h.top + need) {
		return 0
	}
	chunk := h.top
	h.top += need
	*h.word(chunk) = need
	return chunk
}

// reach makes sure that memory goes up to a position.
func (h *Heap) reach(at uint32) bool {
	if at > h.end {
		if at > maxSize || !h.grow(at) {
			return false
		}
		h.end = at
	}
	return true
}
