package eval

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func banditShelf(t testing.TB) *shelf {
	s, err := readBanditItems(file(t, "items.csv", []byte(",item_id,item_feature_0,item_feature_1\n0,7,-0.5,red\n1,8,0.25,blue\n2,9,1e3,red\n")))
	require.NoError(t, err)
	return s
}

func TestReadBanditItems(t *testing.T) {
	s := banditShelf(t)
	require.Len(t, s.items, 3)
	require.Equal(t, []string{"item_feature_1=red"}, s.items[2].Tags, "a number describes one item alone")
	require.Equal(t, map[string]int32{"7": 0, "8": 1, "9": 2}, s.numbers())
}

func TestReadBanditItems_refuses(t *testing.T) {
	tests := []struct{ name, content, wants string }{
		{"no items", "item_id\n", "items.csv: there are no items"},
		{"no column", "item\n1\n", `items.csv:1: there is no column "item_id", only item`},
		{"twice", "item_id\n1\n1\n", `items.csv:3: item_id "1" stands twice`},
		{"no name", "item_id,x\n,x\n", "items.csv:2: item_id must have 1 to 256 bytes"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := readBanditItems(file(t, "items.csv", []byte(test.content)))
			require.ErrorContains(t, err, test.wants)
		})
	}
}

func TestReadBanditLog(t *testing.T) {
	s := banditShelf(t)
	content := ",timestamp,item_id,position,click,propensity_score,user_feature_0,user-item_affinity_8,user-item_affinity_9\n" +
		"0,2019-11-24 00:01:05.5+00:00,8,3,1,0.25,a,0.0,2.0\n" +
		"1,2019-11-24 00:01:03+00:00,7,1,0,0.5,b,0.0,\n" +
		"2,2019-11-24 00:01:05.5+00:00,9,1,0,0.25,a,1.5,0\n" +
		"3,2019-11-24 00:01:05.5+00:00,9,1,0,1,c,0,0\n"
	for name, bytes := range map[string][]byte{"log.csv": []byte(content), "log.csv.gz": zipped(t, content)} {
		l, err := s.readBanditLog(file(t, name, bytes))
		require.NoError(t, err)
		require.Equal(t, []string{"user_feature_0"}, l.contexts)
		require.Equal(t, []int{1, 3}, l.slots)
		require.Equal(t, []impression{
			{item: 0, slot: 0, propensity: 0.5, at: 1574553663, cluster: 1, context: []string{"b"}},
			{item: 1, slot: 1, click: 1, propensity: 0.25, at: 1574553665, cluster: 0, context: []string{"a"}, affinity: []affinity{{2, 2}}},
			{item: 2, slot: 0, propensity: 0.25, at: 1574553665, cluster: 0, context: []string{"a"}, affinity: []affinity{{1, 1.5}}},
			{item: 2, slot: 0, propensity: 1, at: 1574553665, cluster: 2, context: []string{"c"}},
		}, l.impressions, "in order of time; the same visitor at the same moment is one page")
		require.Equal(t, 1, clicks(l.impressions))
	}
}

func TestReadBanditLog_refuses(t *testing.T) {
	s := banditShelf(t)
	const header = "item_id,position,click,propensity_score,timestamp\n"
	tests := []struct{ name, content, wants string }{
		{"nothing", header, "log.csv: there are no rows"},
		{"no propensity", "item_id,position,click\n7,1,0\n", `log.csv:1: there is no column "propensity_score"`},
		{"unknown item", header + "7,1,0,0.5,\n6,1,0,0.5,\n", `log.csv:3: item_id "6" is not among the items`},
		{"position", header + "7,left,0,0.5,\n", `log.csv:2: position "left" is not a whole number`},
		{"position below 0", header + "7,-1,0,0.5,\n", `log.csv:2: position "-1"`},
		{"click", header + "7,1,2,0.5,\n", `log.csv:2: click "2" is neither 0 nor 1`},
		{"never shown", header + "7,1,0,0,\n", `log.csv:2: propensity_score "0" is not above 0`},
		{"percent", header + "7,1,0,50,\n", `log.csv:2: propensity_score "50"`},
		{"no number", header + "7,1,0,NaN,\n", `log.csv:2: propensity_score "NaN"`},
		{"time", header + "7,1,0,0.5,noon\n", `log.csv:2: timestamp "noon" is neither`},
		{"affinity", "item_id,position,click,propensity_score,user-item_affinity_7\n7,1,0,0.5,much\n", `log.csv:2: user-item_affinity_7 "much" is not a number`},
		{"affinity to nothing", "item_id,position,click,propensity_score,user-item_affinity_6\n", `log.csv:1: column "user-item_affinity_6" is about an item that is not among the items`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := s.readBanditLog(file(t, "log.csv", []byte(test.content)))
			require.ErrorContains(t, err, test.wants)
		})
	}
}

func TestMoment(t *testing.T) {
	for text, want := range map[string]int64{
		"":                                 0,
		"1574553663.5":                     1574553663,
		"2019-11-24 00:01:03.979311+00:00": 1574553663,
		"2019-11-24 01:01:03+01:00":        1574553663,
		"2019-11-24 00:01:03":              1574553663,
		"2019-11-24T00:01:03Z":             1574553663,
	} {
		got, err := moment(text)
		require.NoError(t, err)
		require.Equal(t, want, got, text)
	}
}

// No bytes make a reader panic, and what it accepts is within its promises.
func FuzzReadBanditLog(f *testing.F) {
	f.Add([]byte("item_id,position,click,propensity_score,timestamp,device,user-item_affinity_7\n7,1,0,0.5,1e9,phone,1\n"))
	f.Add(zipped(f, "item_id,position,click,propensity_score\n7,1,1,1\n8,0,0,1e-9\n"))
	s := banditShelf(f)
	f.Fuzz(func(t *testing.T, content []byte) {
		l, err := s.readBanditLog(file(t, "log", content))
		if err != nil {
			return
		}
		require.NotEmpty(t, l.impressions)
		for i, x := range l.impressions {
			require.True(t, i == 0 || l.impressions[i-1].at <= x.at)
			require.Less(t, int(x.item), len(s.items))
			require.Less(t, x.slot, len(l.slots))
			require.True(t, x.propensity > 0 && x.propensity <= 1)
			require.Len(t, x.context, len(l.contexts))
		}
	})
}
