package report

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/purpose"
	"privet/host/catalog"
	"privet/host/catalog/train"
	"privet/host/inspect"
)

// hostile is a text that would like to be more than that, in HTML and in JSON.
const hostile = `</style></title><script>alert(1)</script><img src=x onerror='alert(2)'> "{{.}}" &amp;`

// stall builds a shop of three items, all of whose texts are hostile, into a
// directory called stall.
func stall(t *testing.T) {
	t.Helper()
	t.Chdir(t.TempDir())
	quoted := `"` + strings.ReplaceAll(hostile, `"`, `""`) + `"`
	for name, text := range map[string]string{
		"items.csv":  "id,title,category,image\na," + quoted + "," + quoted + ",/a.png\nb,Pills," + quoted + ",\nc,,Rugs,/c.png\n",
		"events.csv": "visitor,item,time\nv,a,2025-03-01 08:00:00\n",
		"rules.yaml": `version: 1
variety: {least: 5, usual: 20, most: 60}
explore: 0.5
rules:
  - {name: "` + strings.ReplaceAll(hostile[:52], `"`, `\"`) + `", hide: true, where: {id: [c]}}
  - {name: "nobody's business", sensitive: true, where: {id: [a, b]}}
experiments:
  - {name: Mixed, holdout: 5%, arms: [{name: mixed, share: 100%, variety: 50}]}
`,
	} {
		require.NoError(t, os.WriteFile(name, []byte(text), 0o644))
	}
	_, err := catalog.Build(context.Background(), catalog.Options{
		Items: "items.csv", Events: "events.csv", Rules: "rules.yaml", Out: "stall", Name: hostile, Train: train.Options{MinSupport: 1},
	})
	require.NoError(t, err)
}

// reported is the report on the stall, and its files.
func reported(t *testing.T, c Controller) (*Report, map[string][]byte) {
	t.Helper()
	r, err := Make(Options{Dir: "stall", Renew: 180, Controller: c})
	require.NoError(t, err)
	files, err := r.Files()
	require.NoError(t, err)
	return r, files
}

func TestMake(t *testing.T) {
	stall(t)
	r, files := reported(t, Controller{Name: "Stall Ltd", DPO: "none"})

	var read Report
	d := json.NewDecoder(bytes.NewReader(files["report.json"]))
	d.DisallowUnknownFields()
	require.NoError(t, d.Decode(&read))
	require.Equal(t, *r, read)
	require.Equal(t, []any{"privet-report", 1, "en"}, []any{read.Format, read.Version, read.Language})
	require.Equal(t, []string{"contact"}, read.Missing)
	require.False(t, bytes.Contains(files["report.json"], []byte("null")), "whoever reads lists need not look for none")

	require.Equal(t, 3, read.Site.Items)
	require.Equal(t, 2, read.Site.Pictures)
	require.Equal(t, "catalog."+read.Site.Catalog.SHA256[:16]+".bin", read.Site.Catalog.Name)
	require.ElementsMatch(t, []string{hostile, "Rugs"}, read.Site.Categories)

	require.Empty(t, read.Record.Recipients)
	require.Empty(t, read.Record.Transfers)
	require.Len(t, read.Record.Activities, purpose.Count)
	for i, m := range purpose.Manifests() {
		a := read.Record.Activities[i]
		require.Equal(t, purpose.Purpose(i).String(), a.Purpose)
		require.Equal(t, m.Retention, a.Retention)
		require.Equal(t, m.Default, a.Basis == "", "%s: what is off at first needs consent", a.Purpose)
		require.Len(t, a.Data, len(m.Uses))
	}
	history := read.Record.Activities[purpose.History]
	require.Equal(t, "Earlier visits", history.Name)
	require.Equal(t, Field{"viewed", "what you look at", "pd:BrowsingBehaviour"}, history.Data[0])

	require.Equal(t, Consent{Renew: 180, Decay: []Decay{{90, 1}, {135, 0.5}, {180, 0}}}, read.Consent)
	require.Empty(t, read.Engine.Imports)
	require.Contains(t, read.Engine.Exports, "function call(i32, i32) i32")
	require.Regexp(t, "^[0-9a-f]{64}$", read.Engine.SHA256)
	require.Equal(t, Variety{5, 20, 60}, read.Owner.Variety)
	require.Equal(t, 0.5, read.Owner.Explore)
	require.Equal(t, inspect.Rule{Name: "nobody's business", Does: "treat as sensitive", To: "2 items", Holds: "everywhere, always"}, read.Owner.Rules[1])
	require.Equal(t, []inspect.Experiment{{
		Name: "Mixed", Runs: "always", Holdout: "5%", Arms: []inspect.Arm{{Name: "mixed", Share: "100%", Does: "variety 50%"}},
	}}, read.Owner.Experiments)
	require.Equal(t, 2, read.Owner.Sensitive.Items)
	require.ElementsMatch(t, []string{hostile, "Pills"}, read.Owner.Sensitive.Titles)
}

func TestMake_refuses(t *testing.T) {
	stall(t)
	for _, c := range []struct {
		name, dir string
		renew     int
		want      string
	}{
		{"nothing there", "none", 180, "none holds no manifest.json"},
		{"a directory of something else", ".", 180, ". holds no manifest.json"},
		{"no time", "stall", 0, "a consent of 0 days: it must last 1 to 400"},
		{"too long", "stall", 401, "a consent of 401 days"},
	} {
		_, err := Make(Options{Dir: c.dir, Renew: c.renew})
		require.ErrorContains(t, err, c.want, c.name)
	}
	files, err := filepath.Glob("stall/texts.*.json")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(files[0], nil, 0o644))
	_, err = Make(Options{Dir: "stall", Renew: 180})
	require.ErrorContains(t, err, "truncated or altered")
}

func TestFiles_sameInputSameBytes(t *testing.T) {
	stall(t)
	_, one := reported(t, Controller{})
	_, two := reported(t, Controller{})
	require.Equal(t, one, two)
}

// A document is what is in a page: its text, and its elements with their attributes.
type document struct {
	text     string
	elements []xml.StartElement
}

// parsed reads a page, which must be whole and properly nested.
func parsed(t *testing.T, name string, page []byte) (d document) {
	t.Helper()
	decoder := xml.NewDecoder(bytes.NewReader(page))
	var text strings.Builder
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			d.text = text.String()
			return d
		}
		require.NoError(t, err, name)
		switch x := token.(type) {
		case xml.StartElement:
			d.elements = append(d.elements, x.Copy())
		case xml.CharData:
			text.Write(x)
		}
	}
}

func TestFiles_pages(t *testing.T) {
	stall(t)
	r, files := reported(t, Controller{Name: hostile, Contact: hostile, DPO: hostile})
	require.Contains(t, files, "index.html")
	require.Contains(t, files, "transparency.en.html")
	for name, content := range files {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		d := parsed(t, name, content)
		require.GreaterOrEqual(t, strings.Count(d.text, hostile), 3, "%s: what the owner says stands there as it is", name)
		ids := map[string]bool{}
		for _, e := range d.elements {
			require.NotContains(t, []string{"script", "img", "link", "iframe", "object"}, e.Name.Local, name)
			for _, a := range e.Attr {
				require.False(t, strings.HasPrefix(a.Name.Local, "on"), "%s: <%s %s>", name, e.Name.Local, a.Name.Local)
				if a.Name.Local == "id" {
					require.False(t, ids[a.Value], "%s: id %s stands there twice", name, a.Value)
					ids[a.Value] = true
				}
			}
		}
		for _, e := range d.elements {
			for _, a := range e.Attr {
				if target, inside := strings.CutPrefix(a.Value, "#"); a.Name.Local == "href" && inside {
					require.Contains(t, ids, target, "%s: a link that leads nowhere", name)
				} else if a.Name.Local == "href" && !strings.HasPrefix(a.Value, "https://w3id.org/dpv") {
					require.Contains(t, files, a.Value, "%s: a link to a file that is not there", name)
				}
			}
		}
	}

	index := parsed(t, "index.html", files["index.html"]).text
	for _, a := range r.Record.Activities {
		require.Contains(t, index, a.Name)
		require.Contains(t, index, a.Aim)
		for _, f := range a.Data {
			require.Contains(t, index, f.Category)
		}
	}
	for _, risk := range r.Assessment.Risks {
		require.Contains(t, index, risk.Name)
	}
	require.Contains(t, index, "none: no network, no clock, no storage, no page")
	require.Contains(t, index, r.Notices[0].SHA256)
	require.NotContains(t, index, "--controller")
	require.Contains(t, index, "30 minutes without an event")
}

// What a visitor reads is in the words of the language's file, every one of them.
func TestFiles_transparency(t *testing.T) {
	stall(t)
	r, files := reported(t, Controller{})
	for _, n := range r.Notices {
		words, err := readTexts(n.Language)
		require.NoError(t, err)
		page := parsed(t, n.Page, files[n.Page])
		html := page.elements[0]
		require.Equal(t, []xml.Attr{{Name: xml.Name{Local: "lang"}, Value: n.Language}, {Name: xml.Name{Local: "dir"}, Value: words.Direction()}}, html.Attr)
		for _, a := range r.Record.Activities {
			for _, what := range []string{"name", "what", "why", "benefit", "deletes"} {
				text, err := words.Say("purposes", a.Purpose, what)
				require.NoError(t, err)
				require.Contains(t, page.text, text, "%s: %s.%s", n.Page, a.Purpose, what)
			}
			for _, f := range a.Data {
				text, err := words.Say("purposes", a.Purpose, "uses", f.Name)
				require.NoError(t, err)
				require.Contains(t, page.text, text, "%s: %s.uses.%s", n.Page, a.Purpose, f.Name)
			}
		}
		require.Contains(t, page.text, n.SHA256)
		missing, err := words.Say("page.missing")
		require.NoError(t, err)
		require.Equal(t, 3, strings.Count(page.text, missing))
	}
}

func TestFiles_missingIsMarked(t *testing.T) {
	stall(t)
	_, files := reported(t, Controller{Contact: "mail@stall.example"})
	index := string(files["index.html"])
	require.Contains(t, index, "<mark>to be filled in: --controller</mark>")
	require.NotContains(t, index, "to be filled in: --contact")
	require.Contains(t, index, "mail@stall.example")
}

// Whatever the assessment says of rules and pictures follows the catalog.
func TestAssess_followsTheCatalog(t *testing.T) {
	stall(t)
	r, _ := reported(t, Controller{})
	left := func(r *Report) string {
		var all strings.Builder
		for _, risk := range assess(r).Risks {
			fmt.Fprintln(&all, risk.Left)
		}
		return all.String()
	}
	require.Contains(t, left(r), "2 of 3 items of this catalog have a picture")
	require.Contains(t, left(r), "The rules call 2 items sensitive")
	require.NotContains(t, left(r), "no variety")
	r.Site.Pictures, r.Owner = 0, Owner{}
	require.Contains(t, left(r), "No item of this catalog has a picture of its own")
	require.Contains(t, left(r), "No rule calls an item sensitive")
	require.Contains(t, left(r), "The owner asks for no variety")
	for _, risk := range r.Assessment.Risks {
		for _, rating := range []Rating{risk.Before, risk.After} {
			require.Contains(t, []Level{negligible, limited, significant, maximum}, rating.Likelihood, risk.Name)
			require.Contains(t, []Level{negligible, limited, significant, maximum}, rating.Severity, risk.Name)
		}
		require.NotEmpty(t, risk.Measures, risk.Name)
		require.NotEmpty(t, risk.Left, risk.Name)
	}
}

func TestMeasures_areShown(t *testing.T) {
	for _, m := range measures {
		source, err := os.ReadFile(filepath.Join("../..", m.Proof.File))
		require.NoError(t, err, m.Name)
		require.Contains(t, string(source), m.Proof.Says, "%s: %s says it no more", m.Name, m.Proof.File)
	}
}

func TestFlow_arrowsLeadFromBoxToBox(t *testing.T) {
	edge := func(x, y int) bool {
		for _, b := range flow.Boxes {
			if x > b.X && x < b.X+b.Width && (y == b.Y || y == b.Y+b.Height) {
				return true
			}
		}
		return false
	}
	for _, b := range flow.Boxes {
		require.True(t, b.X+b.Width <= flow.Width && b.Y+b.Height <= flow.Height, b.Title)
	}
	for _, a := range flow.Arrows {
		require.True(t, edge(a.X, a.From) && edge(a.X, a.To), "%+v", a)
	}
}
