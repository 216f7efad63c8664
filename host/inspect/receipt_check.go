package inspect

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

//go:embed receipt.schema.json
var receiptSchema []byte

var compiledSchema = sync.OnceValue(func() *jsonschema.Schema {
	const name = "receipt.schema.json"
	var schema any
	if err := json.Unmarshal(receiptSchema, &schema); err != nil {
		panic(err) // it is built in
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource(name, schema); err != nil {
		panic(err)
	}
	return c.MustCompile(name)
})

// A receipt is a document and what checking it found.
type receipt struct {
	doc    any
	signed bool
	key    string   // fingerprint, where the signature is valid
	forged error    // why it is not
	wrong  []string // what is wrong in its structure, by path
}

func check(doc any) receipt {
	r := receipt{doc: doc, wrong: malformed(doc)}
	if len(r.wrong) == 0 {
		r.wrong = contradictions(doc)
	}
	if r.signed = at(doc, proof) != nil; r.signed {
		r.key, r.forged = verify(doc)
	}
	return r
}

func (r *receipt) ok() bool { return r.forged == nil && len(r.wrong) == 0 }

// malformed holds a receipt against receipt.schema.json.
func malformed(doc any) []string {
	err := compiledSchema().Validate(doc)
	if err == nil {
		return nil
	}
	var invalid *jsonschema.ValidationError
	if !errors.As(err, &invalid) {
		return []string{err.Error()}
	}
	english := message.NewPrinter(language.English)
	var all []string
	var collect func(e *jsonschema.ValidationError)
	collect = func(e *jsonschema.ValidationError) {
		for _, cause := range e.Causes {
			collect(cause)
		}
		if len(e.Causes) > 0 {
			return // they say more
		}
		detail := e.ErrorKind.LocalizedString(english)
		if where := path(e.InstanceLocation); where != "" {
			detail = where + ": " + detail
		}
		all = append(all, detail)
	}
	collect(invalid)
	return all
}

// path writes where a value of a document stands: "dpv:hasProcess[0].dct:title".
func path(location []string) string {
	var b strings.Builder
	for _, step := range location {
		if _, err := strconv.Atoi(step); err == nil {
			fmt.Fprintf(&b, "[%s]", step)
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		b.WriteString(step)
	}
	return b.String()
}

// contradictions finds what no schema can: parts of a receipt that cannot both be true.
func contradictions(doc any) (wrong []string) {
	seen := map[string]bool{}
	for i, process := range elements(doc, record, "dpv:hasProcess") {
		name := text(process, "dct:identifier")
		if seen[name] {
			wrong = append(wrong, fmt.Sprintf("%s.dpv:hasProcess[%d].dct:identifier: %q stands twice", record, i, name))
		}
		seen[name] = true
		if until := at(process, status, "dpv:hasDuration"); until != nil &&
			!moment(until, "rdf:value").After(moment(process, status, "dpv:isIndicatedAtTime")) {
			wrong = append(wrong, fmt.Sprintf("%s.dpv:hasProcess[%d].%s: it ends before it begins", record, i, status))
		}
		if left, _ := at(doc, deleted, "after", name).(float64); left > 0 && text(process, status, "@type") == "dpv:ConsentWithdrawn" {
			wrong = append(wrong, fmt.Sprintf("%s.after.%s: %v are left of what was withdrawn", deleted, name, left))
		}
	}
	return wrong
}
