package output

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"privet/host/catalog/settings"
	"privet/host/scenario"
)

// What GitHub's workflow commands want escaped: in messages, and in properties besides.
var (
	githubMessage  = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// GitHubErrors writes an annotation for all that is wrong with files that could
// not be read, where err is of such.
func GitHubErrors(w io.Writer, err error) error {
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		for _, one := range many.Unwrap() {
			if err := GitHubErrors(w, one); err != nil {
				return err
			}
		}
		return nil
	}
	var wrong settings.Errors
	if !errors.As(err, &wrong) {
		return nil // it is of no file
	}
	for _, e := range wrong {
		if _, err := io.WriteString(w, annotation(e.File, e.Line, "scenarios", e.Detail)); err != nil {
			return err
		}
	}
	return nil
}

func annotation(file string, line int, title, message string) string {
	return fmt.Sprintf("::error file=%s,line=%d,title=%s::%s\n", githubProperty.Replace(file), max(1, line), githubProperty.Replace(title), githubMessage.Replace(message))
}

// GitHub writes an annotation for everything that is wrong, as GitHub's workflow
// commands: it then stands in the change beside the line.
func GitHub(w io.Writer, r *scenario.Report) error {
	var b strings.Builder
	for i := range r.Results {
		x := &r.Results[i]
		for _, p := range problems(x) {
			b.WriteString(annotation(x.File, p.line, x.Name, p.detail))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
