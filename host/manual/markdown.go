package manual

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"
)

// literal is text that means itself in Markdown.
var literal = strings.NewReplacer(`\`, `\\`, "`", "\\`", `*`, `\*`, `_`, `\_`, `<`, `\<`, `>`, `\>`, `[`, `\[`, `]`, `\]`, `|`, `\|`, `#`, `\#`, `&`, `\&`)

// markdown is the reference of all commands: a heading for each, and terms as lists of definitions.
func markdown(app *kong.Application) string {
	var page strings.Builder
	line := func(format string, values ...any) { fmt.Fprintf(&page, format+"\n", values...) }
	describe := func(help string) {
		for _, b := range blocks(help) {
			if b.example {
				line("```text\n%s\n```\n", b.text)
			} else {
				line("%s\n", literal.Replace(b.text))
			}
		}
	}
	line("# The command line\n")
	describe(app.Help)
	for _, command := range app.Children {
		line("## %s %s\n", app.Name, command.Name)
		line("%s\n", literal.Replace(command.Help))
		line("```text\n%s %s\n```\n", app.Name, command.Summary())
		describe(command.Detail)
		for _, t := range terms(command) {
			line("`%s`\n: %s\n", t.name, literal.Replace(t.help))
		}
	}
	return page.String()
}
