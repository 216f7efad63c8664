package lint

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// said writes what a vocabulary finds: "health: insulin pen".
func said(v vocabulary, text string) string {
	var all []string
	v.find(text, func(topic Topic, said string) { all = append(all, topic.String()+": "+said) })
	return strings.Join(all, "; ")
}

func TestVocabulary_builtIn(t *testing.T) {
	v := newVocabulary(nil, nil)
	for text, want := range map[string]string{
		"Blood pressure monitor":      "health: blood pressure",
		"Insulin-Pens, 10":            "health: insulin",
		"INSULINPUMPE":                "health: insulinpumpe",
		"Blutzuckermessgerät":         "health: blutzuckermessgerat",
		"Hörgerätebatterien":          "health: horgeratebatterien",
		"Test de grossesse":           "health: grossesse",
		"Silla de ruedas plegable":    "health: silla de ruedas",
		"Medidor de pressão arterial": "health: pressao arterial",
		"جهاز قياس ضغط الدم":          "health: ضغط الدم",
		"Health":                      "health: health",
		"GESUNDHEIT":                  "health: gesundheit",
		"Condoms, 12":                 "sexuality: condoms",
		"Gay & Lesbian":               "sexuality: gay; sexuality: lesbian",
		"Vibromasseur":                "sexuality: vibromasseur",
		"Rosary of olive wood":        "religion: rosary",
		"Prayer mats":                 "religion: prayer mats",
		"Kinderbibel mit Bildern":     "religion: kinderbibel",
		"Tapis de prière":             "religion: tapis de priere",
		"Alcorão":                     "religion: alcorao",
		"القُرآن الكريم":              "religion: القران",
		"والقرآن":                     "",
		"Kosher wine":                 "religion: kosher",
		"Labour Party mug":            "politics: labour party",
		"Feminist tee":                "politics: feminist",
		"Wahlkampfbroschüre":          "politics: wahlkampfbroschure",
		"Trade union banner":          "union: trade union",
		"Gewerkschaftsfahne":          "union: gewerkschaftsfahne",
		"نقابات":                      "union: نقابات",
		"Books for refugees":          "ethnicity: refugees",
		"Demandeurs d'asile":          "ethnicity: demandeurs d asile",
		"DNA Test Kit":                "genetics: dna test",
		"Vaterschaftstest":            "genetics: vaterschaftstest",
		"Datos biométricos":           "biometrics: datos biometricos",

		// What only looks like it.
		"":                                   "",
		"Cross-stitch kit":                   "",
		"Party hat":                          "",
		"Political party hats":               "politics: political party", // cannot know better
		"Sexton's spade":                     "",
		"Unisex sweater from Essex":          "",
		"Blood orange":                       "",
		"Health & Beauty":                    "",
		"Health food":                        "",
		"Medicine cabinet":                   "",
		"Retro pill box":                     "",
		"Pharmacie first aid tin":            "",
		"Plasters in tin":                    "",
		"Pain au chocolat":                   "",
		"Enceinte Bluetooth":                 "",
		"Condominium plan":                   "",
		"Wood preservative":                  "",
		"Feminised seeds":                    "",
		"Juniperus communis":                 "",
		"Community cookbook":                 "",
		"Porn Star Martini glass":            "",
		"Concrete vibrator":                  "",
		"Kosher salt":                        "",
		"Rosary pea seeds":                   "",
		"The coffee bible":                   "",
		"Wheelchair accessible picnic table": "",
		"Union Jack cushion":                 "",
		"Wine syndicate":                     "",
		"Top Trumps":                         "",
		"Right wing mirror":                  "",
		"Cancer zodiac pendant":              "",
		"Krebs Sternzeichen":                 "",
		"Depression glass vase":              "",
		"Ethnic style rug":                   "",
		"Arkham Asylum":                      "",
		"Church candle":                      "",
		"Medium pink Buddha head":            "",
		"Christmas nativity":                 "",
		"Schwüle Sommernacht":                "",
		"Hot water bottle sex bomb":          "",
		"Carol singers":                      "",
		"Sida table":                         "",
		"حامل هاتف":                          "",
		"الصليب الأحمر":                      "",
	} {
		require.Equal(t, want, said(v, text), text)
	}
}

// Every built-in phrase is found as it stands, under its own topic, and none is
// cancelled by another.
func TestVocabulary_findsEachPhrase(t *testing.T) {
	v := newVocabulary(nil, nil)
	phrases := 0
	for _, list := range builtIn {
		for text := range strings.SplitSeq(list.words, ",") {
			text = strings.TrimSpace(text)
			if exception, ok := strings.CutPrefix(text, "!"); ok {
				require.Empty(t, said(v, exception), exception)
				continue
			}
			_, ok := newPattern(text)
			require.True(t, ok, text)
			plain := strings.Trim(text, "=*")
			require.Equal(t, list.topic.String()+": "+strings.Join(words(plain), " "), said(v, plain), text)
			phrases++
		}
	}
	require.Greater(t, phrases, 400)
}

func TestVocabulary_ofTheOwner(t *testing.T) {
	v := newVocabulary(map[Topic][]string{Health: {"Reiki", "Blutegel*", "=Wellness"}}, map[string]bool{"rosary": true, "blood pressure cuff": true})
	require.Equal(t, "health: reiki", said(v, "REIKI stones"))
	require.Equal(t, "health: blutegelsalbe", said(v, "Blutegelsalbe"))
	require.Equal(t, "health: wellness", said(v, "Wellness"))
	require.Empty(t, said(v, "Wellness weekend"))
	require.Empty(t, said(v, "Rosary of olive wood"))
	require.Empty(t, said(v, "Blood pressure cuff"))
	require.Equal(t, "health: blood pressure", said(v, "Blood pressure monitor"))
}

func TestNewPattern_refuses(t *testing.T) {
	for _, text := range []string{"", "=", "*", "!?", "abc*", "in*sulin", "insulin**"} {
		_, ok := newPattern(text)
		require.False(t, ok, text)
	}
}

func TestFold(t *testing.T) {
	for text, want := range map[string]string{
		"Straße": "strasse", "ÉCLAIR": "eclair", "Ångström": "angstrom", "ﬁne": "fine", "القُرآن": "القران", "مصـــحف": "مصحف", "plain": "plain", "": "",
	} {
		require.Equal(t, want, fold(text))
	}
}
