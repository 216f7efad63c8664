package rules

import (
	"errors"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"privet/engine/format"
	"privet/host/catalog/settings"
	"privet/host/catalog/train"
)

// FuzzParse reads any text as rules. What is accepted must make a catalog that
// can be written and read, and what is refused must say where.
func FuzzParse(f *testing.F) {
	text, err := os.ReadFile(shipped)
	require.NoError(f, err)
	f.Add(text)
	for _, c := range accepted {
		f.Add([]byte(oneRule(c.text)))
	}
	for _, c := range refused {
		if len(c.text) < 1<<12 {
			f.Add([]byte(c.text))
		}
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		file, err := Parse("rules.yaml", text)
		var wrong settings.Errors
		if err != nil {
			require.True(t, errors.As(err, &wrong), "%v", err)
			require.NotEmpty(t, wrong)
			return
		}
		p := file.For(street())
		p.Train(&train.Options{})
		c := trained(t)
		if err := p.Apply(c); err != nil {
			require.True(t, errors.As(err, &wrong), "%v", err)
			return
		}
		_, err = format.Encode(c)
		require.NoError(t, err)
		for i := range c.Rules.Rules {
			r := &c.Rules.Rules[i]
			remembers := r.Action == format.ActionMet || r.Action == format.ActionShown
			require.True(t, remembers || len(r.Items)+len(r.Labels) > 0, "rule %q would be about all items", r.Name)
		}
	})
}
