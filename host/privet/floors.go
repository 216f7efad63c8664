package main

import "fmt"

// The floors are how many visitors stand behind whatever a catalog or a trend
// tells. Both are public, so one explanation serves all commands that learn.
type floors struct {
	MinVisitors int `default:"20" help:"Distinct visitors whom an item, or a context value, must have before anything is learned of it: popularity, neighbours, trend. What fewer did is not used at all, and an item is ranked by what its texts and attributes resemble. 0 or 1 uses what anybody did."`
	MinSupport  int `default:"5" help:"Of items and contexts that have --min-visitors, the visitors who must share what is told of two together: a pair of items, a step from one to the next, an item under a context; and those who must have come lately for an item to be hot."`
}

func (f *floors) check() error {
	switch {
	case f.MinVisitors < 0:
		return fmt.Errorf("--min-visitors %d: it must be 0 or more", f.MinVisitors)
	case f.MinSupport < 1:
		return fmt.Errorf("--min-support %d: it must be at least 1", f.MinSupport)
	}
	return nil
}
