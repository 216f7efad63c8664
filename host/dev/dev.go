// Package dev serves a site that somebody works on: its pages with the catalog, which is built anew, and the pages
// loaded anew, when a file has changed.
package dev

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync"

	"privet/host/edge"
	"privet/host/edge/publish"
	"privet/web/demo"
)

// Options say what is worked on.
type Options struct {
	Site   string                      // folder of the pages; "" for the demo shop over the catalog
	Inputs []string                    // files and folders that the catalog is built of
	Out    string                      // folder that Build writes
	Build  func(context.Context) error // builds the catalog; what it says of an error is shown in the page
	Script []byte                      // JavaScript for the pages: loads them anew, and inspects them
}

// A Server answers while a catalog is built. It is an http.Handler.
type Server struct {
	options Options
	news    news

	lock    sync.RWMutex
	catalog http.Handler // what is below edge.Base; nil before the first build
	pages   http.Handler
}

// New returns a server that serves the pages and, where a build is there, its catalog.
func New(o Options) *Server {
	s := &Server{options: o}
	if o.Site != "" {
		s.pages = http.FileServer(http.Dir(o.Site))
	}
	_ = s.reopen() // without a build there is one soon
	return s
}

// reopen serves what a build wrote.
func (s *Server) reopen() error {
	tree, err := publish.Dir(s.options.Out)
	if err != nil {
		return err
	}
	pages := s.pages
	if s.options.Site == "" {
		if pages, err = demo.Handler(os.DirFS(s.options.Out)); err != nil {
			return fmt.Errorf("%s: %w", s.options.Out, err)
		}
	}
	s.lock.Lock()
	s.catalog, s.pages = edge.Handler(tree), pages
	s.lock.Unlock()
	return nil
}

// base is the path of what is only there while a site is worked on.
const base = "/privet-dev/"

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.lock.RLock()
	catalog, pages := s.catalog, s.pages
	s.lock.RUnlock()
	w.Header().Set("Cache-Control", "no-store")
	switch path := r.URL.Path; {
	case path == base+"news":
		s.news.ServeHTTP(w, r)
	case path == base+"dev.js":
		w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
		_, _ = w.Write(s.options.Script)
	case path == base+"tokens.json":
		serveTokens(s.options.Out, w)
	case strings.HasPrefix(path, edge.Base) || path == edge.SupportPath:
		if catalog == nil {
			http.Error(w, "the catalog is being built", http.StatusServiceUnavailable)
			return
		}
		catalog.ServeHTTP(uncached{w}, r)
	case pages == nil:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte("<!doctype html><title>Privet</title><p>The catalog is being built.</p>" + scriptTag))
	default:
		withScript(pages, w, r)
	}
}

// uncached keeps browsers from keeping what is built anew all the time.
type uncached struct{ http.ResponseWriter }

func (w uncached) WriteHeader(status int) {
	w.Header().Set("Cache-Control", "no-store")
	w.ResponseWriter.WriteHeader(status)
}

// Run builds, and then builds and tells the pages whenever a file changes, until the context is done. It returns an
// error where files cannot be watched; that a build fails is told, and is none.
func (s *Server) Run(ctx context.Context) error {
	watch, err := newWatch(s.options.Site, s.options.Inputs, s.options.Out)
	if err != nil {
		return err
	}
	defer watch.Close()
	for built := true; ; {
		if built {
			s.build(ctx)
		} else {
			s.news.tell("reload", "")
		}
		if built, err = watch.next(ctx); err != nil {
			if ctx.Err() != nil {
				return nil
			}
			return err
		}
	}
}

func (s *Server) build(ctx context.Context) {
	s.news.tell("building", "")
	err := s.options.Build(ctx)
	if err == nil {
		err = s.reopen()
	}
	if err != nil {
		s.news.tell("broken", err.Error())
		return
	}
	s.news.tell("reload", "")
}
