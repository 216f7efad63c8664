package scenario

import (
	"regexp"
	"strconv"
	"time"

	"privet/host/catalog/read"
	"privet/host/catalog/settings"
)

var spans = regexp.MustCompile(`^([1-9][0-9]{0,5}) (second|minute|hour|day|week)s?$`)

// milliseconds of each unit of a span.
var milliseconds = map[string]int64{"second": 1000, "minute": 60_000, "hour": 3_600_000, "day": 86_400_000, "week": 7 * 86_400_000}

// span reads a time that goes by, in milliseconds.
func span(v settings.Value) int64 {
	match := spans.FindStringSubmatch(v.Text().Is)
	if match == nil {
		v.Fail("%s is no span of time: write 90 minutes, 2 days or 3 weeks", v.Written())
		return 0
	}
	n, _ := strconv.ParseInt(match[1], 10, 64) // the expression lets only numbers pass
	return n * milliseconds[match[2]]
}

// timeOf reads a time, in milliseconds since the Unix epoch.
func timeOf(v settings.Value) int64 {
	at, err := read.Time(v.Text().Is)
	if err != nil || at.Year() < 1971 || at.Year() > 2200 {
		v.Fail("%s is no time from 1971 to 2200: write 2026-12-01 or 2026-12-01T08:00:00+01:00", v.Written())
		return 0
	}
	return at.UnixMilli()
}

var delays = regexp.MustCompile(`^([0-9]{1,5}(?:\.[0-9]{1,3})?) ms$`)

// delay reads how long something may take.
func delay(v settings.Value) time.Duration {
	match := delays.FindStringSubmatch(v.Text().Is)
	if match == nil {
		v.Fail("%s is no time to wait: write 5 ms", v.Written())
		return 0
	}
	x, _ := strconv.ParseFloat(match[1], 64)
	return time.Duration(x * float64(time.Millisecond))
}

var sizes = regexp.MustCompile(`^([0-9]{1,9}(?:\.[0-9]{1,3})?) (bytes|kB|MB)$`)

// size reads a number of bytes.
func size(v settings.Value) int {
	match := sizes.FindStringSubmatch(v.Text().Is)
	if match == nil {
		v.Fail("%s is no size: write 900 bytes, 200 kB or 1.5 MB", v.Written())
		return 0
	}
	x, _ := strconv.ParseFloat(match[1], 64)
	return int(x * map[string]float64{"bytes": 1, "kB": 1000, "MB": 1e6}[match[2]])
}

var percents = regexp.MustCompile(`^([0-9]{1,3}(?:\.[0-9]{1,2})?) ?%$`)

// percent reads a share, 0 to 1.
func percent(v settings.Value) float64 {
	match := percents.FindStringSubmatch(v.Text().Is)
	x := 101.0
	if match != nil {
		x, _ = strconv.ParseFloat(match[1], 64)
	}
	if x > 100 {
		v.Fail("%s is no share from 0%% to 100%%: write 30%%", v.Written())
		return 0
	}
	return x / 100
}
