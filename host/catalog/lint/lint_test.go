package lint

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"privet/host/catalog/dataset"
	"privet/host/catalog/rules"
	"privet/host/catalog/train"
)

// looked is what a linter says of items and contexts.
func looked(f *File, d *dataset.Dataset, sensitive ...int32) *Report {
	for i := range d.Items {
		d.Items[i].Line = i + 2
	}
	return f.Check(Input{Data: d, Sensitive: sensitive, Items: "items.csv", Events: "events.csv", Column: func(field string) string {
		if field == "supplier" {
			return "maker"
		}
		return field
	}})
}

// told writes a report, a finding a line.
func told(r *Report) []string {
	var all []string
	for _, f := range r.Found {
		for _, e := range f.Examples {
			all = append(all, fmt.Sprintf("%v %v %v", f.Level, f.Check, e))
		}
	}
	return all
}

func TestCheck_everyText(t *testing.T) {
	for name, c := range map[string]struct {
		item dataset.Item
		want string
	}{
		"id":            {dataset.Item{ID: "anna@example.org"}, `refuse email items.csv:2: id: "anna@example.org"`},
		"title":         {dataset.Item{ID: "a", Title: "Ring +44 20 7946 0958"}, `refuse phone items.csv:2: title: "+44 20 7946 0958"`},
		"category":      {dataset.Item{ID: "a", Category: "DE89370400440532013000"}, `refuse iban items.csv:2: category: "DE89370400440532013000"`},
		"supplier":      {dataset.Item{ID: "a", Supplier: "4111 1111 1111 1111"}, `refuse card items.csv:2: maker: "4111 1111 1111 1111"`},
		"tag":           {dataset.Item{ID: "a", Tags: []string{"x", "by=anna@example.org"}}, `refuse email items.csv:2: tags: "anna@example.org"`},
		"url":           {dataset.Item{ID: "a", URL: "item/a?sid=9f3c2a1b8d7e6f5a"}, `refuse session items.csv:2: url: "sid=9f3c2a1b8d7e6f5a"`},
		"escaped":       {dataset.Item{ID: "a", URL: "item/a?for=anna%40example.org"}, `refuse email items.csv:2: url: "anna@example.org"`},
		"image":         {dataset.Item{ID: "a", Image: "https://anna:pw@localhost/a.png"}, `refuse session items.csv:2: image: "anna:pw@"`},
		"extra":         {dataset.Item{ID: "a", Extra: map[string]string{"note": "anna@example.org"}}, `refuse email items.csv:2: note: "anna@example.org"`},
		"extra address": {dataset.Item{ID: "a", Extra: map[string]string{"video": "https://x.org/4111111111111111?gclid=x"}}, `refuse session items.csv:2: video: "gclid=x"`},
		"session id":    {dataset.Item{ID: "session-9f3c2a1b8d7e6f5a"}, `refuse session items.csv:2: id: "session-9f3c2a1b8d7e6f5a"`},
		"visitor":       {dataset.Item{ID: "v1", Identifying: true}, `refuse visitor items.csv:2: id: "v1"`},
		"long number":   {dataset.Item{ID: "1234567890", Identifying: true}, `refuse visitor items.csv:2: id: "1234567890"`},
		"short number":  {dataset.Item{ID: "123456789", Identifying: true}, ""},
		"person":        {dataset.Item{ID: "a", Extra: map[string]string{"seller_name": "Anna"}}, `warn person items.csv:2: seller_name: "Anna"`},
		"person in tag": {dataset.Item{ID: "a", Tags: []string{"author=Anna"}}, `warn person items.csv:2: author: "Anna"`},
		"number in url": {dataset.Item{ID: "a", URL: "https://x.org/p/4111111111111111", Image: "p/+442079460958.png"}, ""},
		"harmless":      {dataset.Item{ID: "85123A", Title: "Rug 120 x 180 cm", Category: "Rugs", Supplier: "Pier", Tags: []string{"colour=Red"}, URL: "item/85123A", Image: "a@2x.png", Extra: map[string]string{"ean": "4006381333931"}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := looked(&File{}, &dataset.Dataset{Items: []dataset.Item{c.item}})
			require.Equal(t, c.want, strings.Join(told(r), "\n"))
			if strings.HasPrefix(c.want, "refuse") {
				require.ErrorContains(t, r.Refused(), strings.SplitN(c.want, " ", 3)[2])
			} else {
				require.NoError(t, r.Refused())
			}
		})
	}
}

func TestCheck_contexts(t *testing.T) {
	r := looked(&File{}, &dataset.Dataset{
		Contexts:            []string{"daypart=night", "campaign=anna@example.org", "user=u7", "step=3"},
		IdentifyingContexts: []string{"user=u7", "step=3"},
	})
	require.Equal(t, []string{
		`refuse email events.csv: campaign: "anna@example.org"`, `refuse visitor events.csv: user: "u7"`, `warn person events.csv: user: "u7"`,
	}, told(r))
	require.EqualError(t, r.Refused(), `a catalog is public, and this one would hold e-mail addresses (1), ids that are those of visitors or visits (1), `+
		`the first: events.csv: campaign: "anna@example.org": take them out, or allow them by --lint, which testdata/lint explains`)
}

// A tenth of arbitrary numbers have a right check digit; of a column of cards all do.
func TestCheck_numbersThatAreNoCards(t *testing.T) {
	d := &dataset.Dataset{}
	for i := range 40 {
		d.Items = append(d.Items, dataset.Item{ID: fmt.Sprint(i), Extra: map[string]string{
			"stock_no": fmt.Sprint(4111111111111100 + i), "note": "4111111111111111",
		}})
	}
	r := looked(&File{}, d)
	require.Len(t, r.Found, 1)
	require.Equal(t, 40, r.Found[0].Count)
	require.Equal(t, `items.csv:2: note: "4111111111111111"`, r.Found[0].Examples[0].String())
}

func TestCheck_asTheOwnerSays(t *testing.T) {
	d := &dataset.Dataset{Items: []dataset.Item{
		{ID: "a", Title: "Ask Service@shop.example", Category: "Rosaries", Extra: map[string]string{"author": "Anna", "serial": "4111111111111111"}},
		{ID: "b", Title: "Ask anna@example.org", Category: "Reiki"},
		{ID: "c", Title: "Dear bea@example.org, a play"},
	}}
	f, err := Parse("lint.yaml", []byte(`version: 1
checks: {email: warn, sensitive: refuse}
topics: {health: reiki}
allow:
  values: [service@shop.example, "dear Bea@example.org, a play"]
  columns: {author: person, serial: [card]}
`))
	require.NoError(t, err)
	r := looked(f, d)
	require.Equal(t, []string{`warn email items.csv:3: title: "anna@example.org"`}, told(r))
	require.EqualError(t, r.Refused(), `a catalog is public, and this one would hold items about topics of GDPR Art. 9 that no rule marks as sensitive (2), `+
		`the first: items.csv:3: category: "Reiki": mark them by a rule, take them out, or allow them by --lint, which testdata/lint explains`)

	f, err = Parse("lint.yaml", []byte("version: 1\nchecks: {email: off, card: off, person: off, sensitive: off}\n"))
	require.NoError(t, err)
	require.Empty(t, *looked(f, d))
}

func TestCheck_topics(t *testing.T) {
	d := &dataset.Dataset{Items: []dataset.Item{
		{ID: "a", Title: "Blood pressure monitor", Category: "Pharmacy"},
		{ID: "b", Title: "Thermometer", Category: "Pharmacy"},
		{ID: `c "2"`, Title: "Walking frame", Category: "Outdoors"},
		{ID: "d", Title: "Mug", Tags: []string{"theme=Brexit"}},
		{ID: "h", Title: "Feminist mug", Tags: []string{"Feminist", "theme=Brexit"}},
		{ID: "e", Title: "Hearing aid", Category: "Electronics"},
		{ID: "f", Title: "Cross-stitch kit", Category: "Crafts"},
		{ID: "g", Title: "Badge", Tags: []string{"mit Text=Brexit"}},
	}}
	r := looked(&File{}, d, 5)
	require.Len(t, r.Found, 1)
	require.Equal(t, Found{Sensitive, Warn, Tally{Count: 6}}, r.Found[0])
	require.Len(t, r.Topics, 2)
	require.Equal(t, Health, r.Topics[0].Topic)
	require.Equal(t, 3, r.Topics[0].Count)
	require.Equal(t, `items.csv:2: category: "Pharmacy"`, r.Topics[0].Examples[0].String())
	require.Equal(t, `items.csv:4: title: "Walking frame"`, r.Topics[0].Examples[2].String())
	require.Equal(t, []string{
		`- {name: health, sensitive: true, where: {category: ["Pharmacy"]}}`,
		`- {name: health 2, sensitive: true, where: {id: ["c \"2\""]}}`,
	}, r.Topics[0].Rules)
	require.Equal(t, []string{
		`- {name: politics, sensitive: true, where: {"tag": ["Feminist"]}}`,
		`- {name: politics 2, sensitive: true, where: {"theme": ["Brexit"]}}`,
		`- {name: politics 3, sensitive: true, where: {id: ["g"]}}`,
	}, r.Topics[1].Rules)
}

// The rules that a report suggests leave nothing to warn of.
func TestCheck_suggestedRulesSuffice(t *testing.T) {
	texts := []string{"Insulin pen", "Brexit", "Rosary", "Mug", "Gay pride flag", "mit=Brexit", "key with space=Halal", `"Quoted" DNA test`, "ضغط الدم", "Pharmacy", "«Koran»", "#:,[]{}"}
	rapid.Check(t, func(t *rapid.T) {
		d := &dataset.Dataset{}
		text := rapid.SampledFrom(texts)
		for i := range rapid.IntRange(1, 120).Draw(t, "items") {
			d.Items = append(d.Items, dataset.Item{
				ID: fmt.Sprintf("%s %d", text.Draw(t, "id"), i), Title: text.Draw(t, "title"), Category: text.Draw(t, "category"),
				Tags: rapid.SliceOfN(text, 0, 3).Draw(t, "tags"),
			})
		}
		r := looked(&File{}, d)
		wanted := "version: 1\nrules:\n"
		for _, topic := range r.Topics {
			require.NotEmpty(t, topic.Rules)
			wanted += "  " + strings.Join(topic.Rules, "\n  ") + "\n"
		}
		if len(r.Topics) == 0 {
			wanted = "version: 1\n"
		}
		f, err := rules.Parse("rules.yaml", []byte(wanted))
		require.NoError(t, err, wanted)
		plan := f.For(d)
		require.Empty(t, plan.Warnings)
		var o train.Options
		plan.Train(&o)
		again := looked(&File{}, d, o.Sensitive...)
		require.Empty(t, again.Topics)
	})
}

// FuzzCheck looks at any text, wherever it stands.
func FuzzCheck(f *testing.F) {
	text, err := os.ReadFile(shipped)
	require.NoError(f, err)
	f.Add(string(text), "Rug 120 x 180 cm +44 20 7946 0958 (212) 555-0123 Tel. 0049 30 2270 3200")
	f.Add("version: 1\nallow: {values: [a*, '=b', '!c'], columns: {x: email}}\n", "a@b.example DE89370400440532013000 4111 1111 1111 1111")
	f.Add("version: 1\ntopics: {health: [الم*]}\n", "https://a:b@[::1]/%zz;jsessionid=1?sid=\xff&_ga=2&user=123456#@")
	f.Add("", "المصحف ﬁne Straße\u0301 insulin\x00pen")
	f.Fuzz(func(t *testing.T, settings, text string) {
		file, err := Parse("lint.yaml", []byte(settings))
		if err != nil {
			file = &File{}
		}
		d := &dataset.Dataset{
			Items: []dataset.Item{{
				ID: text, Title: text, Category: text, Supplier: text, URL: text, Image: text, Tags: []string{text},
				Extra: map[string]string{text: text, "x": text}, Identifying: true,
			}},
			Contexts: []string{"key=" + text}, IdentifyingContexts: []string{"key=" + text},
		}
		r := looked(file, d)
		refused := false
		for _, found := range r.Found {
			require.Positive(t, found.Count)
			require.LessOrEqual(t, len(found.Examples), examples)
			require.NotEqual(t, Off, found.Level)
			refused = refused || found.Level == Refuse
		}
		require.Equal(t, refused, r.Refused() != nil)
	})
}

// BenchmarkCheck looks through 20,000 items as large as a shop has them.
func BenchmarkCheck(b *testing.B) {
	d := &dataset.Dataset{Items: make([]dataset.Item, 20_000)}
	for i := range d.Items {
		d.Items[i] = dataset.Item{
			ID: fmt.Sprintf("LAN-%05d", i), Title: fmt.Sprintf("Sand Sailboat Paper Lantern Trio, %d × 180 cm", i%200), Category: "Lanterns",
			Supplier: "Saltmarsh Trading", URL: fmt.Sprintf("https://shop.example/item/LAN-%05d?colour=sand", i), Image: fmt.Sprintf("img/%013d.png", i),
			Tags: []string{"colour=Sand", "style=Coastal", "material=paper"}, Extra: map[string]string{"ean": fmt.Sprintf("%013d", 4006381000000+i)},
		}
	}
	for b.Loop() {
		looked(&File{}, d)
	}
}
