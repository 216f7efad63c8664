package read

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// layouts are what a time may look like where the mapping says nothing.
var layouts = []string{time.RFC3339, time.DateTime, "2006-01-02T15:04:05", "2006-01-02 15:04", time.DateOnly}

// A clock reads times in one layout. Times without a zone are the shop's own.
type clock struct {
	layout  string
	setting string // of a mapping that gives the layout, for errors
	guess   int    // the layout that fitted last, where the mapping gives none
}

var errBefore1970 = errors.New("the time is before 1970 or after 2200")

// read returns a time. An empty value is no time.
func (c *clock) read(value []byte) (time.Time, error) {
	if len(value) == 0 {
		return time.Time{}, nil
	}
	at, err := c.parse(string(value))
	if err != nil {
		return time.Time{}, err
	}
	if s := at.Unix(); s <= 0 || at.Year() > 2200 {
		return time.Time{}, errBefore1970
	}
	return at, nil
}

// Time reads one time as a file of events without a layout may have it.
func Time(value string) (time.Time, error) {
	if value == "" {
		return time.Time{}, errors.New("there is no time: write 2006-01-02 or 2006-01-02 15:04:05")
	}
	return new(clock).read([]byte(value))
}

func (c *clock) parse(value string) (time.Time, error) {
	switch c.layout {
	case "unix", "unix-ms", "unix-us":
		n, err := strconv.ParseInt(value, 10, 64)
		if err != nil {
			return time.Time{}, fmt.Errorf("%q is no whole number, as layout %q needs", clip([]byte(value)), c.layout)
		}
		if c.layout == "unix-us" {
			return time.UnixMicro(n).UTC(), nil
		}
		return fromNumber(n, c.layout == "unix-ms"), nil
	case "":
		if n, err := strconv.ParseInt(value, 10, 64); err == nil {
			return fromNumber(n, n > 1e11), nil // as seconds, 1e11 would be the year 5138
		}
		for range layouts {
			if at, err := time.Parse(layouts[c.guess], value); err == nil {
				return at, nil
			}
			c.guess = (c.guess + 1) % len(layouts)
		}
		return time.Time{}, fmt.Errorf("%q is no time that is understood: write 2006-01-02 15:04:05, or give %s", clip([]byte(value)), c.setting)
	}
	at, err := time.Parse(c.layout, value)
	if err != nil {
		return time.Time{}, fmt.Errorf("%q does not follow the layout %q", clip([]byte(value)), c.layout)
	}
	return at, nil
}

func fromNumber(n int64, milli bool) time.Time {
	if milli {
		return time.UnixMilli(n).UTC()
	}
	return time.Unix(n, 0).UTC()
}

// moment returns what a time says as a context value. The page names moments
// the same way, from the visitor's own clock.
func moment(from string, at time.Time) string {
	if at.IsZero() {
		return ""
	}
	switch from {
	case "daypart":
		return [...]string{"night", "morning", "afternoon", "evening"}[at.Hour()/6]
	case "season": // of the northern half
		return [...]string{"winter", "spring", "summer", "autumn"}[int(at.Month())%12/3]
	case "weekday":
		return strings.ToLower(at.Weekday().String())
	}
	return ""
}
