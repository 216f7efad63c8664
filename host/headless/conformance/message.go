package conformance

import (
	"encoding"
	"fmt"
	"reflect"
	"strings"

	"privet/engine/format"
)

// A message is any message of the ABI.
type message interface {
	AppendTo([]byte) []byte
	encoding.BinaryUnmarshaler
}

// newMessage returns an empty message of that name, which package abi lists.
func newMessage(name string) message {
	switch name {
	case "CatalogInfo":
		return new(format.CatalogInfo)
	case "Consent":
		return new(format.Consent)
	case "ObserveRequest":
		return new(format.ObserveRequest)
	case "Observed":
		return new(format.Observed)
	case "RankRequest":
		return new(format.RankRequest)
	case "Ranking":
		return new(format.Ranking)
	case "ExplainRequest":
		return new(format.ExplainRequest)
	case "Explanation":
		return new(format.Explanation)
	case "ForgetRequest":
		return new(format.ForgetRequest)
	case "Forgotten":
		return new(format.Forgotten)
	case "ExportRequest":
		return new(format.ExportRequest)
	case "Profile":
		return new(format.Profile)
	case "ItemsRequest":
		return new(format.ItemsRequest)
	case "Items":
		return new(format.Items)
	case "TrendInfo":
		return new(format.TrendInfo)
	}
	panic("no message " + name)
}

// compare returns how got, a decoded response, differs from the fields that a
// vector expects: a path and two values, or "".
func compare(where string, got reflect.Value, want any) string {
	switch want := want.(type) {
	case map[string]any:
		for name, value := range want {
			f := got
			if got.Kind() == reflect.Struct {
				f = got.FieldByNameFunc(func(field string) bool { return strings.EqualFold(field, name) })
			}
			if got.Kind() != reflect.Struct || !f.IsValid() {
				return fmt.Sprintf("%s has no field %q", where, name)
			}
			if difference := compare(where+"."+name, f, value); difference != "" {
				return difference
			}
		}
		return ""
	case []any:
		if got.Kind() != reflect.Slice || got.Len() != len(want) {
			return fmt.Sprintf("%s: want %d elements, got %v", where, len(want), got)
		}
		for i, value := range want {
			if difference := compare(fmt.Sprintf("%s[%d]", where, i), got.Index(i), value); difference != "" {
				return difference
			}
		}
		return ""
	case float64:
		if got.CanInt() && float64(got.Int()) == want || got.CanUint() && float64(got.Uint()) == want {
			return ""
		}
	case string:
		if got.Kind() == reflect.String && got.String() == want {
			return ""
		}
	}
	return fmt.Sprintf("%s: want %v, got %v", where, want, got)
}
