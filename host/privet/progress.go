package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"privet/host/catalog/read"
)

// progress shows a bar for each stage of long work on a terminal, and nothing
// in a pipe. Its methods may be called from several goroutines.
type progress struct {
	out   *os.File // nil in a pipe
	lock  sync.Mutex
	stage string
	bar   *progressbar.ProgressBar
}

// atTerminal runs long work until it ends or the user ends it, and shows how far it is.
func atTerminal(run func(context.Context, io.Writer, read.Progress) error) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // whoever interrupts again does not wait: a pipe may never say more
	progress := newProgress(os.Stderr)
	defer progress.finish()
	return run(ctx, os.Stdout, progress.tell)
}

func newProgress(out *os.File) *progress {
	if !term.IsTerminal(int(out.Fd())) {
		out = nil
	}
	return &progress{out: out}
}

// tell shows how much of a stage is done. A total of 0 is unknown: a spinner
// counts instead.
func (p *progress) tell(stage string, done, total int64) {
	if p.out == nil {
		return
	}
	p.lock.Lock()
	defer p.lock.Unlock()
	if stage != p.stage {
		p.clear()
		p.stage = stage
		if total <= 0 {
			total = -1
		}
		p.bar = progressbar.NewOptions64(total, progressbar.OptionSetWriter(p.out), progressbar.OptionSetDescription(stage),
			progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish(), progressbar.OptionSetWidth(30))
	}
	// An error would only say that the terminal is gone, which stops no work.
	_ = p.bar.Set64(done)
}

// finish takes the last bar away.
func (p *progress) finish() {
	p.lock.Lock()
	defer p.lock.Unlock()
	p.clear()
}

func (p *progress) clear() {
	if p.bar != nil {
		_ = p.bar.Finish()
		p.bar = nil
	}
}
