package format

import (
	"encoding"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// A wire is what every message can do.
type wire interface {
	AppendTo([]byte) []byte
	encoding.BinaryUnmarshaler
}

// wires makes an empty message of each type that the ABI knows.
var wires = []func() wire{
	func() wire { return new(Event) },
	func() wire { return new(Consent) },
	func() wire { return new(CatalogInfo) },
	func() wire { return new(ObserveRequest) },
	func() wire { return new(Observed) },
	func() wire { return new(Refusal) },
	func() wire { return new(RankRequest) },
	func() wire { return new(Ranking) },
	func() wire { return new(Ranked) },
	func() wire { return new(ExplainRequest) },
	func() wire { return new(Explanation) },
	func() wire { return new(Explained) },
	func() wire { return new(Contribution) },
	func() wire { return new(ForgetRequest) },
	func() wire { return new(Forgotten) },
	func() wire { return new(ExportRequest) },
	func() wire { return new(Profile) },
	func() wire { return new(ItemsRequest) },
	func() wire { return new(Items) },
	func() wire { return new(Failure) },
	func() wire { return new(TrendInfo) },
	func() wire { return new(Rules) },
	func() wire { return new(Rule) },
}

// name returns the message's type name.
func name(m wire) string { return reflect.TypeOf(m).Elem().Name() }

// draw fills v with values that its message may hold.
func draw(t *rapid.T, v reflect.Value, label string) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			draw(t, v.Field(i), label+"."+v.Type().Field(i).Name)
		}
	case reflect.Slice:
		if n := rapid.IntRange(0, 3).Draw(t, label+" count"); n > 0 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
			for i := range n {
				draw(t, v.Index(i), label)
			}
		}
	case reflect.String:
		v.SetString(rapid.StringN(0, 16, 64).Draw(t, label))
	case reflect.Int32, reflect.Int64:
		v.SetInt(rapid.Int64Range(-1<<(v.Type().Bits()-1), 1<<(v.Type().Bits()-1)-1).Draw(t, label))
	default:
		v.SetUint(rapid.Uint64Range(0, 1<<v.Type().Bits()-1).Draw(t, label))
	}
}

func TestMessages_roundTrip(t *testing.T) {
	for _, empty := range wires {
		t.Run(name(empty()), func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				in, out := empty(), empty()
				draw(t, reflect.ValueOf(in).Elem(), name(in))
				data := in.AppendTo(nil)
				require.NoError(t, out.UnmarshalBinary(data))
				require.Equal(t, in, out)
			})
		})
	}
}

// Whatever is cut off a message, or follows it, is refused, and the error names
// a place inside the bytes.
func TestMessages_refuseOtherLengths(t *testing.T) {
	for _, empty := range wires {
		t.Run(name(empty()), func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				in := empty()
				draw(t, reflect.ValueOf(in).Elem(), name(in))
				data := in.AppendTo(nil)
				cut := append(data, 0)
				if len(data) > 0 && rapid.Bool().Draw(t, "cut") {
					cut = data[:rapid.IntRange(0, len(data)-1).Draw(t, "length")]
				}
				err := empty().UnmarshalBinary(cut)
				var where *Error
				require.ErrorAs(t, err, &where)
				require.Equal(t, BadMessage, where.Status)
				require.NotEmpty(t, where.Field)
				require.LessOrEqual(t, int(where.Offset), len(cut))
			})
		})
	}
}

// What a decoder says is wrong, and where.
func TestMessages_errors(t *testing.T) {
	event := Event{ID: 7, Kind: View, Key: "lantern"}
	long := strings.Repeat("x", 257)
	request := func(r RankRequest) []byte { return r.AppendTo(nil) }
	for _, c := range []struct {
		name string
		into wire
		data []byte
		want Error
	}{
		{"empty", new(Consent), nil, Error{BadMessage, "Consent", 0, "version", 0, ""}},
		{"cut in a field", new(Consent), []byte{1, 0, 3}, Error{BadMessage, "Consent", 0, "granted", 2, ""}},
		{"left over", new(Consent), []byte{1, 0, 3, 0, 9}, Error{BadMessage, "Consent", 0, "end", 4, ""}},
		{"no fields", new(ExportRequest), []byte{0}, Error{BadMessage, "ExportRequest", 0, "end", 0, ""}},
		{"count past the limit", new(ObserveRequest), []byte{1, 16, 0, 0}, Error{TooLarge, "ObserveRequest", 0, "events", 0, ""}},
		{"count past the bytes", new(ObserveRequest), []byte{2, 0, 0, 0, 0}, Error{BadMessage, "ObserveRequest", 0, "events", 0, ""}},
		{"cut in the second event", new(ObserveRequest),
			event.AppendTo(event.AppendTo([]byte{2, 0, 0, 0}))[:57], Error{BadMessage, "Event", 1, "key", 53, ""}},
		{"long key", new(Event), (&Event{Key: long}).AppendTo(nil), Error{TooLarge, "Event", 0, "key", 15, ""}},
		{"key past a u16", new(Event), (&Event{Key: strings.Repeat(long, 256)}).AppendTo(nil), Error{TooLarge, "Event", 0, "key", 15, ""}},
		{"key not UTF-8", new(Event), (&Event{Key: "a\xff"}).AppendTo(nil), Error{BadMessage, "Event", 0, "key", 15, ""}},
		{"long token", new(RankRequest), request(RankRequest{Context: []string{"a=b", long}}), Error{TooLarge, "RankRequest", 1, "context", 28, ""}},
		{"tokens past the limit", new(RankRequest), request(RankRequest{Context: make([]string, 33)}), Error{TooLarge, "RankRequest", 0, "context", 19, ""}},
		{"nested request", new(ExplainRequest), make([]byte, 22), Error{BadMessage, "RankRequest", 0, "context", 19, ""}},
		{"after a nested request", new(ExplainRequest), make([]byte, 36), Error{BadMessage, "ExplainRequest", 0, "items", 35, ""}},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := c.into.UnmarshalBinary(c.data)
			var got *Error
			require.ErrorAs(t, err, &got)
			require.NotEmpty(t, got.Detail)
			got.Detail = ""
			require.Equal(t, &c.want, got)
		})
	}
}

// Bytes that a decoder accepts are the only bytes of that message.
func fuzzMessage(f *testing.F, empty func() wire, seeds ...wire) {
	f.Add([]byte{})
	f.Add([]byte{0xff, 0xff, 0xff, 0xff})
	for _, m := range seeds {
		f.Add(m.AppendTo(nil))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		m := empty()
		if err := m.UnmarshalBinary(data); err != nil {
			var where *Error
			require.ErrorAs(t, err, &where)
			require.NotEmpty(t, where.Record)
			require.NotEmpty(t, where.Field)
			require.NotEmpty(t, where.Detail)
			require.LessOrEqual(t, int(where.Offset), len(data))
			return
		}
		require.Equal(t, len(data), len(m.AppendTo(nil)))
		if len(data) > 0 {
			require.Equal(t, data, m.AppendTo(nil))
		}
	})
}

var fuzzEvents = []Event{{ID: 1, At: 1_700_000_000_000, Kind: View, Purposes: 6, Key: "lantern"}, {ID: 2, Kind: Declare, Key: "category=Lanterns"}}

func FuzzConsent(f *testing.F) {
	fuzzMessage(f, func() wire { return new(Consent) }, &Consent{Version: 1, Granted: 31})
}

func FuzzObserveRequest(f *testing.F) {
	fuzzMessage(f, func() wire { return new(ObserveRequest) }, &ObserveRequest{Events: fuzzEvents})
}

func FuzzRankRequest(f *testing.F) {
	fuzzMessage(f, func() wire { return new(RankRequest) },
		&RankRequest{Now: 1, Top: 5, Scope: ScopeGiven, Candidates: []uint32{1, 2}, Exclude: []uint32{3}, Context: []string{"daypart=evening"}})
}

func FuzzExplainRequest(f *testing.F) {
	fuzzMessage(f, func() wire { return new(ExplainRequest) }, &ExplainRequest{Request: RankRequest{Top: 3, Context: []string{"a=b"}}, Items: []uint32{4}})
}

func FuzzForgetRequest(f *testing.F) {
	fuzzMessage(f, func() wire { return new(ForgetRequest) }, &ForgetRequest{Scope: ForgetEvent, Event: 9})
}

func FuzzExportRequest(f *testing.F) {
	fuzzMessage(f, func() wire { return new(ExportRequest) }, &ExportRequest{})
}

func FuzzItemsRequest(f *testing.F) {
	fuzzMessage(f, func() wire { return new(ItemsRequest) }, &ItemsRequest{From: 1, Count: 2})
}

func FuzzProfile(f *testing.F) {
	fuzzMessage(f, func() wire { return new(Profile) }, &Profile{Version: 1, Granted: 7, Events: fuzzEvents})
}

func FuzzRules(f *testing.F) {
	fuzzMessage(f, func() wire { return new(Rules) }, &Rules{Rules: []Rule{{Name: "own brand", Action: ActionBoost, Value: 128, Slots: []string{"home"}, Items: []uint32{1, 2}}}})
}
