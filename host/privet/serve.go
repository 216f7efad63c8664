package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"privet/host/edge"
	"privet/host/edge/publish"
	"privet/web/demo"
)

type serve struct {
	Addr  string `default:"127.0.0.1:8787" help:"Where to listen."`
	Write string `placeholder:"OUT" help:"Do not listen: write what is under /privet/ to OUT/privet, in place of what is there, for a host of static files."`
	Dir   string `arg:"" help:"Directory that privet build wrote. It is read once: start again after another build."`
}

func (s *serve) Run() error {
	if s.Write != "" {
		tree, err := publish.Dir(s.Dir)
		if err != nil {
			return err
		}
		return publish.Write(s.Write, tree)
	}
	site, err := s.site()
	if err != nil {
		return err
	}
	stop, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer cancel()
	return s.listen(stop, site, os.Stdout)
}

// site is the edge below edge.Base and at edge.SupportPath, and the demo shop everywhere else.
func (s *serve) site() (http.Handler, error) {
	tree, err := publish.Dir(s.Dir)
	if err != nil {
		return nil, err
	}
	shop, err := demo.Handler(os.DirFS(s.Dir))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.Dir, err)
	}
	files := edge.Handler(tree)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// Not an http.ServeMux, which redirects odd paths: the edge's worker would not.
		if strings.HasPrefix(r.URL.Path, edge.Base) || r.URL.Path == edge.SupportPath {
			files.ServeHTTP(w, r)
			return
		}
		shop.ServeHTTP(w, r)
	}), nil
}

// listen serves until stop is done, and then lets requests under way finish. It says on out where it serves.
func (s *serve) listen(stop context.Context, site http.Handler, out io.Writer) error {
	listener, err := net.Listen("tcp", s.Addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("%s: another program listens there: stop it, or choose another port with --addr", s.Addr)
	}
	if err != nil {
		return err
	}
	server := &http.Server{
		Handler: site,
		// Without these a client that says nothing would be waited for without end.
		ReadHeaderTimeout: 10 * time.Second,
		WriteTimeout:      5 * time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		// What goes wrong with one connection says who made it, and nothing is written down about visitors.
		ErrorLog: log.New(io.Discard, "", 0),
	}
	fmt.Fprintf(out, "serving %s at http://%s/ (Ctrl-C stops)\n", s.Dir, listener.Addr())

	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	select {
	case err := <-served:
		return err
	case <-stop.Done():
	}
	grace, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := server.Shutdown(grace); !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return server.Close() // whoever still reads has had the time
}
