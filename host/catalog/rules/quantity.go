package rules

import (
	"math"
	"regexp"
	"strconv"
	"time"

	"privet/engine/format"
	"privet/host/catalog/settings"
)

// spreads reads how far a boost moves items, as format.Rule says it: 256 are one
// spread of a ranking's scores.
func spreads(v settings.Value) int32 {
	return int32(math.Round(256 * v.Number(0.01, format.MaxBoost/256)))
}

var percents = regexp.MustCompile(`^([0-9]{1,3}(?:\.[0-9])?) ?%$`)

// thousandths reads a share of places such as 10% or 2.5%.
func thousandths(v settings.Value) int32 {
	match := percents.FindStringSubmatch(v.Text().Is)
	if match == nil {
		v.Fail("%s is no share of the places: write 10%%", v.Written())
		return 1
	}
	x, _ := strconv.ParseFloat(match[1], 64) // the expression lets only numbers pass
	if x <= 0 || x > 100 {
		v.Fail("%s is not above 0%% and up to 100%%", v.Written())
		return 1
	}
	return int32(math.Round(10 * x))
}

var spans = regexp.MustCompile(`^([1-9][0-9]{0,3})(m|h|d|w)$`)

// units are the seconds of each letter of a span.
var units = map[string]int64{"m": 60, "h": 3600, "d": 86400, "w": 7 * 86400}

// seconds reads a span of time such as 30d.
func seconds(v settings.Value) int64 {
	match := spans.FindStringSubmatch(v.Text().Is)
	if match == nil {
		v.Fail("%s is no span of time: write 90m, 12h, 30d or 8w", v.Written())
		return 0
	}
	n, _ := strconv.Atoi(match[1]) // the expression lets only numbers pass
	return int64(n) * units[match[2]]
}

// moment reads a date, which is its midnight in UTC, or a time, in seconds since
// the Unix epoch.
func moment(v settings.Value) int64 {
	written := v.Text().Is
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if at, err := time.Parse(layout, written); err == nil {
			if at.Year() < 1971 || at.Year() > 2200 {
				v.Fail("%s is before 1971 or after 2200", v.Written())
			}
			return at.Unix()
		}
	}
	v.Fail("%s is no time: write 2026-12-01 or 2026-12-01T08:00:00+01:00", v.Written())
	return 0
}
