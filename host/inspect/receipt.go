package inspect

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"privet/host/notice"
	"privet/wasm"
)

// Members of a receipt, which receipt.schema.json describes.
const (
	receiptType = "dpv:ConsentReceipt"
	record      = "dpv:hasRecordOfActivity"
	status      = "dpv:hasConsentStatus"
	deleted     = "privet:deleted"
	proof       = "privet:proof"
)

// describeReceipts verifies receipts and says what each of them tells.
func describeReceipts(out io.Writer, docs []any, now time.Time) error {
	receipts := make([]receipt, len(docs))
	failed := 0
	signers := map[string]int{}
	for i, doc := range docs {
		r := check(doc)
		if !r.ok() {
			failed++
		}
		signers[r.signer()]++
		receipts[i] = r
	}
	fmt.Fprintf(out, "receipts: %d\n", len(receipts))
	for _, signer := range slices.Sorted(maps.Keys(signers)) {
		fmt.Fprintf(out, "  %s: %d\n", signer, signers[signer])
	}
	for i := range receipts {
		fmt.Fprintf(out, "\nreceipt %d", i+1)
		if err := receipts[i].describe(out, now); err != nil {
			return err
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d receipts do not verify", failed, len(receipts))
	}
	return nil
}

// signer says whose signature the receipt has.
func (r *receipt) signer() string {
	switch {
	case !r.signed:
		return "not signed"
	case r.forged != nil:
		return "signature not valid"
	}
	return "signed with the key " + r.key
}

// describe says what a receipt tells; of one that is no whole receipt, what is wrong with it.
func (r *receipt) describe(out io.Writer, now time.Time) error {
	if len(r.wrong) > 0 {
		fmt.Fprintf(out, ": %s; its structure is wrong\n", r.signer())
	} else {
		fmt.Fprintf(out, ": %s\n", text(r.doc, "dct:identifier"))
	}
	if r.forged != nil {
		fmt.Fprintf(out, "  %v\n", r.forged)
	}
	for _, fault := range r.wrong {
		fmt.Fprintf(out, "  %s\n", fault)
	}
	if len(r.wrong) > 0 {
		return nil
	}
	words, err := wordsOf(text(r.doc, record, "dpv:hasNotice", "privet:sha256"), text(r.doc, record, "dpv:hasNotice", "dct:language"))
	if err != nil {
		return err
	}
	t := table(out)
	row(t, "  signature", r.signer())
	row(t, "  site", fmt.Sprintf("%s %q", text(r.doc, record, "dpv:hasDataController", "@id"), text(r.doc, record, "dpv:hasDataController", "dct:title")))
	row(t, "  made", utc(moment(r.doc, "dct:created")))
	row(t, "  shown", words)
	row(t, "  engine", engineOf(text(r.doc, "privet:engine")))
	if at(r.doc, "privet:signal") != nil {
		row(t, "  signal", "Global Privacy Control was on, and the choice went before")
	}
	t.Flush()
	r.describePurposes(out, now)
	r.describeDeletion(out)
	return nil
}

func (r *receipt) describePurposes(out io.Writer, now time.Time) {
	t := table(out)
	row(t, "  purpose", "consent", "of", "by", "asked in", "holds", "version", "kept for", "uses")
	for _, p := range elements(r.doc, record, "dpv:hasProcess") {
		kept := "no time"
		for _, condition := range elements(p, "dpv:hasStorageCondition") {
			kept = cmp.Or(text(condition, "dpv:hasDuration"), kept)
		}
		holds := "-"
		if at(p, status, "dpv:hasDuration") != nil {
			holds = holdsUntil(moment(p, status, "dpv:hasDuration", "rdf:value"), now)
		}
		var uses []string
		for _, use := range elements(p, "dpv:hasPersonalData") {
			uses = append(uses, strings.TrimPrefix(use.(string), "pd:"))
		}
		row(t, fmt.Sprintf("  %q", text(p, "dct:identifier")), strings.ToLower(strings.TrimPrefix(term(p, status, "@type"), "Consent")),
			utc(moment(p, status, "dpv:isIndicatedAtTime")), term(p, status, "dpv:isIndicatedBy"),
			fmt.Sprintf("%q", text(p, status, "dpv:hasIndicationMethod")), holds, at(p, "dcat:version"), kept, strings.Join(uses, ", "))
	}
	t.Flush()
}

func (r *receipt) describeDeletion(out io.Writer) {
	if at(r.doc, deleted) == nil {
		return
	}
	before, _ := at(r.doc, deleted, "before").(map[string]any)
	after, _ := at(r.doc, deleted, "after").(map[string]any)
	names := maps.Clone(before)
	maps.Copy(names, after)
	t := table(out)
	row(t, "  deleted", "before", "after")
	for _, name := range slices.Sorted(maps.Keys(names)) {
		row(t, fmt.Sprintf("  %q", name), count(before, name), count(after, name))
	}
	t.Flush()
}

func count(counts map[string]any, name string) string {
	if n, ok := counts[name].(float64); ok {
		return fmt.Sprint(n)
	}
	return "not told"
}

// wordsOf says which texts have a hash; told is the language that goes with it.
func wordsOf(hash, told string) (string, error) {
	if hash == "" {
		return "texts of the site's own", nil
	}
	languages, err := notice.Languages()
	if err != nil {
		return "", err
	}
	for _, code := range languages {
		h, err := notice.Hash(code)
		if err != nil {
			return "", err
		}
		if h == hash {
			return fmt.Sprintf("the %s texts of this version, in %s", display.English.Tags().Name(language.Make(code)), told), nil
		}
	}
	return "texts of another version, in " + told, nil
}

// engineOf says which engine has a hash.
func engineOf(hash string) string {
	if hash == "" {
		return "none"
	}
	if sum := sha256.Sum256(wasm.Engine); hash == hex.EncodeToString(sum[:]) {
		return "that of this version"
	}
	return "that of another version, " + hash
}

func holdsUntil(until, now time.Time) string {
	if now.Before(until) {
		return "until " + utc(until)
	}
	return "until " + utc(until) + ", which has passed"
}

func utc(t time.Time) string { return t.UTC().Format(time.DateTime) }
