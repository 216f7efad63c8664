package format

// check returns what is wrong with the owner's rules, for a catalog of so many
// items and tokens.
func (m *Rules) check(items, tokens int) *Error {
	for i := range m.Rules {
		if field := m.Rules[i].check(items, tokens); field != "" {
			return &Error{Status: BadCatalog, Record: "Rule", Index: uint32(i), Field: field, Detail: "a value is outside its range"}
		}
	}
	return nil
}

// check returns the field that is wrong, "" for none.
func (r *Rule) check(items, tokens int) string {
	least, most := int32(0), int32(0)
	switch r.Action {
	case ActionHide, ActionSensitive:
	case ActionPin, ActionLimit:
		least, most = 1, MaxTop
	case ActionBoost:
		least, most = -MaxBoost, MaxBoost
	case ActionFloor:
		least, most = 1, 1000
	case ActionMet, ActionShown:
		least, most = HideMet, MaxBoost
	default:
		return "action"
	}
	switch {
	case r.Name == "":
		return "name"
	case r.Value < least || r.Value > most:
		return "value"
	case r.Count == 0 && (r.Action == ActionMet || r.Action == ActionShown):
		return "count"
	case r.Span < 0:
		return "span"
	case !rising(r.Items, items):
		return "items"
	case !rising(r.Labels, tokens), len(r.Labels) > 0 && r.Action != ActionLimit:
		return "labels"
	}
	return ""
}

// rising tells whether numbers rise and stay below a limit.
func rising(list []uint32, limit int) bool {
	next := uint32(0)
	for _, v := range list {
		if v < next || v >= uint32(limit) {
			return false
		}
		next = v + 1
	}
	return true
}
