package manual

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"
)

// escaped are the characters that man(7) would take for something else, or make a typographer's of, so that a command
// could not be copied. A long list may be broken after a comma.
var escaped = strings.NewReplacer(`\`, `\e`, `-`, `\-`, `'`, `\(aq`, "`", `\(ga`, `^`, `\(ha`, `~`, `\(ti`, `"`, `\(dq`, `,`, `,\:`)

// plain is text that means itself, at the beginning of a line too.
func plain(text string) string {
	return strings.ReplaceAll("\n"+escaped.Replace(text), "\n.", "\n\\&.")[1:]
}

// roff is the manual page, in the macros of man(7).
func roff(app *kong.Application) string {
	var page strings.Builder
	line := func(format string, values ...any) { fmt.Fprintf(&page, format+"\n", values...) }
	describe := func(help string) {
		for _, b := range blocks(help) {
			if b.example {
				line(".PP\n.RS 4\n.EX\n%s\n.EE\n.RE", plain(b.text))
			} else {
				line(".PP\n%s", plain(b.text))
			}
		}
	}
	line(".nr HY 0") // words of commands are not to be torn apart
	line(`.TH %s 1 "" "" "%s"`, strings.ToUpper(app.Name), plain(app.Name))
	line(".ad l")
	line(".SH NAME\n%s \\- %s", plain(app.Name), plain(firstLine(app.Help)))
	line(".SH SYNOPSIS\n.B %s\n.I command\n[\\fIarguments\\fR] [\\fIoptions\\fR]", plain(app.Name))
	line(".SH DESCRIPTION")
	describe(app.Help)
	line(".SH COMMANDS")
	for _, command := range app.Children {
		line(".SS %s %s", app.Name, plain(command.Summary()))
		line("%s", plain(command.Help))
		describe(command.Detail)
		for _, t := range terms(command) {
			line(".TP\n.B %s\n%s", plain(t.name), plain(t.help))
		}
	}
	return page.String()
}

// firstLine is the first line of a text, as a clause.
func firstLine(text string) string {
	text, _, _ = strings.Cut(text, "\n")
	return strings.TrimSuffix(text, ".")
}
