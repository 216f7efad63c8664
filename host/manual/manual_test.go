package manual

import (
	"bytes"
	"os"
	"os/exec"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/stretchr/testify/require"
)

type bake struct {
	Heat   int    `default:"180" help:"How hot, in °C; 100% is no heat."`
	Secret string `hidden:""`
	Bread  string `arg:"" help:"What to bake."`
}

func (bake) Help() string {
	return `'Bakes' a_b *bread*, as
.privet does.

    bake --heat=200 rye   # \n stays

    bake 'white'

Done.`
}

// commands is a command line with whatever man and Markdown would misunderstand.
type commands struct {
	Bake     bake     `cmd:"" help:"Bake a <bread>."`
	Man      Roff     `hidden:""`
	Markdown Markdown `hidden:""`
}

// printed is what a command line prints, and it has to end the program.
func printed(t *testing.T, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	ended := false
	parser, err := kong.New(&commands{}, kong.Name("oven"), kong.Description("Bakes.\n\nAll of it."), kong.Writers(&out, &out), kong.Exit(func(code int) {
		ended = code == 0
	}))
	require.NoError(t, err)
	_, _ = parser.Parse(args) // kong.Exit would not have come back
	require.True(t, ended)
	return out.String()
}

func TestMarkdown(t *testing.T) {
	require.Equal(t, "# The command line\n\n"+
		"Bakes.\n\nAll of it.\n\n"+
		"## oven bake\n\nBake a \\<bread\\>.\n\n"+
		"```text\noven bake <bread> [flags]\n```\n\n"+
		"'Bakes' a\\_b \\*bread\\*, as\n.privet does.\n\n"+
		"```text\nbake --heat=200 rye   # \\n stays\n\nbake 'white'\n```\n\n"+
		"Done.\n\n"+
		"`<bread>`\n: What to bake.\n\n"+
		"`--heat=180`\n: How hot, in °C; 100% is no heat.\n\n", printed(t, "--markdown"))
}

// TestRoff looks at the page as a reader does.
func TestRoff(t *testing.T) {
	man, err := exec.LookPath("man")
	if err != nil && os.Getenv("CI") != "true" {
		t.Skip("man is not installed")
	}
	require.NoError(t, err)
	command := exec.Command(man, "--warnings", "-E", "UTF-8", "-l", "-")
	command.Stdin = bytes.NewBufferString(printed(t, "--man"))
	command.Env = append(os.Environ(), "MANWIDTH=80", "MAN_KEEP_FORMATTING=", "LC_ALL=C.UTF-8")
	var page, warnings bytes.Buffer
	command.Stdout, command.Stderr = &page, &warnings
	require.NoError(t, command.Run(), warnings.String())
	require.Empty(t, warnings.String())
	require.Contains(t, page.String(), `
NAME
       oven - Bakes

SYNOPSIS
       oven command [arguments] [options]

DESCRIPTION
       Bakes.

       All of it.

COMMANDS
   oven bake <bread> [flags]
       Bake a <bread>.

       'Bakes' a_b *bread*, as .privet does.

           bake --heat=200 rye   # \n stays

           bake 'white'

       Done.

       <bread>
              What to bake.

       --heat=180
              How hot, in °C; 100% is no heat.
`)
}
