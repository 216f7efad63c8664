package format

// check returns what is wrong with the owner's rules, for a catalog of so many
// items and tokens.
func (m *Rules) check(items, tokens int) *Error {
	for i := range m.Rules {
		if field, detail := m.Rules[i].check(items, tokens); field != "" {
			return &Error{Status: BadCatalog, Record: "Rule", Index: uint32(i), Field: field, Detail: detail}
		}
	}
	next := uint32(0)
	for i, w := range m.Windows {
		if w.Item < next || w.Item >= uint32(items) {
			return &Error{Status: BadCatalog, Record: "Window", Index: uint32(i), Field: "item", Detail: "windows must name items of the catalog, each once and rising"}
		}
		next = w.Item + 1
	}
	return nil
}

// check returns the field that is wrong, "" for none, and why.
func (r *Rule) check(items, tokens int) (field, detail string) {
	least, most := int32(0), int32(0)
	switch r.Action {
	case ActionHide, ActionSensitive:
	case ActionPin:
		least, most = 1, MaxTop
	case ActionBoost:
		least, most = -MaxBoost, MaxBoost
	case ActionLimit:
		least, most = 1, MaxTop
	case ActionFloor:
		least, most = 1, 1000
	case ActionMet, ActionShown:
		least, most = HideMet, MaxBoost
	default:
		return "action", "there is no such action; update Privet or rebuild the catalog"
	}
	switch {
	case r.Name == "":
		return "name", "a rule needs a name, which explanations show"
	case r.Value < least || r.Value > most:
		return "value", "it is outside what the action allows; see Action"
	case r.Span < 0:
		return "span", "it must be seconds, or 0"
	case !rising(r.Items, items):
		return "items", "items must be of the catalog, each once and rising"
	case !rising(r.Labels, tokens):
		return "labels", "labels must be tokens of the catalog, each once and rising"
	}
	return "", ""
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
