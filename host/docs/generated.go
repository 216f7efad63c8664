package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
)

// elementsPage is about the elements, from what is published of them for editors.
func elementsPage(project fs.FS) ([]byte, error) {
	const file = "web/dist/custom-elements.json"
	content, err := fs.ReadFile(project, file)
	if err != nil {
		return nil, err
	}
	type named struct {
		Name, Description string
		Type              struct{ Text string }
	}
	var manifest struct {
		Modules []struct {
			Declarations []struct {
				TagName, Description                        string
				Attributes, Events, CSSParts, CSSProperties []named
			}
		}
	}
	if err := json.Unmarshal(content, &manifest); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	var page strings.Builder
	fmt.Fprintf(&page, "# Elements\n\nMade from [custom-elements.json](../../../%s), which editors read too.\n", file)
	for _, module := range manifest.Modules {
		for _, e := range module.Declarations {
			fmt.Fprintf(&page, "\n## %s\n\n%s\n", e.TagName, prose(e.Description))
			for _, list := range []struct {
				of    string
				named []named
			}{{"attribute", e.Attributes}, {"event", e.Events}, {"::part()", e.CSSParts}, {"property", e.CSSProperties}} {
				if len(list.named) == 0 {
					continue
				}
				fmt.Fprintf(&page, "\n| %s | what it is for |\n| --- | --- |\n", list.of)
				for _, n := range list.named {
					fmt.Fprintf(&page, "| `%s` | %s |\n", n.Name, prose(n.Description))
				}
			}
		}
	}
	return []byte(page.String()), nil
}

// declaration is one of the public interface, with what is said of it. What stands before the first is about the whole.
var declaration = regexp.MustCompile(`(?ms)^/\*\*(.*?)\*/\n|^(?:export|declare) [^\n]*;\n|^(?:export|declare) (?:(?:declare )?(?:class|interface|global)\b.*?^\}|type\b.*?;)\n`)

var declared = regexp.MustCompile(`(?:class|interface|function|type|global)\b ?(\w*)`)

// apiPage is the public interface, from the file that compilers read.
func apiPage(project fs.FS) ([]byte, error) {
	const file = "web/src/privet.d.ts"
	content, err := fs.ReadFile(project, file)
	if err != nil {
		return nil, err
	}
	var page strings.Builder
	fmt.Fprintf(&page, "# JavaScript API\n\nMade from [privet.d.ts](../../../%s), which editors and compilers read.\n\n", file)
	said, about := "", true
	for _, part := range declaration.FindAllStringSubmatch(string(content), -1) {
		if strings.HasPrefix(part[0], "/**") {
			if about && said != "" {
				fmt.Fprintf(&page, "%s\n\n", said)
				about = false
			}
			said = prose(comment(part[1]))
			continue
		}
		about = false
		name := declared.FindStringSubmatch(part[0])[1]
		if name == "" {
			name = "window.privet"
		}
		fmt.Fprintf(&page, "## %s\n\n%s\n\n```ts\n%s```\n\n", name, said, part[0])
		said = ""
	}
	return []byte(page.String()), nil
}

// comment takes the stars of a comment away.
func comment(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		line = strings.TrimPrefix(strings.TrimSpace(line), "*")
		lines[i] = strings.TrimPrefix(line, " ")
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

var link = regexp.MustCompile(`\{@link (\w+)([.\w]*)\}`)

// prose is Markdown of what a comment says: elements that it names are no markup, but for where it shows code, and its
// links lead to headings.
func prose(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, "    ") {
			continue
		}
		parts := strings.Split(line, "`")
		for j := 0; j < len(parts); j += 2 {
			parts[j] = strings.ReplaceAll(parts[j], "<", `\<`)
			parts[j] = link.ReplaceAllStringFunc(parts[j], func(l string) string {
				names := link.FindStringSubmatch(l)
				return fmt.Sprintf("[%s%s](#%s)", names[1], names[2], strings.ToLower(names[1]))
			})
		}
		lines[i] = strings.Join(parts, "`")
	}
	return strings.Join(lines, "\n")
}
