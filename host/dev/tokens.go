package dev

import (
	"encoding/json"
	"net/http"

	"privet/engine/format"
	"privet/host/catalog"
)

// serveTokens answers with what the catalog in a directory knows of items and moments, "daypart=evening", as a JSON list:
// the inspector offers those. A page that ranks has no use for the list, so nothing else gives it.
func serveTokens(dir string, w http.ResponseWriter) {
	tokens, err := tokensOf(dir)
	if err != nil {
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(tokens)
}

func tokensOf(dir string) ([]string, error) {
	built, err := catalog.Open(dir)
	if err != nil {
		return nil, err
	}
	c, err := format.Decode(built.Catalog)
	if err != nil {
		return nil, err
	}
	tokens := make([]string, c.Tokens.Len())
	for i := range tokens {
		tokens[i] = c.Tokens.At(i)
	}
	return tokens, nil
}
