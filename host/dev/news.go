package dev

import (
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
)

// The news are told to every page that listens, as server-sent events: building; broken, with what is wrong; reload.
// Whoever comes later is told the last one, unless that was to reload.
type news struct {
	lock  sync.Mutex
	last  string
	pages map[chan string]struct{}
}

// tell never waits: a page that is slow to hear is told the newest.
func (n *news) tell(event, detail string) {
	data, _ := json.Marshal(detail) // a string
	message := fmt.Sprintf("event: %s\ndata: %s\n\n", event, data)
	n.lock.Lock()
	defer n.lock.Unlock()
	n.last = message
	if event == "reload" {
		n.last = ""
	}
	for page := range n.pages {
		select {
		case <-page: // what it has not heard is old
		default:
		}
		page <- message
	}
}

func (n *news) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	page := make(chan string, 1)
	n.lock.Lock()
	if n.pages == nil {
		n.pages = map[chan string]struct{}{}
	}
	n.pages[page] = struct{}{}
	if n.last != "" {
		page <- n.last
	}
	n.lock.Unlock()
	defer func() {
		n.lock.Lock()
		delete(n.pages, page)
		n.lock.Unlock()
	}()

	control := http.NewResponseController(w)
	_ = control.SetWriteDeadline(noDeadline)
	w.Header().Set("Content-Type", "text/event-stream")
	w.WriteHeader(http.StatusOK)
	for {
		if control.Flush() != nil {
			return
		}
		select {
		case <-r.Context().Done():
			return
		case message := <-page:
			if _, err := w.Write([]byte(message)); err != nil {
				return
			}
		}
	}
}
