package format

// A Status says how a call ended. Its value crosses the ABI and stands in
// conformance vectors: never renumber.
type Status uint16

const (
	OK             Status = 0
	UnknownOp      Status = 1  // no such operation
	BadMessage     Status = 2  // a request's bytes do not follow its layout
	BadValue       Status = 3  // a well-formed request asks for something impossible
	BadCatalog     Status = 4  // a catalog's bytes do not follow the format
	NewerVersion   Status = 5  // written by a newer Privet than this one
	NoCatalog      Status = 6  // load a catalog first
	NotGranted     Status = 7  // no granted purpose allows keeping this event
	DuplicateEvent Status = 8  // an event of this id is held already
	UnknownEvent   Status = 9  // no event of this id is held
	TooLarge       Status = 10 // a limit is exceeded
)

// statusNames are the readable names of statuses, as conformance vectors use them.
var statusNames = [...]string{
	"ok", "unknown-op", "bad-message", "bad-value", "bad-catalog", "newer-version",
	"no-catalog", "not-granted", "duplicate-event", "unknown-event", "too-large",
}

// String returns the status's name, or "unknown".
func (s Status) String() string {
	if int(s) < len(statusNames) {
		return statusNames[s]
	}
	return "unknown"
}
