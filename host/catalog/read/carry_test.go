package read

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCarry(t *testing.T) {
	table, err := newTable("f", strings.NewReader("k,a,b\n1,x,y\n1,,\n1,z, \n1,,w\n2,,\n2,v,\n1,,\n"), small, how{})
	require.NoError(t, err)
	require.NoError(t, table.carry("f", &Carry{Key: "k", Columns: []string{"a"}}))
	got, err := drain(table)
	require.NoError(t, err)
	require.Equal(t, []string{"2: 1|x|y", "3: 1|x|", "4: 1|z| ", "5: 1|z|w", "6: 2||", "7: 2|v|", "8: 1||"}, got, "within one key, and what came last")
}

func TestCarry_columns(t *testing.T) {
	table, err := newTable("f", strings.NewReader("k,a\n1,x\n"), small, how{})
	require.NoError(t, err)
	require.EqualError(t, table.carry("f", &Carry{Key: "q", Columns: []string{"a"}}), `f has no column "q": it has k, a`)
	require.EqualError(t, table.carry("f", &Carry{Key: "k", Columns: []string{"q"}}), `f has no column "q": it has k, a`)
	table.lenient = true
	require.NoError(t, table.carry("f", &Carry{Key: "k", Columns: []string{"q", "a"}}))
	got, err := drain(table)
	require.NoError(t, err)
	require.Equal(t, []string{"2: 1|x"}, got)
}
