package read

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestReadable(t *testing.T) {
	for shouted, want := range map[string]string{
		"WHITE HANGING HEART T-LIGHT HOLDER": "White Hanging Heart T-Light Holder",
		"HEART OF WICKER SMALL":              "Heart of Wicker Small",
		"THE KING'S GIFT FOR THE HOME":       "The King's Gift for the Home",
		"SET/6 60CM LED LIGHTS ,":            "Set/6 60cm LED Lights",
		"PACK OF 12 TEA,COFFEE TINS.":        "Pack of 12 Tea,Coffee Tins",
		"already Readable OF COURSE":         "already Readable OF COURSE",
		"":                                   "",
	} {
		require.Equal(t, want, readable(shouted))
	}
}

func TestWords(t *testing.T) {
	m := newMatchers([]Words{{Is: "x", Words: []string{"cat", "T-Light", "tea cup"}}})[0]
	for title, want := range map[string]bool{
		"Black Cat": true, "cats & dogs": true, "Decathlon": false, "Category": false, "Tea  Cup, Red": true, "Tea for a Cup": false,
		"T-Light Holder": true, "T Light": false, "(cat)": true, "": false,
	} {
		require.Equal(t, want, m.matches(spaced(title)), title)
	}
}

func TestTidy(t *testing.T) {
	for raw, want := range map[string]string{
		" a  b ": "a b", "a\tb\x00c": "a b c", "plain": "plain", "": "", "\n": "", "a\u00a0b": "a\u00a0b",
	} {
		require.Equal(t, want, string(tidy([]byte(raw))), "%q", raw)
	}
}

func TestChoice(t *testing.T) {
	for how, want := range map[string]string{"": "9", "first": "9", "last": "2", "most-frequent": "10", "median": "9"} {
		var c choice
		for _, value := range []string{"", "9", "10", "10", "8", "2", ""} {
			c.add(how, []byte(value))
		}
		require.Equal(t, want, c.chosen(how), how)
	}
	require.Empty(t, (&choice{}).chosen("median"))
}

// The median of any prices has at most half of them below and above it.
func TestChoice_median(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var c choice
		prices := rapid.SliceOfN(rapid.IntRange(0, 30), 1, 40).Draw(t, "prices")
		for _, p := range prices {
			c.add("median", []byte(strconv.Itoa(p)))
		}
		median, err := price(c.chosen("median"))
		require.NoError(t, err)
		below, above := 0, 0
		for _, p := range prices {
			if float64(p) < median {
				below++
			}
			if float64(p) > median {
				above++
			}
		}
		require.LessOrEqual(t, 2*below, len(prices))
		require.LessOrEqual(t, 2*above, len(prices))
	})
}

func TestClock(t *testing.T) {
	for _, c := range []struct{ layout, text, want string }{
		{"", "2025-03-01T08:00:00+02:00", "2025-03-01T08:00:00+02:00"},
		{"", "2025-03-01 08:00:00", "2025-03-01T08:00:00Z"},
		{"", "2025-03-01 08:00", "2025-03-01T08:00:00Z"},
		{"", "2025-03-01", "2025-03-01T00:00:00Z"},
		{"", "1740816000", "2025-03-01T08:00:00Z"},
		{"", "1740816000000", "2025-03-01T08:00:00Z"},
		{"unix", "1740816000", "2025-03-01T08:00:00Z"},
		{"unix-ms", "1740816000999", "2025-03-01T08:00:00Z"},
		{"2/1/2006 15:04", "1/3/2025 8:00", "2025-03-01T08:00:00Z"},
	} {
		at, err := (&clock{layout: c.layout}).read([]byte(c.text))
		require.NoError(t, err, c.text)
		require.Equal(t, c.want, at.Format(time.RFC3339), c.text)
	}
	for _, c := range []struct{ layout, text, want string }{
		{"unix", "soon", `"soon" is no whole number, as layout "unix" needs`},
		{"2006", "soon", `"soon" does not follow the layout "2006"`},
		{"unix", "-1", "the time is before 1970 or after 2200"},
		{"unix-ms", "9223372036854775807", "the time is before 1970 or after 2200"},
		{"unix", "9223372036854775807", "the time is before 1970 or after 2200"},
	} {
		_, err := (&clock{layout: c.layout}).read([]byte(c.text))
		require.EqualError(t, err, c.want)
	}
}

func TestMoment(t *testing.T) {
	at := time.Date(2025, 12, 7, 18, 0, 0, 0, time.UTC)
	for from, want := range map[string]string{"daypart": "evening", "season": "winter", "weekday": "sunday"} {
		require.Equal(t, want, moment(from, at))
		require.Empty(t, moment(from, time.Time{}), "no time, no moment")
	}
	require.Equal(t, "night", moment("daypart", at.Add(-15*time.Hour)))
	require.Equal(t, "autumn", moment("season", at.AddDate(0, -1, 0)))
}
