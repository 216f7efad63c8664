package main

// A chapter is a part of the site's navigation.
type chapter struct {
	Name  string
	Pages []entry
}

// An entry is a page of the navigation: its file in the site, its name there, and its source in the project.
type entry struct{ File, Name, source string }

// pages is where the site's own pages are, and where those that are made stand beside them for links: of the command line,
// the elements, and the JavaScript API.
const pages = "host/docs/pages/"

const (
	commandLine = pages + "cli.md"
	elements    = pages + "elements.md"
	api         = pages + "api.md"
)

// contents is the navigation. What a README beside a piece of the project says well stands there, and is shown here.
var contents = []chapter{
	{"Begin", []entry{
		{"index.html", "Privet", pages + "index.md"},
		{"start.html", "Start in ten minutes", pages + "start.md"},
	}},
	{"In a page", []entry{
		{"page.html", "Script tag and lists", pages + "page.md"},
		{"elements.html", "Elements", elements},
		{"api.html", "JavaScript API", api},
		{"consent.html", "Consent and the privacy centre", pages + "consent.md"},
		{"experiments.html", "Experiments", pages + "experiments.md"},
	}},
	{"Your catalog", []entry{
		{"data.html", "Data you have", pages + "data.md"},
		{"mappings.html", "Mappings", "testdata/mappings/README.md"},
		{"rules.html", "Rules", "testdata/rules/README.md"},
		{"lint.html", "Lint", "testdata/lint/README.md"},
	}},
	{"Tested and deployed", []entry{
		{"dev.html", "While you work on it", pages + "dev.md"},
		{"ci.html", "Tests in CI", pages + "ci.md"},
		{"scenarios.html", "Scenarios", "testdata/scenarios/README.md"},
		{"deploy.html", "Deployment", pages + "deploy.md"},
		{"performance.html", "Performance", pages + "performance.md"},
	}},
	{"Privacy", []entry{
		{"privacy.html", "What leaves the browser", pages + "privacy.md"},
		{"security.html", "Threat model", ".github/SECURITY.md"},
		{"transfer.html", "To another device", "testdata/transfer/README.md"},
	}},
	{"Reference", []entry{
		{"cli.html", "Command line", commandLine},
		{"formats.html", "Files", pages + "formats.md"},
		{"faq.html", "Questions", pages + "faq.md"},
	}},
}
