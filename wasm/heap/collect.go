package heap

import "unsafe"

// page is how many bytes share one entry of the map from positions to chunks.
const page = 4096

// Due tells whether enough garbage may have gathered to be worth a collection.
// Waiting for as much as is alive keeps its cost in proportion to allocation.
func (h *Heap) Due() bool { return h.fresh > max(slack, h.live) }

// Collect frees every chunk that no pointer in the roots leads to. Roots are
// size bytes that hold pointers at multiples of 4. Whatever looks like a pointer
// is one; a pointer into a chunk keeps it alive.
func (h *Heap) Collect(roots unsafe.Pointer, size uint32) {
	// The map lies beyond the last chunk, and is gone afterwards.
	pages := (h.top + page - 1) / page
	if !h.reach(h.top + 4*pages) {
		return
	}
	h.dirty = max(h.dirty, h.top+4*pages)
	h.mapPages()

	gray := h.scan(roots, size, 0)
	for gray != 0 {
		chunk := gray
		gray = *h.link(chunk)
		gray = h.scan(unsafe.Add(h.base, chunk+header), h.size(chunk)-header, gray)
	}
	h.sweep()
	h.fresh = 0
}

// mapPages notes for each page the chunk in which it begins.
func (h *Heap) mapPages() {
	entry := h.top
	for at, chunk := uint32(0), uint32(first); chunk < h.top; {
		next := chunk + h.size(chunk)
		for ; at < next; at += page {
			*h.word(entry) = chunk
			entry += 4
		}
		chunk = next
	}
}

// scan marks the chunks that size bytes point to, and returns the list gray with
// those before it whose contents are to be scanned.
func (h *Heap) scan(bytes unsafe.Pointer, size, gray uint32) uint32 {
	for offset := uint32(0); offset+4 <= size; offset += 4 {
		at := *(*uint32)(unsafe.Add(bytes, offset)) - h.origin
		if at < first+header || at >= h.top {
			continue // wraps around where it points below the heap
		}
		chunk := *h.word(h.top + at/page*4)
		for chunk+h.size(chunk) <= at {
			chunk += h.size(chunk)
		}
		w := h.word(chunk)
		if *w&(used|marked) != used {
			continue
		}
		*w |= marked
		if *w&leaf == 0 {
			*h.link(chunk) = gray
			gray = chunk
		}
	}
	return gray
}

// sweep makes one free chunk of each run of chunks that are not marked, and
// gives back what lies at the end.
func (h *Heap) sweep() {
	h.live = 0
	place := &h.free
	for chunk := uint32(first); chunk < h.top; {
		if w := h.word(chunk); *w&marked != 0 {
			*w &^= marked
			h.live += h.size(chunk)
			chunk += h.size(chunk)
			continue
		}
		end := chunk
		for end < h.top && *h.word(end)&marked == 0 {
			end += h.size(end)
		}
		if end == h.top {
			h.top = chunk
			break
		}
		*h.word(chunk) = end - chunk
		*place = chunk
		place = h.link(chunk)
		chunk = end
	}
	*place = 0
}
