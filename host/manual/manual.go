// Package manual writes the manual of a program from the model of its command line: as a manual page, and as Markdown.
package manual

import (
	"strings"

	"github.com/alecthomas/kong"
)

// Roff is a flag that prints the manual page and ends the program: privet --man | man -l -
type Roff bool

// BeforeReset is called by kong where the flag is given.
func (Roff) BeforeReset(app *kong.Kong) error { return print(app, roff) }

// Markdown is a flag that prints the same for a site of documentation.
type Markdown bool

// BeforeReset is called by kong where the flag is given.
func (Markdown) BeforeReset(app *kong.Kong) error { return print(app, markdown) }

func print(app *kong.Kong, write func(*kong.Application) string) error {
	if _, err := app.Stdout.Write([]byte(write(app.Model))); err != nil {
		return err
	}
	app.Exit(0)
	return nil
}

// A block is a paragraph of a command's help, or an example, which stands as it is.
type block struct {
	example bool
	text    string
}

// indent is what makes an example of a line, as in Markdown.
const indent = "    "

// blocks takes a command's help apart.
func blocks(help string) []block {
	var all []block
	blank := true
	for line := range strings.SplitSeq(help, "\n") {
		if strings.TrimSpace(line) == "" {
			blank = true
			continue
		}
		text, example := strings.CutPrefix(line, indent)
		last := len(all) - 1
		switch {
		case last < 0, example != all[last].example, blank && !example:
			all = append(all, block{example, text})
		case blank:
			all[last].text += "\n\n" + text
		default:
			all[last].text += "\n" + text
		}
		blank = false
	}
	return all
}

// A term is an argument or an option, and what it is for.
type term struct{ name, help string }

// terms are a command's arguments, and then its own options.
func terms(command *kong.Node) []term {
	var all []term
	for _, argument := range command.Positional {
		all = append(all, term{argument.Summary(), argument.Help})
	}
	for _, flag := range command.Flags {
		if !flag.Hidden && flag.Name != "help" {
			all = append(all, term{flag.String(), flag.Help})
		}
	}
	return all
}
