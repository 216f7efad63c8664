package dataset

// ByVisitor cuts events in the order of a data set into those of each visitor.
func ByVisitor(events []Event) [][]Event {
	return runs(events, func(e *Event) int32 { return e.Visitor })
}

// ByVisit cuts events where the visit changes. Visits of one visitor that overlap
// are cut into pieces.
func ByVisit(events []Event) [][]Event {
	return runs(events, func(e *Event) int32 { return e.Visit })
}

// runs cuts events where the key changes. To append to a run changes no other.
func runs(events []Event, key func(*Event) int32) [][]Event {
	var out [][]Event
	for from := 0; from < len(events); {
		to := from + 1
		for to < len(events) && key(&events[to]) == key(&events[from]) {
			to++
		}
		out = append(out, events[from:to:to])
		from = to
	}
	return out
}
