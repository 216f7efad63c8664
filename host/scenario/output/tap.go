package output

import (
	"fmt"
	"io"
	"strings"

	"github.com/goccy/go-yaml"

	"privet/host/scenario"
)

// tapProblem is what the YAML block under a failed test holds.
type tapProblem struct {
	File     string   `yaml:"file"`
	Line     int      `yaml:"line"`
	Severity string   `yaml:"severity"`
	Problems []string `yaml:"problems"`
}

// escapes of TAP 14: what would begin a comment or a directive.
var tapName = strings.NewReplacer("\\", "\\\\", "#", "\\#", "\n", " ", "\r", " ")

// TAP writes a report as the Test Anything Protocol, version 14: https://testanything.org.
func TAP(w io.Writer, r *scenario.Report) error {
	var b strings.Builder
	fmt.Fprintf(&b, "TAP version 14\n1..%d\n", len(r.Results))
	for i := range r.Results {
		x := &r.Results[i]
		word, directive := "ok", ""
		switch x.Status {
		case scenario.Failed, scenario.Wrong:
			word = "not ok"
		case scenario.NotRun:
			directive = " # SKIP an earlier scenario failed"
		}
		fmt.Fprintf(&b, "%s %d - %s%s\n", word, i+1, tapName.Replace(x.File+": "+x.Name), directive)
		all := problems(x)
		if len(all) == 0 {
			continue
		}
		block := tapProblem{File: x.File, Line: all[0].line, Severity: "fail"}
		if x.Status == scenario.Wrong {
			block.Severity = "error"
		}
		for _, p := range all {
			block.Problems = append(block.Problems, p.String())
		}
		text, err := yaml.Marshal(block)
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "  ---\n  %s\n  ...\n", strings.ReplaceAll(strings.TrimSpace(string(text)), "\n", "\n  "))
	}
	_, err := io.WriteString(w, b.String())
	return err
}
