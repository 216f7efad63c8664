package lint

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"privet/host/catalog/dataset"
)

// topicItems are the items of a topic and by what a rule would know them.
type topicItems struct {
	Tally
	categories map[string]bool
	tags       map[string]bool
	ids        []string // of those that nothing but their title tells
}

// topicsOf notes the topics that an item speaks of, each where a rule can best
// take hold of it.
func (l *linter) topicsOf(it *dataset.Item) {
	var seen [topicCount]bool
	look := func(field, value string, note func(*topicItems)) {
		at := Finding{File: l.in.Items, Line: it.Line, Column: l.in.Column(field), Value: value}
		if value == "" || l.file.allows(at.Column, Sensitive) {
			return
		}
		l.vocabulary.find(value, func(topic Topic, said string) {
			if seen[topic] {
				return
			}
			seen[topic] = true
			if at.Said = said; said == fold(value) {
				at.Said = ""
			}
			l.topics[topic].add(at)
			note(&l.topics[topic])
		})
	}
	look("category", it.Category, func(t *topicItems) { mark(&t.categories, it.Category) })
	byID := func(t *topicItems) { t.ids = append(t.ids, it.ID) }
	for _, tag := range it.Tags {
		if key, _, _ := strings.Cut(dataset.TagToken(tag), "="); strings.Contains(key, " ") {
			look("tags", tag, byID) // rules know no such key
		} else {
			look("tags", tag, func(t *topicItems) { mark(&t.tags, tag) })
		}
	}
	look("title", it.Title, byID)
	if slices.Contains(seen[:], true) {
		l.found[Sensitive].Count++
	}
}

func mark(set *map[string]bool, value string) {
	if *set == nil {
		*set = map[string]bool{}
	}
	(*set)[value] = true
}

// shownIDs is how many ids a rule that is suggested names.
const shownIDs = 50

// rules returns lines of a rules file that would mark the items.
func (t *topicItems) rules(topic Topic) (lines []string) {
	suggest := func(key string, values []string) {
		name := topic.String()
		if n := len(lines) + 1; n > 1 {
			name = fmt.Sprintf("%s %d", name, n)
		}
		quoted := make([]string, len(values))
		for i := range values {
			quoted[i] = strconv.Quote(values[i])
		}
		lines = append(lines, fmt.Sprintf("- {name: %s, sensitive: true, where: {%s: [%s]}}", name, key, strings.Join(quoted, ", ")))
	}
	if len(t.categories) > 0 {
		suggest("category", slices.Sorted(maps.Keys(t.categories)))
	}
	byKey := map[string][]string{}
	for tag := range t.tags {
		key, value, _ := strings.Cut(dataset.TagToken(tag), "=")
		byKey[key] = append(byKey[key], value)
	}
	for _, key := range slices.Sorted(maps.Keys(byKey)) {
		slices.Sort(byKey[key])
		suggest(strconv.Quote(key), byKey[key])
	}
	for ids := range slices.Chunk(t.ids, shownIDs) {
		suggest("id", ids)
	}
	return lines
}
