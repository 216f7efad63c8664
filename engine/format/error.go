package format

import "strconv"

// An Error says what was wrong with bytes or values that came from outside, and
// where. Callers branch on Status; the rest is for people.
type Error struct {
	Status Status
	Record string // which structure: "catalog", "RankRequest"
	Index  uint32 // which of several, from 0
	Field  string // which field of it
	Offset uint32 // byte offset in the input
	Detail string // what is wrong and what to do
}

// Error returns one line: "bad-catalog: catalog[0].ids at byte 12: …".
func (e *Error) Error() string {
	return e.Status.String() + ": " + e.Record + "[" + strconv.FormatUint(uint64(e.Index), 10) + "]." + e.Field +
		" at byte " + strconv.FormatUint(uint64(e.Offset), 10) + ": " + e.Detail
}

// Failure returns the error as the message that crosses the ABI.
func (e *Error) Failure() Failure {
	return Failure{Record: e.Record, Index: e.Index, Field: e.Field, Offset: e.Offset, Detail: e.Detail}
}
