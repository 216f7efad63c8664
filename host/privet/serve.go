package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"testing/fstest"
	"time"

	"privet/host/edge"
	"privet/host/edge/publish"
)

type serve struct {
	Addr string `default:"127.0.0.1:8787" help:"Address and port to listen on."`
	Dir  string `arg:"" help:"Directory that privet build wrote."`
}

func (s *serve) Run() error {
	site, err := s.site()
	if err != nil {
		return err
	}
	stop, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer cancel()
	return s.listen(stop, site, os.Stdout)
}

// site is the edge below edge.Base and the demo shop everywhere else.
func (s *serve) site() (http.Handler, error) {
	tree, err := publish.Tree(os.DirFS(s.Dir), fstest.MapFS{}, []byte("\x00asm"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: no %s there: run privet build --items FILE --out %s first", s.Dir, publish.Manifest, s.Dir)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.Dir, err)
	}
	files, shop := edge.Handler(tree), http.NotFoundHandler()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// Not an http.ServeMux: it would answer odd paths with redirects of its own, which the edge worker does not.
		if strings.HasPrefix(r.URL.Path, edge.Base) {
			files.ServeHTTP(w, r)
			return
		}
		shop.ServeHTTP(w, r)
	}), nil
}

// listen serves until stop is done, then lets requests under way finish. It says where on out.
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
		// A server without these waits for ever on a client that says nothing.
		ReadHeaderTimeout: 10 * time.Second,
		WriteTimeout:      5 * time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
	}
	fmt.Fprintf(out, "serving %s at http://%s/ (stop with Ctrl-C)\n", s.Dir, listener.Addr())

	stopped := make(chan error, 1)
	go func() {
		<-stop.Done()
		grace, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		stopped <- server.Shutdown(grace)
	}()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-stopped
}
