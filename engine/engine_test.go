package engine

import (
	"strings"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/engine/purpose"
)

func TestEngine_withoutCatalog(t *testing.T) {
	e := New()
	_, err := e.Rank(ptr(all()))
	requireStatus(t, format.NoCatalog, err)
	_, err = e.Explain(&format.ExplainRequest{Request: all()})
	requireStatus(t, format.NoCatalog, err)
	_, err = e.Items(format.ItemsRequest{Count: 1})
	requireStatus(t, format.NoCatalog, err)

	require.NoError(t, e.SetConsent(format.Consent{Version: 1, Granted: uint16(purpose.All)}))
	observe(t, e, did(1, noon-minute, format.View, "lantern"))
	b, err := format.Encode(shop.catalog(t))
	require.NoError(t, err)
	_, err = e.Load(b)
	require.NoError(t, err)
	require.Equal(t, "candle", order(t, e, all())[0], "events observed before the catalog count once it is there")
}

func TestLoad_badCatalogKeepsTheLast(t *testing.T) {
	e := shop.visitor(t, purpose.All)
	_, err := e.Load([]byte("PVTC"))
	requireStatus(t, format.BadCatalog, err)
	require.Len(t, order(t, e, all()), 6)
}

func TestLoad_looksEventsUpAgain(t *testing.T) {
	e := shop.visitor(t, purpose.Of(purpose.History))
	observe(t, e, did(1, noon, format.View, "lantern"))
	reordered := shop
	reordered.items = []string{"rug", "candle", "lantern", "mug", "tea", "vase"}
	b, err := format.Encode(reordered.catalog(t))
	require.NoError(t, err)
	_, err = e.Load(b)
	require.NoError(t, err)
	require.Equal(t, "candle vase mug lantern tea rug", strings.Join(order(t, e, all()), " "))
}

func TestSetConsent_failsClosed(t *testing.T) {
	for name, record := range map[string]format.Consent{
		"no version":      {Granted: uint16(purpose.All)},
		"newer version":   {Version: format.ConsentVersion + 1, Granted: uint16(purpose.All)},
		"unknown purpose": {Version: format.ConsentVersion, Granted: uint16(purpose.All) + 1},
	} {
		t.Run(name, func(t *testing.T) {
			e := shop.visitor(t, purpose.All)
			observe(t, e, did(1, noon, format.View, "lantern"))
			require.Error(t, e.SetConsent(record))
			require.Equal(t, format.Profile{Version: format.ProfileVersion}, e.Export(), "nothing is allowed, nothing is left")
			refused := e.Observe([]format.Event{did(2, noon, format.View, "lantern")}).Refused
			require.Equal(t, []format.Refusal{{ID: 2, Status: uint16(format.NotGranted)}}, refused)
		})
	}
}

func TestObserve_setsAsideWhatItCannotUse(t *testing.T) {
	e := shop.visitor(t, purpose.Of(purpose.Session, purpose.History))
	good := did(7, noon, format.View, "lantern")
	named := func(change func(x *format.Event)) format.Event {
		x := did(8, noon, format.View, "mug")
		change(&x)
		return x
	}
	observe(t, e, good)
	for _, x := range []struct {
		name  string
		event format.Event
		want  format.Status
	}{
		{"same id", good, format.DuplicateEvent},
		{"no kind", named(func(x *format.Event) { x.Kind = 0 }), format.BadValue},
		{"unknown kind", named(func(x *format.Event) { x.Kind = format.KindCount }), format.BadValue},
		{"no key", named(func(x *format.Event) { x.Key = "" }), format.BadValue},
		{"long key", named(func(x *format.Event) { x.Key = strings.Repeat("k", format.MaxKey+1) }), format.BadValue},
		{"before 1970", named(func(x *format.Event) { x.At = -1 }), format.BadValue},
		{"interest without its purpose", named(func(x *format.Event) { x.Kind = format.Declare }), format.NotGranted},
		{"no purpose", named(func(x *format.Event) { x.Purposes = 0 }), format.NotGranted},
		{"context keeps nothing", named(func(x *format.Event) { x.Purposes = uint16(purpose.Of(purpose.Context)) }), format.NotGranted},
	} {
		t.Run(x.name, func(t *testing.T) {
			reply := e.Observe([]format.Event{x.event, did(100, noon, format.View, "mug")})
			require.Equal(t, []format.Refusal{{ID: x.event.ID, Status: uint16(x.want)}}, reply.Refused)
			require.Equal(t, uint32(1), reply.Accepted, "the rest is used")
			_, err := e.Forget(format.ForgetRequest{Scope: format.ForgetEvent, Event: 100})
			require.NoError(t, err)
		})
	}
}

func TestObserve_fullLogDropsTheOldest(t *testing.T) {
	e := shop.visitor(t, purpose.All)
	var events []format.Event
	for i := range MaxEvents {
		events = append(events, did(uint32(i+10), noon, format.View, "mug"))
	}
	observe(t, e, events...)
	reply := e.Observe([]format.Event{did(5000, noon, format.View, "lantern"), did(5001, noon, format.View, "vase")})
	require.Equal(t, []uint32{10, 11}, reply.Dropped)
	held := e.Export().Events
	require.Len(t, held, MaxEvents)
	require.Equal(t, uint32(12), held[0].ID)
}

func TestForget(t *testing.T) {
	start := func(t *testing.T) *Engine {
		e := shop.visitor(t, purpose.All)
		session := did(2, noon, format.View, "mug")
		session.Purposes = uint16(purpose.Of(purpose.Session))
		observe(t, e, did(1, noon, format.View, "lantern"), session, did(3, noon, format.Declare, "category=Light"))
		return e
	}
	for _, x := range []struct {
		name    string
		request format.ForgetRequest
		deleted []uint32
		granted purpose.Set
	}{
		{"event", format.ForgetRequest{Scope: format.ForgetEvent, Event: 2}, []uint32{2}, purpose.All},
		{"session", format.ForgetRequest{Scope: format.ForgetPurpose, Purpose: uint8(purpose.Session)}, []uint32{2}, purpose.All},
		{"history", format.ForgetRequest{Scope: format.ForgetPurpose, Purpose: uint8(purpose.History)}, nil, purpose.All},
		{"interests", format.ForgetRequest{Scope: format.ForgetPurpose, Purpose: uint8(purpose.Interests)}, []uint32{3}, purpose.All},
		{"all", format.ForgetRequest{Scope: format.ForgetAll}, []uint32{1, 2, 3}, 0},
	} {
		t.Run(x.name, func(t *testing.T) {
			e := start(t)
			reply, err := e.Forget(x.request)
			require.NoError(t, err)
			after := uint32(3 - len(x.deleted))
			require.Equal(t, format.Forgotten{Before: 3, After: after, Deleted: x.deleted}, reply)
			require.Equal(t, uint16(x.granted), e.Export().Granted)
			require.Len(t, e.Export().Events, int(after))
		})
	}
	_, err := start(t).Forget(format.ForgetRequest{Scope: format.ForgetEvent, Event: 9})
	requireStatus(t, format.UnknownEvent, err)
	_, err = start(t).Forget(format.ForgetRequest{Scope: 9})
	requireStatus(t, format.BadValue, err)
	_, err = start(t).Forget(format.ForgetRequest{Scope: format.ForgetPurpose, Purpose: purpose.Count})
	requireStatus(t, format.BadValue, err)
}

func TestRank_refuses(t *testing.T) {
	e := shop.visitor(t, purpose.All)
	for field, r := range map[string]format.RankRequest{
		"top":        {},
		"now":        {Top: 1, Now: -1},
		"scope":      {Top: 1, Scope: 2},
		"candidates": {Top: 1, Scope: format.ScopeGiven, Candidates: []uint32{0, 6}},
		"exclude":    {Top: 1, Exclude: []uint32{6}},
	} {
		_, err := e.Rank(&r)
		require.Equal(t, field, requireStatus(t, format.BadValue, err).Field)
		_, err = e.Explain(&format.ExplainRequest{Request: r})
		require.Equal(t, field, requireStatus(t, format.BadValue, err).Field)
	}
	_, err := e.Rank(&format.RankRequest{Top: 1, Candidates: []uint32{0}})
	require.ErrorContains(t, err, "candidates need scope 1")
	_, err = e.Rank(&format.RankRequest{Top: format.MaxTop + 1})
	require.ErrorContains(t, err, "top")
	_, err = e.Explain(&format.ExplainRequest{Request: all(), Items: []uint32{0, 6}})
	require.Equal(t, uint32(1), requireStatus(t, format.BadValue, err).Index)
}

// Popularity weighs half after Fade events, and what a purpose weighs does not
// grow with the number of events.
func TestRank_popularityFades(t *testing.T) {
	w := shop
	w.params = func(p *format.Params) { p.BiasWeight, p.Fade, p.HalfLife = 1000, 2*256, 0 }
	e := w.visitor(t, purpose.Of(purpose.History))
	popularity := func() int32 {
		x, err := e.Explain(&format.ExplainRequest{Request: all(), Items: []uint32{0}})
		require.NoError(t, err)
		require.Equal(t, format.SourcePopularity, x.Items[0].Contributions[0].Source)
		return x.Items[0].Contributions[0].Amount
	}
	require.Equal(t, int32(1000*200), popularity())
	observe(t, e, did(1, noon, format.View, "vase"), did(2, noon, format.View, "rug"))
	require.Equal(t, int32(500*200), popularity())
}

// Evidence that is weaker than one fresh view gets less than the purpose's
// amount: a view of one half-life ago weighs half.
func TestRank_oldHistoryFades(t *testing.T) {
	w := shop
	w.params = func(p *format.Params) { p.HalfLife = 24 * 3600 }
	amount := func(ages ...int64) int32 {
		e := w.visitor(t, purpose.Of(purpose.History))
		for i, age := range ages {
			observe(t, e, did(uint32(i), noon-age, format.View, "lantern"))
		}
		x, err := e.Explain(&format.ExplainRequest{Request: all(), Items: []uint32{2}})
		require.NoError(t, err)
		return x.Items[0].Contributions[1].Amount
	}
	fresh := amount(0)
	require.InDelta(t, fresh/2, amount(day), 1)
	require.Equal(t, fresh, amount(day, day))
	require.Equal(t, fresh, amount(0, 0, 0))
}

// A visit is bridged only by events kept for the session.
func TestRank_visitEndsByItsOwnEvents(t *testing.T) {
	e := shop.visitor(t, purpose.All)
	between := did(2, noon-25*minute, format.View, "rug")
	between.Purposes = uint16(purpose.Of(purpose.History))
	observe(t, e, did(1, noon-50*minute, format.View, "lantern"), between)
	x, err := e.Explain(&format.ExplainRequest{Request: all(), Items: []uint32{2}})
	require.NoError(t, err)
	for _, c := range x.Items[0].Contributions {
		require.NotEqual(t, uint8(purpose.Session), c.Purpose)
	}
}

func TestExplain_names(t *testing.T) {
	e := shop.visitor(t, purpose.All)
	observe(t, e, did(1, noon, format.View, "lantern"))
	x, err := e.Explain(&format.ExplainRequest{Request: all("device=phone"), Items: []uint32{2}})
	require.NoError(t, err)
	require.Equal(t, uint32(1), x.Items[0].Position)
	type reason struct {
		source  format.Source
		purpose purpose.Purpose
		key     string
	}
	var reasons []reason
	for _, c := range x.Items[0].Contributions {
		reasons = append(reasons, reason{c.Source, purpose.Purpose(c.Purpose), c.Key})
	}
	require.Equal(t, []reason{
		{format.SourcePopularity, 0, ""},
		{format.SourceItem, purpose.Session, "lantern"},
		{format.SourceItem, purpose.History, "lantern"},
	}, reasons)
	x, err = e.Explain(&format.ExplainRequest{Request: format.RankRequest{Now: noon, Top: 1, Exclude: []uint32{2}}, Items: []uint32{2}})
	require.NoError(t, err)
	require.Zero(t, x.Items[0].Position, "an excluded item has no position")
}

func TestItems(t *testing.T) {
	e := shop.visitor(t, 0)
	for _, x := range []struct {
		from, count uint32
		want        []string
	}{
		{0, 2, []string{"mug", "lantern"}}, {4, 9, []string{"vase", "rug"}}, {6, 1, nil}, {1 << 31, 1 << 31, nil}, {0, 0, nil},
	} {
		reply, err := e.Items(format.ItemsRequest{From: x.from, Count: x.count})
		require.NoError(t, err)
		require.Equal(t, x.want, reply.IDs)
	}
}

func requireStatus(t *testing.T, want format.Status, err error) *format.Error {
	t.Helper()
	var e *format.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, want, e.Status, err)
	return e
}

// A key is the catalog's own, or a copy: it keeps neither the message that
// brought it in memory nor a catalog that is no longer loaded.
func TestObserve_keysAreTheirOwn(t *testing.T) {
	message := "tea, never sold"
	e := New()
	require.NoError(t, e.SetConsent(format.Consent{Version: format.ConsentVersion, Granted: uint16(purpose.All)}))
	for range 2 {
		b, err := format.Encode(shop.catalog(t))
		require.NoError(t, err)
		_, err = e.Load(b)
		require.NoError(t, err)
		e.Observe([]format.Event{did(1, noon, format.View, message[:3]), did(2, noon, format.View, message[5:])})
		known, unknown := e.log.entries[0], e.log.entries[1]
		require.Equal(t, "tea", known.Key)
		require.Same(t, unsafe.StringData(e.catalog.Items.At(known.row)), unsafe.StringData(known.Key))
		require.Equal(t, "never sold", unknown.Key)
		require.Negative(t, unknown.row)
		require.NotSame(t, unsafe.StringData(message[5:]), unsafe.StringData(unknown.Key))
	}
}
