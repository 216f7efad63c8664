package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"privet/host/eval"
)

// A set is one data set under one protocol.
type set struct {
	data, protocol string
	methods        []*method // in order of appearance
}

type method struct {
	name                 string
	quality, half, bytes float64
}

// headline is the figure of each protocol that the chart shows.
var headline = map[string]string{"holdout": "ndcg@100", "nextclick": "ndcg@10"}

// read gathers the headline figures and sizes of all methods. Other figures are
// left out. The name is for errors.
func read(in io.Reader, name string) ([]*set, error) {
	var sets []*set
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<20)
	for number := 1; lines.Scan(); number++ {
		var f eval.Figure
		if err := json.Unmarshal(lines.Bytes(), &f); err != nil {
			return nil, fmt.Errorf("%s:%d: not a figure as privet eval writes it: %w", name, number, err)
		}
		protocol, rest, _ := strings.Cut(f.Name, "/")
		methodName, figure, _ := strings.Cut(rest, "/")
		if headline[protocol] == "" || figure == "" {
			continue
		}
		switch figure {
		case headline[protocol]:
			find(&sets, f.Data, protocol, methodName).quality = f.Value
		case headline[protocol] + "/ci95":
			find(&sets, f.Data, protocol, methodName).half = f.Value
		case "bytes-per-item":
			find(&sets, f.Data, protocol, methodName).bytes = f.Value
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(sets) == 0 {
		return nil, fmt.Errorf("%s: there are no figures of holdout or nextclick", name)
	}
	return sets, nil
}

// find returns a method of a set, made where it is new.
func find(sets *[]*set, data, protocol, name string) *method {
	i := slices.IndexFunc(*sets, func(s *set) bool { return s.data == data && s.protocol == protocol })
	if i < 0 {
		i = len(*sets)
		*sets = append(*sets, &set{data: data, protocol: protocol})
	}
	s := (*sets)[i]
	k := slices.IndexFunc(s.methods, func(m *method) bool { return m.name == name })
	if k < 0 {
		k = len(s.methods)
		s.methods = append(s.methods, &method{name: name})
	}
	return s.methods[k]
}
