package engine

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"privet/engine/format"
	"privet/engine/purpose"
)

// A purpose that is not granted has no influence at all: an engine that was
// handed its events and context says, byte for byte, what one says that never was.
func TestPurpose_deniedHasNoInfluence(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, granted, events := randomCatalog(t), randomGrant(t), randomLog(t)
		denied := purpose.Purpose(rapid.IntRange(0, purpose.Count-1).Draw(t, "denied"))
		granted &^= purpose.Of(denied)
		request := randomRequest(t, c)

		with := visitorOf(t, c, granted)
		with.Observe(events)

		without := visitorOf(t, c, granted)
		for _, x := range events {
			if x.Purposes &^= uint16(purpose.Of(denied)); x.Purposes != 0 {
				without.Observe([]format.Event{x})
			}
		}
		stripped := request
		if denied == purpose.Prediction {
			stripped.Seed = 0
		}
		stripped.Context = slices.DeleteFunc(slices.Clone(request.Context), func(key string) bool {
			return purpose.OfContextKey(key) == denied
		})
		require.Equal(t, answers(t, without, stripped), answers(t, with, request))
		require.Equal(t, without.Export(), with.Export())
	})
}

// Withdrawing a purpose leaves what would be had it never been granted.
func TestSetConsent_withdrawalLeavesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, before, events := randomCatalog(t), randomGrant(t), randomLog(t)
		after := before & randomGrant(t)
		request := randomRequest(t, c)

		withdrawn := visitorOf(t, c, before)
		withdrawn.Observe(events)
		answers(t, withdrawn, request) // so that anything kept between requests would show
		require.NoError(t, withdrawn.SetConsent(format.Consent{Version: 1, Granted: uint16(after)}))

		never := visitorOf(t, c, after)
		never.Observe(events)
		require.Equal(t, answers(t, never, request), answers(t, withdrawn, request))
		require.Equal(t, never.Export(), withdrawn.Export())
	})
}

// Forgetting an event leaves, bit for bit, what would be had it never happened.
func TestForget_asIfItNeverHappened(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, granted, events := randomCatalog(t), randomGrant(t), randomLog(t)
		request := randomRequest(t, c)
		e := visitorOf(t, c, granted)
		e.Observe(events)
		held := e.Export().Events
		if len(held) == 0 {
			return
		}
		gone := held[rapid.IntRange(0, len(held)-1).Draw(t, "gone")].ID
		answers(t, e, request) // so that anything kept between requests would show
		reply, err := e.Forget(format.ForgetRequest{Scope: format.ForgetEvent, Event: gone})
		require.NoError(t, err)
		require.Equal(t, []uint32{gone}, reply.Deleted)
		require.Equal(t, reply.Before-1, reply.After)

		never := visitorOf(t, c, granted)
		never.Observe(slices.DeleteFunc(slices.Clone(events), func(x format.Event) bool { return x.ID == gone }))
		require.Equal(t, answers(t, never, request), answers(t, e, request))
	})
}

// Events may arrive in any order and in any number of calls.
func TestObserve_orderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, granted, events := randomCatalog(t), randomGrant(t), randomLog(t)
		request := randomRequest(t, c)
		at, shuffled := visitorOf(t, c, granted), visitorOf(t, c, granted)
		at.Observe(events)
		for _, x := range rapid.Permutation(events).Draw(t, "order") {
			shuffled.Observe([]format.Event{x})
			if rapid.IntRange(0, 9).Draw(t, "asked between") == 0 {
				answers(t, shuffled, request)
			}
		}
		require.Equal(t, answers(t, at, request), answers(t, shuffled, request))
	})
}

// Contributions sum to the score that Rank gives, exactly, and the position is
// the one that Rank gives.
func TestExplain_sumsToTheScore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := randomCatalog(t)
		e := visitorOf(t, c, randomGrant(t))
		e.Observe(randomLog(t))
		request := randomRequest(t, c)
		request.Top = 100
		ranking, err := e.Rank(&request)
		require.NoError(t, err)
		asked := format.ExplainRequest{Request: request}
		for _, x := range ranking.Items {
			asked.Items = append(asked.Items, x.Item)
		}
		explanation, err := e.Explain(&asked)
		require.NoError(t, err)
		for i, x := range explanation.Items {
			sum := int64(0)
			for _, contribution := range x.Contributions {
				sum += int64(contribution.Amount)
				require.Zero(t, contribution.Without, "not asked for")
			}
			require.Equal(t, int64(ranking.Items[i].Score), sum)
			require.Equal(t, ranking.Items[i].Score, x.Score)
			require.Equal(t, uint32(i+1), x.Position)
		}
	})
}

// The heap finds what sorting everything finds, where nothing but scores counts.
func TestRank_matchesFullSort(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := plainCatalog(t)
		e := visitorOf(t, c, randomGrant(t)&^purpose.Of(purpose.Prediction))
		e.Observe(randomLog(t))
		request := randomRequest(t, c)
		ranking, err := e.Rank(&request)
		require.NoError(t, err)

		wide := request
		wide.Top = format.MaxTop
		full, err := e.Rank(&wide)
		require.NoError(t, err)
		for i := 1; i < len(full.Items); i++ {
			a, b := full.Items[i-1], full.Items[i]
			require.True(t, a.Score > b.Score || a.Score == b.Score && a.Item < b.Item, "%v before %v", a, b)
		}
		require.Equal(t, full.Items[:min(len(full.Items), int(request.Top))], ranking.Items)
	})
}

// Weights sum to at most TotalWeight and the visitor's vector fits 16 bits,
// whatever a catalog and a full log hold: 32768 × 255 × 128 / 2^16 is 16,320,
// and rounding adds at most a half for each of 8,704 tokens.
func TestFold_vectorFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := randomCatalog(t)
		e := visitorOf(t, c, purpose.All)
		e.Observe(randomLog(t))
		request := randomRequest(t, c)
		if met(request.Strategy) {
			return // their weights are scores, and make no vector
		}
		f := e.fold(&request, noReason)
		total := int64(0)
		for _, x := range f.tokens {
			total += abs(int64(x.weight))
			require.NotZero(t, purpose.All&purpose.Of(x.purpose))
		}
		require.LessOrEqual(t, total, int64(format.TotalWeight))
		if c.Rank == 0 {
			return
		}
		u := make([]int64, c.Rank)
		for i := range f.tokens {
			q := make([]int16, c.Rank)
			e.addTo(q, &f.tokens[i], 0)
			for d, v := range q {
				u[d] += int64(v)
			}
		}
		for _, v := range u {
			require.LessOrEqual(t, abs(v), int64(16320+len(f.tokens)/2+1))
		}
	})
}

func TestHalved(t *testing.T) {
	for _, x := range []struct{ age, halfLife, want int64 }{
		{0, 100, one}, {-5, 100, one}, {5, 0, one}, {100, 100, one / 2}, {50, 100, 46341},
		{200, 100, one / 4}, {1600, 100, 1}, {3200, 100, 0}, {1 << 40, 1, 0},
	} {
		require.Equal(t, x.want, halved(x.age, x.halfLife), x)
	}
	rapid.Check(t, func(t *rapid.T) {
		halfLife := rapid.Int64Range(1, 1<<40).Draw(t, "half-life")
		age := rapid.Int64Range(0, 1<<42).Draw(t, "age")
		require.GreaterOrEqual(t, halved(age, halfLife), halved(age+1, halfLife))
	})
}
