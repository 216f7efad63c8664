package output

import (
	"fmt"
	"io"
	"strings"

	"privet/host/scenario"
)

// What GitHub's workflow commands want escaped: in messages, and in properties besides.
var (
	githubMessage  = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// GitHub writes an annotation for everything that is wrong, as GitHub's workflow
// commands: it then stands in the change beside the line.
func GitHub(w io.Writer, r *scenario.Report) error {
	var b strings.Builder
	for i := range r.Results {
		x := &r.Results[i]
		for _, p := range problems(x) {
			fmt.Fprintf(&b, "::error file=%s,line=%d,title=%s::%s\n", githubProperty.Replace(x.File), max(1, p.line), githubProperty.Replace(x.Name), githubMessage.Replace(p.detail))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
