package main

import (
	"fmt"
	"time"

	"privet/host/catalog/read"
)

// A moment is a time on the command line, written as in a file of events.
type moment struct{ time.Time }

// UnmarshalText reads a time.
func (m *moment) UnmarshalText(text []byte) (err error) {
	m.Time, err = read.Time(string(text))
	return err
}

// days writes a duration in days.
func days(d time.Duration) string {
	if d == 24*time.Hour {
		return "1 day"
	}
	return fmt.Sprintf("%.3g days", d.Hours()/24)
}
