package purpose

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// terms of the W3C Data Privacy Vocabulary 2.3, from 2.3/dpv/dpv.csv and
// 2.3/pd/pd.csv of github.com/w3c/dpv. Version 2.1 had BrowsingBehavior.
var terms = []string{
	"dpv:ProvidePersonalisedRecommendations", "dpv:UserInterfacePersonalisation",
	"pd:BrowsingBehaviour", "pd:BrowsingReferral", "pd:DeviceBased", "pd:Interest", "pd:Language", "pd:Location",
	"pd:Preference", "pd:PurchasesAndSpendingHabit",
}

func TestManifests(t *testing.T) {
	for i, m := range Manifests() {
		p := Purpose(i)
		require.Positive(t, m.Version, p)
		require.Contains(t, terms, m.Aim, p)
		require.Equal(t, Stored.Has(p), m.Kept == Browser, "%s: kept where Stored says so", p)
		require.Equal(t, m.Kept == Browser, m.Retention > 0, "%s: what is kept ends, and nothing else does", p)
		require.False(t, m.Default && m.Kept == Browser, "%s: nothing is kept before a choice", p)
		require.NotEmpty(t, m.Uses, p)
		names := map[string]bool{}
		for _, use := range m.Uses {
			require.Contains(t, terms, use.Category, "%s: %s", p, use.Name)
			require.False(t, names[use.Name], "%s: %s stands there twice", p, use.Name)
			names[use.Name] = true
		}
	}
}
