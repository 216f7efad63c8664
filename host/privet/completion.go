package main

import (
	"fmt"
	"io"
	"os"
)

type completion struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"Your shell: ${enum}."`
}

// Help is shown by privet completion --help.
func (*completion) Help() string {
	return `Prints what makes a shell complete commands, options and their values; file names, where a
file is meant. In the shell's start file:

    source <(privet completion bash)        # ~/.bashrc
    source <(privet completion zsh)         # ~/.zshrc, after compinit
    privet completion fish | source         # ~/.config/fish/config.fish`
}

func (c *completion) Run() error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	c.print(os.Stdout, program)
	return nil
}

// print has the shell ask this program, which is told the line in COMP_LINE and prints what may come next.
func (c *completion) print(out io.Writer, program string) {
	switch c.Shell {
	case "bash":
		fmt.Fprintf(out, "complete -o default -C '%s' privet\n", program)
	case "zsh":
		fmt.Fprintf(out, "autoload -U +X bashcompinit && bashcompinit\ncomplete -o default -C '%s' privet\n", program)
	case "fish":
		fmt.Fprintf(out, "function __privet\n  set -lx COMP_LINE (commandline -cp)\n  string match -q '* ' -- $COMP_LINE; or test -n (commandline -ct); or set COMP_LINE \"$COMP_LINE \"\n  '%s'\nend\ncomplete -c privet -a '(__privet)'\n", program)
	}
}
