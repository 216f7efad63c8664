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
	"sync/atomic"
	"syscall"
	"time"

	"privet/host/edge"
	"privet/host/edge/publish"
	"privet/web/demo"
)

type serve struct {
	Addr  string         `default:"127.0.0.1:8787" help:"Where to listen."`
	Bare  bool           `help:"Serve what is under /privet/ alone, without the demo shop: behind a web server of yours."`
	Write string         `placeholder:"OUT" help:"Do not listen: write what is under /privet/ to OUT/privet, in place of what is there, for a host of static files."`
	Sites []publish.Site `arg:"" name:"dir" help:"Directory that privet build wrote; of several sites, NAME=DIR for each. It is read at the start, and again after a SIGHUP."`
}

// Help is shown by privet serve --help.
func (*serve) Help() string {
	return `Serves the files of a catalog, the engine and the scripts: the same bytes for everybody.

    privet serve build/shop                                 # with the demo shop, to look at
    privet serve --bare build/shop                          # behind nginx, Caddy or another
    privet serve --bare shop=build/shop news=build/news     # below /privet/shop/ and /privet/news/
    privet serve --write public build/shop                  # for a host of static files

After another build, kill -HUP reads the directories again (systemctl reload does that with
the unit that privet init writes). What was served stays where they hold something damaged.
There is no log of requests.`
}

func (s *serve) Run() error {
	if s.Write != "" {
		tree, err := publish.Sites(s.Sites)
		if err != nil {
			return err
		}
		return publish.Write(s.Write, tree)
	}
	site, err := s.site()
	if err != nil {
		return err
	}
	current := newSwitch(site)
	stop, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer cancel()
	told := make(chan os.Signal, 1)
	signal.Notify(told, syscall.SIGHUP)
	go s.reload(stop, told, current, os.Stdout)
	dirs := make([]string, len(s.Sites))
	for i, site := range s.Sites {
		dirs[i] = site.Dir
	}
	return listen(stop, s.Addr, strings.Join(dirs, ", "), current, os.Stdout)
}

// A switched handler can be put in the place of another while it answers.
type switched struct{ current atomic.Pointer[http.Handler] }

func newSwitch(handler http.Handler) *switched {
	s := &switched{}
	s.current.Store(&handler)
	return s
}

func (s *switched) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	(*s.current.Load()).ServeHTTP(w, r)
}

// reload reads the directories again whenever it is told to, until stop is done.
func (s *serve) reload(stop context.Context, told <-chan os.Signal, current *switched, out io.Writer) {
	for {
		select {
		case <-stop.Done():
			return
		case <-told:
		}
		site, err := s.site()
		if err != nil {
			fmt.Fprintf(out, "not read again, what was served stays: %v\n", err)
			continue
		}
		current.current.Store(&site)
		fmt.Fprintln(out, "read again")
	}
}

// site is the edge below edge.Base and at edge.SupportPath, and everywhere else the demo shop, unless there is none.
func (s *serve) site() (http.Handler, error) {
	tree, err := publish.Sites(s.Sites)
	if err != nil {
		return nil, err
	}
	files := edge.Handler(tree)
	if s.Bare || s.Sites[0].Name != "" {
		return files, nil
	}
	dir := s.Sites[0].Dir
	shop, err := demo.Handler(os.DirFS(dir))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// Not an http.ServeMux, which redirects odd paths: the edge's worker would not.
		if strings.HasPrefix(r.URL.Path, edge.Base) || r.URL.Path == edge.SupportPath {
			files.ServeHTTP(w, r)
			return
		}
		shop.ServeHTTP(w, r)
	}), nil
}

// listen serves until stop is done, and then lets requests under way finish. It says on out what it serves, and where.
func listen(stop context.Context, addr, what string, site http.Handler, out io.Writer) error {
	listener, err := net.Listen("tcp", addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("%s: another program listens there: stop it, or choose another port with --addr", addr)
	}
	if err != nil {
		return err
	}
	server := &http.Server{
		Handler: site,
		// What is never done, as a page that listens for news, ends with the program.
		BaseContext: func(net.Listener) context.Context { return stop },
		// Without these a client that says nothing would be waited for without end.
		ReadHeaderTimeout: 10 * time.Second,
		WriteTimeout:      5 * time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		// What goes wrong with one connection says who made it, and nothing is written down about visitors.
		ErrorLog: log.New(io.Discard, "", 0),
	}
	fmt.Fprintf(out, "serving %s at http://%s/ (Ctrl-C stops)\n", what, listener.Addr())

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
