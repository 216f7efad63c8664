package report

import (
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/language"
)

func TestTexts(t *testing.T) {
	english, err := readTexts("en")
	require.NoError(t, err)
	text, err := english.Say("purposes.history", "uses", "bought")
	require.NoError(t, err)
	require.Equal(t, "what you buy", text)
	text, err = english.Count(1, "lasts.days")
	require.NoError(t, err)
	require.Equal(t, "1 day.", text)
	text, err = english.SayOf("<Mugs>", "moments.category")
	require.NoError(t, err)
	require.Equal(t, "You are looking at <Mugs>", text)

	for path, want := range map[string]string{
		"purposes.history.wink": "en.json: there is no text purposes.history.wink",
		"consent.yes.more":      "en.json: there is no text consent.yes.more",
		"purposes":              "en.json: purposes is no text",
	} {
		_, err := english.Say(path)
		require.EqualError(t, err, want)
	}
	_, err = english.Count(2, "lasts.weeks")
	require.EqualError(t, err, "en.json: there is no text lasts.weeks.other")
	_, err = readTexts("xx")
	require.Error(t, err)
}

// Arabic has a form for each of CLDR's six categories.
func TestCount_forms(t *testing.T) {
	forms := map[string]any{"zero": "0", "one": "1", "two": "2", "few": "{n} few", "many": "{n} many", "other": "{n} other"}
	arabic := &texts{language.Arabic, map[string]any{"days": forms}}
	for n, want := range map[int]string{0: "0", 1: "1", 2: "2", 3: "3 few", 110: "110 few", 11: "11 many", 180: "180 many", 100: "100 other"} {
		text, err := arabic.Count(n, "days")
		require.NoError(t, err)
		require.Equal(t, want, text)
	}
	delete(forms, "few")
	text, err := arabic.Count(3, "days")
	require.NoError(t, err)
	require.Equal(t, "3 other", text, "a form that does not differ is left out")
}

func TestDirection(t *testing.T) {
	for tag, want := range map[string]string{"en": "ltr", "ar": "rtl", "ar-EG": "rtl", "he": "rtl", "fa": "rtl", "de": "ltr", "az-Arab": "rtl"} {
		require.Equal(t, want, (&texts{tag: language.Make(tag)}).Direction(), tag)
	}
}
