package train

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// each calls do(worker, i) for every i below n, on all processors. Results must
// go to places of i's own, so that who computes what cannot change them. It
// stops early, with the context's error, when ctx is done.
func each(ctx context.Context, n int, do func(worker, i int)) error {
	var next atomic.Int64
	var wait sync.WaitGroup
	for worker := range workers() {
		wait.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				do(worker, i)
			}
		})
	}
	wait.Wait()
	return ctx.Err()
}

// workers is how many calls of do run at once at most.
func workers() int { return runtime.GOMAXPROCS(0) }
