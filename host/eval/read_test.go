package eval

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// file writes a file for a test and returns its name.
func file(t testing.TB, name string, content []byte) string {
	t.Helper()
	name = filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(name, content, 0o600))
	return name
}

func zipped(t testing.TB, content string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	_, err := z.Write([]byte(content))
	require.NoError(t, err)
	require.NoError(t, z.Close())
	return out.Bytes()
}

func TestReadItems(t *testing.T) {
	content := "item,orig_id,title,features\n0,A1,red lamp,category=lamps|w=red|price=50\n1,A2,,supplier=Pier|w=cup|flat\n"
	for name, bytes := range map[string][]byte{"items.csv": []byte(content), "items.csv.gz": zipped(t, content)} {
		s, err := readItems(file(t, name, bytes))
		require.NoError(t, err)
		require.Len(t, s.items, 2)
		require.Equal(t, map[string]string{"0": "A1", "1": "A2"}, s.id)
		lamp, cup := s.items[0], s.items[1]
		require.Equal(t, []any{"A1", "red lamp", "lamps", 50.0}, []any{lamp.ID, lamp.Title, lamp.Category, lamp.Price})
		require.Equal(t, []string{"price=50"}, lamp.Tags, "the title's words are no tags")
		require.Equal(t, "Pier", cup.Supplier)
		require.Equal(t, []string{"w=cup", "flat"}, cup.Tags, "without a title, words are all there is")
	}
}

func TestReadItems_refuses(t *testing.T) {
	tests := []struct{ name, content, wants string }{
		{"no items", "item\n", "items.csv: there are no items"},
		{"no column", "thing\n1\n", `items.csv:1: there is no column "item", only thing`},
		{"twice", "item\n1\n1\n", `items.csv:3: item "1" stands twice`},
		{"same id", "item,orig_id\n1,a\n2,a\n", `items.csv:3: orig_id "a" stands twice`},
		{"no name", "item,title\n,x\n", "items.csv:2: an item needs a name"},
		{"damaged", "item,title\n1\n", "items.csv:2: "},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := readItems(file(t, "items.csv", []byte(test.content)))
			require.ErrorContains(t, err, test.wants)
		})
	}
}

func shelfOf(t testing.TB, ids ...string) *shelf {
	content := "item\n"
	for _, id := range ids {
		content += id + "\n"
	}
	s, err := readItems(file(t, "items.csv", []byte(content)))
	require.NoError(t, err)
	return s
}

func TestReadGroups(t *testing.T) {
	s := shelfOf(t, "a", "b", "c")
	name := file(t, "log.csv", []byte("session,item,ts,device,group\n7,b,20,phone,\n8,c,5,,new\n7,a,10,desk,old\n7,c,20.9,phone,old\n"))
	groups, err := s.readGroups(name, "session", true)
	require.NoError(t, err)
	require.Equal(t, []group{
		{"7", "old", []event{{"a", 10, []string{"desk"}}, {"b", 20, []string{"phone"}}, {"c", 20, []string{"phone"}}}},
		{"8", "new", []event{{"c", 5, []string{""}}}},
	}, groups, "groups as they appear, events by time")
}

func TestReadGroups_refuses(t *testing.T) {
	s := shelfOf(t, "a")
	tests := []struct{ name, content, wants string }{
		{"unknown item", "user,item\n1,b\n", `log.csv:2: item "b" is not among the items`},
		{"bad time", "user,item,ts\n1,a,0\n1,a,noon\n", `log.csv:3: ts "noon" is not a time`},
		{"time before 1970", "user,item,ts\n1,a,-1\n", `log.csv:2: ts "-1"`},
		{"nobody", "user,item\n,a\n", "log.csv:2: user must have 1 to 256 bytes"},
		{"no column", "session,item\n1,a\n", `log.csv:1: there is no column "user"`},
		{"two groups", "user,item,group\n1,a,x\n1,a,y\n", `log.csv:3: user "1" is in group "y", and was in "x"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := s.readGroups(file(t, "log.csv", []byte(test.content)), "user", false)
			require.ErrorContains(t, err, test.wants)
		})
	}
}

func TestSeconds(t *testing.T) {
	for text, want := range map[string]int64{"": 0, "12": 12, "12.9": 12, "1700000000": 1700000000, "1700000000123": 1700000000} {
		got, err := seconds(text)
		require.NoError(t, err)
		require.Equal(t, want, got, text)
	}
}

// No bytes make a reader panic, and what it accepts is within its promises.
func FuzzReadItems(f *testing.F) {
	f.Add([]byte("item,orig_id,title,features\n0,A1,red lamp,category=lamps|w=red|price=50\n"))
	f.Add([]byte("item\n\"a\"\"b\"\n"))
	f.Add(zipped(f, "item\n1\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		s, err := readItems(file(t, "items", content))
		if err != nil {
			return
		}
		require.Len(t, s.id, len(s.items))
		for _, it := range s.items {
			require.NotEmpty(t, it.ID)
			require.LessOrEqual(t, len(it.ID), maxField)
		}
	})
}

func FuzzReadGroups(f *testing.F) {
	f.Add([]byte("session,item,ts,device\n7,b,20,phone\n8,a,5,\n"))
	f.Add(zipped(f, "session,item,ts\n7,b,1e9\n"))
	s := shelfOf(f, "a", "b")
	f.Fuzz(func(t *testing.T, content []byte) {
		groups, err := s.readGroups(file(t, "log", content), "session", true)
		if err != nil {
			return
		}
		for _, g := range groups {
			require.NotEmpty(t, g.name)
			require.NotEmpty(t, g.events)
			for i, e := range g.events {
				require.Contains(t, []string{"a", "b"}, e.item)
				require.True(t, i == 0 || g.events[i-1].at <= e.at)
			}
		}
	})
}
