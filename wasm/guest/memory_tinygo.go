//go:build tinygo

package main

import (
	"unsafe"

	"privet/wasm/heap"
)

// TinyGo, told -gc=none, leaves memory to whoever defines runtime.alloc.

var (
	memory  heap.Heap
	started bool
)

const (
	pageSize = 64 << 10
	// growPages is how many pages memory grows by at least: hosts may copy it.
	growPages = 16
	// pointerFree is the layout that TinyGo passes for contents without
	// pointers: gclayout.NoPtrs in its internal packages.
	pointerFree = 3
)

//go:extern __heap_base
var heapBase [0]byte // memory is free from here on

//go:extern __global_base
var globalBase [0]byte // global variables lie from here to heapBase

// alloc must not allocate, nor call what may.
//
//go:linkname alloc runtime.alloc
func alloc(size uintptr, layout unsafe.Pointer) unsafe.Pointer {
	if !started {
		started = true
		start := position(&heapBase)
		base := (start + 15) &^ 15
		memory.Init(unsafe.Add(unsafe.Pointer(&heapBase), base-start), base, uint32(memorySize(0))*pageSize-base, grow)
	}
	p := memory.Alloc(uint32(size), uintptr(layout) == pointerFree)
	if p == nil {
		panic("out of memory")
	}
	return p
}

// grow makes the memory long enough for size bytes from heapBase on.
func grow(size uint32) bool {
	wanted := int32((position(&heapBase)+15+size+pageSize-1)/pageSize) - memorySize(0)
	return wanted <= 0 || memoryGrow(0, max(wanted, growPages)) >= 0 || memoryGrow(0, wanted) >= 0
}

// tidy collects garbage where there is enough. Only exports may call it, before
// anything but global variables holds pointers.
func tidy() {
	if memory.Due() {
		memory.Collect(unsafe.Pointer(&globalBase), position(&heapBase)-position(&globalBase))
	}
}

func position(symbol *[0]byte) uint32 { return uint32(uintptr(unsafe.Pointer(symbol))) }

//export llvm.wasm.memory.size.i32
func memorySize(index int32) int32

//export llvm.wasm.memory.grow.i32
func memoryGrow(index, pages int32) int32
