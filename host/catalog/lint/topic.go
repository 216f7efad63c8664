package lint

import (
	"cmp"
	"slices"
	"strings"
)

// A Topic is a special category of personal data of Art. 9 of the GDPR: what a
// visitor looked at among its items says something that nobody should work out
// unasked.
type Topic int

const (
	Health Topic = iota
	Sexuality
	Religion
	Politics
	Union
	Ethnicity
	Genetics
	Biometrics

	topicCount
	noTopic // of a phrase that only looks like one
)

// topics are the topics' names in a file.
var topics = [topicCount]string{"health", "sexuality", "religion", "politics", "union", "ethnicity", "genetics", "biometrics"}

func (t Topic) String() string { return topics[t] }

func topicNames() []string { return topics[:] }

func parseTopic(name string) (Topic, bool) {
	at := slices.Index(topics[:], name)
	return Topic(at), at >= 0
}

// A pattern is a phrase of one or more words. The last of them may have an s or
// es more.
type pattern struct {
	topic Topic
	words []string
	stem  bool // the last word only begins so
	whole bool // nothing stands beside it
}

// startLength is how many bytes of a pattern's first word find it.
const startLength = 4

func start(word string) string { return word[:min(len(word), startLength)] }

// newPattern reads a phrase: "insulin*" is every word that begins so, "=health"
// a text of that word alone.
func newPattern(text string) (pattern, bool) {
	p := pattern{}
	text, p.whole = strings.CutPrefix(strings.TrimSpace(text), "=")
	text, p.stem = strings.CutSuffix(text, "*")
	p.words = words(text)
	ok := len(p.words) > 0 && !strings.Contains(text, "*") && (!p.stem || len(p.words[len(p.words)-1]) >= startLength)
	return p, ok
}

// ends tells whether a word is the last of the pattern.
func (p *pattern) ends(word string) bool {
	last := p.words[len(p.words)-1]
	rest, ok := strings.CutPrefix(word, last)
	return ok && (p.stem || rest == "" || rest == "s" || rest == "es")
}

// begins tells whether a text begins with the pattern.
func (p *pattern) begins(text []string) bool {
	n := len(p.words)
	return len(text) >= n && slices.Equal(text[:n-1], p.words[:n-1]) && p.ends(text[n-1])
}

// A vocabulary finds phrases in text.
type vocabulary map[string][]pattern // by the start of their first word, longest first

// newVocabulary takes the built-in phrases, the owner's own, and texts that mean nothing.
func newVocabulary(own map[Topic][]string, allowed map[string]bool) vocabulary {
	v := vocabulary{}
	for _, list := range builtIn {
		for text := range strings.SplitSeq(list.words, ",") {
			v.add(list.topic, text)
		}
	}
	for topic, texts := range own {
		for _, text := range texts {
			v.add(topic, text)
		}
	}
	for text := range allowed {
		v.add(noTopic, text)
	}
	for _, patterns := range v {
		slices.SortStableFunc(patterns, func(a, b pattern) int {
			return cmp.Or(cmp.Compare(len(b.words), len(a.words)), cmp.Compare(b.topic, a.topic)) // noTopic before topics
		})
	}
	return v
}

func (v vocabulary) add(topic Topic, text string) {
	text, not := strings.CutPrefix(strings.TrimSpace(text), "!")
	if not {
		topic = noTopic
	}
	if p, ok := newPattern(text); ok {
		p.topic = topic
		v[start(p.words[0])] = append(v[start(p.words[0])], p)
	}
}

// find returns the topics that a text speaks of, each with the words that say so.
func (v vocabulary) find(text string, tell func(topic Topic, said string)) {
	all := words(text)
	for i := 0; i < len(all); {
		p := v.at(all, i)
		if p == nil {
			i++
			continue
		}
		if p.topic != noTopic {
			tell(p.topic, strings.Join(all[i:i+len(p.words)], " "))
		}
		i += len(p.words)
	}
}

// article is what an Arabic word with the definite article begins with.
const article = "ال"

// at returns the longest phrase that stands at a word, nil where there is none.
func (v vocabulary) at(text []string, i int) *pattern {
	if p := v.beginning(text[i:], i == 0); p != nil {
		return p
	}
	if word, ok := strings.CutPrefix(text[i], article); ok && word != "" {
		bare := slices.Clone(text[i:])
		bare[0] = word
		return v.beginning(bare, i == 0)
	}
	return nil
}

func (v vocabulary) beginning(text []string, first bool) *pattern {
	patterns := v[start(text[0])]
	for i := range patterns {
		if p := &patterns[i]; p.begins(text) && (!p.whole || first && len(text) == len(p.words)) {
			return p
		}
	}
	return nil
}
