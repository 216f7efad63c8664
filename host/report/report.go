// Package report writes what a privacy officer asks for of a site that uses
// Privet: the record of processing, a draft of an impact assessment, what flows
// where, and pages that tell it to visitors. It is made from what the purposes
// declare, the texts that visitors see, the built catalog and the engine.
package report

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"

	"privet/engine/format"
	"privet/host/catalog"
	"privet/host/catalog/manifest"
	"privet/host/inspect"
	"privet/host/notice"
	"privet/wasm"
)

const (
	// Format is the first member of report.json.
	Format = "privet-report"
	// Version is raised whenever a member of report.json changes its meaning.
	Version = 1
	// ownLanguage is that of the report's own words. Visitors' pages are in theirs.
	ownLanguage = "en"
)

// Options say what to report on, and what only the owner knows.
type Options struct {
	Dir string // what privet build wrote
	Controller
	Renew int // days that a consent lasts
}

// A Report is report.json. It holds no time, so that equal input gives equal bytes.
type Report struct {
	Format     string     `json:"format"`
	Version    int        `json:"version"`
	Language   string     `json:"language"` // BCP 47
	Missing    []string   `json:"missing"`  // flags of privet report that were not given
	Controller Controller `json:"controller"`
	Site       Site       `json:"site"`
	Record     Record     `json:"record"`
	Consent    Consent    `json:"consent"`
	Assessment Assessment `json:"assessment"`
	Requests   []Request  `json:"requests"` // all that a browser asks for because of Privet, and what else tells of a visitor
	Notices    []Notice   `json:"notices"`
	Engine     Engine     `json:"engine"`
	Owner      Owner      `json:"owner"`
}

// A Controller is who answers for the processing.
type Controller struct {
	Name    string `json:"name"`
	Contact string `json:"contact"`
	DPO     string `json:"dpo"` // data protection officer
}

// A Site is the directory that the report is about.
type Site struct {
	Name       string   `json:"name"`
	Items      int      `json:"items"`
	Pictures   int      `json:"pictures"`   // items that have one
	Catalog    File     `json:"catalog"`    // what the engine ranks by
	Categories []string `json:"categories"` // of the items, most items first
	Interests  []string `json:"interests"`  // what a visitor can declare
}

// A File is one that every visitor's browser gets.
type File struct {
	Name   string `json:"name"`
	Bytes  int    `json:"bytes"`
	SHA256 string `json:"sha256"` // hexadecimal
}

// A Notice is what visitors who read a language are told before they choose.
type Notice struct {
	Language string `json:"language"` // BCP 47
	SHA256   string `json:"sha256"`   // hexadecimal; receipts name it
	Page     string `json:"page"`     // file of the report
}

// An Engine is the module that ranks in the browser.
type Engine struct {
	SHA256  string   `json:"sha256"` // hexadecimal
	Bytes   int      `json:"bytes"`
	Imports []string `json:"imports"` // all that it could reach beside its own memory
	Exports []string `json:"exports"`
}

// An Owner is what the site's owner wants of lists.
type Owner struct {
	Variety     Variety              `json:"variety"`
	Explore     float64              `json:"explore"` // standard deviations that exploration strays; 0 = never
	Rules       []inspect.Rule       `json:"rules"`
	Experiments []inspect.Experiment `json:"experiments"`
	Sensitive   Sensitive            `json:"sensitive"`
}

// Variety is how mixed lists are, in percent, and how far a visitor may change it.
type Variety struct {
	Least int32 `json:"least"`
	Usual int32 `json:"usual"`
	Most  int32 `json:"most"`
}

// Sensitive are the items that say nothing of a visitor, by the owner's rules.
type Sensitive struct {
	Items  int      `json:"items"`
	Titles []string `json:"titles"` // the first of them, for recognizing the kind
}

// maxTitles is how many sensitive items a report names.
const maxTitles = 12

// Make reads a built directory and reports on it.
func Make(o Options) (*Report, error) {
	if o.Renew < 1 || o.Renew > MaxRenew {
		return nil, fmt.Errorf("a consent of %d days: it must last 1 to %d", o.Renew, MaxRenew)
	}
	d, err := catalog.Open(o.Dir)
	if err != nil {
		return nil, err
	}
	c, err := format.Decode(d.Catalog)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", o.Dir, err)
	}
	items, err := d.Items()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", o.Dir, err)
	}
	engine, err := describeEngine()
	if err != nil {
		return nil, err
	}
	english, err := readTexts(ownLanguage)
	if err != nil {
		return nil, err
	}
	r := &Report{
		Format: Format, Version: Version, Language: ownLanguage,
		Missing: o.missing(), Controller: o.Controller,
		Site:    describeSite(d.Manifest, items),
		Consent: lifeCycle(o.Renew),
		Engine:  engine,
		Owner:   describeOwner(d.Manifest, c, items),
	}
	if r.Record, err = makeRecord(english); err != nil {
		return nil, err
	}
	if r.Requests, err = requests(d.Manifest); err != nil {
		return nil, err
	}
	if r.Notices, err = notices(); err != nil {
		return nil, err
	}
	r.Assessment = assess(r)
	return r, nil
}

// missing names what the owner has not said.
func (c *Controller) missing() []string {
	missing := []string{}
	for _, member := range []struct{ name, value string }{{"controller", c.Name}, {"contact", c.Contact}, {"dpo", c.DPO}} {
		if member.value == "" {
			missing = append(missing, member.name)
		}
	}
	return missing
}

func describeSite(m *manifest.Manifest, items []catalog.TextItem) Site {
	pictures := 0
	for i := range items {
		if items[i].Image != "" {
			pictures++
		}
	}
	return Site{
		Name: m.Name, Items: m.Items, Pictures: pictures, Catalog: fileOf(m.Catalog),
		Categories: m.Categories, Interests: m.Interests,
	}
}

func fileOf(f manifest.File) File {
	sum, _ := base64.StdEncoding.DecodeString(f.SHA256) // the manifest was checked
	return File{Name: f.File, Bytes: f.Bytes, SHA256: hex.EncodeToString(sum)}
}

func describeEngine() (Engine, error) {
	m, err := inspect.ReadModule(wasm.Engine)
	if err != nil {
		return Engine{}, fmt.Errorf("the engine: %w", err)
	}
	sum := sha256.Sum256(wasm.Engine)
	return Engine{
		SHA256: hex.EncodeToString(sum[:]), Bytes: len(wasm.Engine),
		Imports: append([]string{}, m.Imports...), Exports: m.Exports,
	}, nil
}

func describeOwner(m *manifest.Manifest, c *format.Catalog, items []catalog.TextItem) Owner {
	v := c.Params.Variety
	owner := Owner{
		Variety: Variety{v.Least, v.Usual, v.Most}, Explore: float64(c.Params.Explore) / 256,
		Rules: append([]inspect.Rule{}, inspect.Rules(c)...), Experiments: append([]inspect.Experiment{}, inspect.Experiments(m)...),
		Sensitive: Sensitive{Titles: []string{}},
	}
	marked := make([]bool, len(items))
	for i := range c.Rules.Rules {
		if rule := &c.Rules.Rules[i]; rule.Action == format.ActionSensitive {
			for _, item := range rule.Items {
				marked[item] = true
			}
		}
	}
	for i, is := range marked {
		if !is {
			continue
		}
		owner.Sensitive.Items++
		if len(owner.Sensitive.Titles) < maxTitles {
			owner.Sensitive.Titles = append(owner.Sensitive.Titles, titleOf(&items[i]))
		}
	}
	return owner
}

func titleOf(item *catalog.TextItem) string {
	if item.Title == "" {
		return item.ID
	}
	return item.Title
}

func notices() ([]Notice, error) {
	languages, err := notice.Languages()
	if err != nil {
		return nil, err
	}
	var all []Notice
	for _, language := range languages {
		hash, err := notice.Hash(language)
		if err != nil {
			return nil, err
		}
		all = append(all, Notice{Language: language, SHA256: hash, Page: "transparency." + language + ".html"})
	}
	return all, nil
}
