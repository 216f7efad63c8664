package main

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
)

//go:embed page.html
var layout string

//go:embed style.css
var style []byte

var page = template.Must(template.New("page").Parse(layout))

// A site is made of the project's files: the pages of the contents, and what they link to.
type site struct {
	project fs.FS
	made    map[string][]byte // sources that are no files
	files   map[string][]byte // what was made so far
	outputs map[string]string // by source, of what is in the site
	waiting []string          // sources that are linked to, and not made yet
}

// build returns the files of the site by name. commands is what privet --man-markdown prints.
func build(project fs.FS, commands []byte) (map[string][]byte, error) {
	s := &site{
		project: project,
		made:    map[string][]byte{commandLine: commands},
		files:   map[string][]byte{"style.css": style},
		outputs: map[string]string{},
	}
	for source, write := range map[string]func(fs.FS) ([]byte, error){elements: elementsPage, api: apiPage} {
		var err error
		if s.made[source], err = write(project); err != nil {
			return nil, err
		}
	}
	var order []entry
	for _, c := range contents {
		for _, e := range c.Pages {
			s.outputs[e.source] = e.File
			order = append(order, e)
		}
	}
	for i, e := range order {
		source, err := s.read(e.source)
		if err != nil {
			return nil, err
		}
		var before, after *entry
		if i > 0 {
			before = &order[i-1]
		}
		if i < len(order)-1 {
			after = &order[i+1]
		}
		if err := s.add(e.source, parse(source), true, before, after); err != nil {
			return nil, err
		}
	}
	for len(s.waiting) > 0 {
		source := s.waiting[0]
		s.waiting = s.waiting[1:]
		if err := s.addLinked(source); err != nil {
			return nil, err
		}
	}
	return s.files, nil
}

// read returns a source, made or not.
func (s *site) read(source string) ([]byte, error) {
	if made, ok := s.made[source]; ok {
		return made, nil
	}
	return fs.ReadFile(s.project, source)
}

// addLinked adds a page that others link to and the contents do not have: Markdown as it is meant, and files and folders as
// a page that shows them.
func (s *site) addLinked(source string) error {
	info, err := fs.Stat(s.project, source)
	if err != nil {
		return err
	}
	if info.IsDir() {
		return s.addFolder(source)
	}
	content, err := fs.ReadFile(s.project, source)
	if err != nil {
		return err
	}
	if !utf8.Valid(content) {
		return fmt.Errorf("%s is no text to show: give the link the title \"download\"", source)
	}
	if path.Ext(source) != ".md" {
		content = listing(source, content)
	}
	return s.add(source, parse(content), false, nil, nil)
}

// addFolder adds a page of a folder's files.
func (s *site) addFolder(source string) error {
	entries, err := fs.ReadDir(s.project, source)
	if err != nil {
		return err
	}
	var list strings.Builder
	fmt.Fprintf(&list, "# %s\n\n", source)
	for _, e := range entries {
		if !e.IsDir() {
			fmt.Fprintf(&list, "* [%s](%s)\n", e.Name(), e.Name())
		}
	}
	// Links are seen from the folder, not from beside it.
	return s.add(source+"/", parse([]byte(list.String())), true, nil, nil)
}

// listing shows a file.
func listing(source string, content []byte) []byte {
	fence := "````````"
	return fmt.Appendf(nil, "# %s\n\n%s%s\n%s\n%s\n", source, fence, strings.TrimPrefix(path.Ext(source), "."), bytes.TrimSuffix(content, []byte("\n")), fence)
}

// add adds a page. With follow, what it links to comes into the site; otherwise links to what is not in it are taken away.
func (s *site) add(source string, d document, follow bool, before, after *entry) error {
	output := s.outputs[strings.TrimSuffix(source, "/")]
	root := strings.Repeat("../", strings.Count(output, "/"))
	if err := s.resolve(source, root, d, follow); err != nil {
		return err
	}
	body, err := d.html()
	if err != nil {
		return err
	}
	headings := d.headings()
	if len(headings) == 0 || headings[0].Level != 1 {
		return fmt.Errorf("%s: it begins with no title", source)
	}
	var sections []heading
	for _, h := range headings {
		if h.Level == 2 {
			sections = append(sections, h)
		}
	}
	title, content, _ := strings.Cut(body, "</h1>\n")
	var out bytes.Buffer
	err = page.Execute(&out, map[string]any{
		"Root": root, "File": output, "Title": headings[0].Text, "Heading": template.HTML(title + "</h1>"), "Body": template.HTML(content),
		"Sections": sections, "Contents": contents, "Before": before, "After": after,
	})
	s.files[output] = out.Bytes()
	return err
}

// resolve turns links to the project's files into links of the site.
func (s *site) resolve(source, root string, d document, follow bool) error {
	var wrong error
	each(d, func(i *ast.Image) {
		if file, _, ours := s.target(source, i.Destination); ours {
			i.Destination = []byte(root + s.copy(file, &wrong))
		}
	})
	var lost []*ast.Link
	each(d, func(l *ast.Link) {
		file, fragment, ours := s.target(source, l.Destination)
		if !ours {
			return
		}
		_, there := s.outputs[file]
		switch {
		case string(l.Title) == download:
			l.Destination, l.Title = []byte(root+s.copy(file, &wrong)), nil
			l.SetAttributeString(download, []byte(path.Base(file)))
		case there || follow:
			l.Destination = []byte(root + s.show(file) + fragment)
		default:
			lost = append(lost, l)
		}
	})
	for _, l := range lost {
		for c := l.FirstChild(); c != nil; c = l.FirstChild() {
			l.Parent().InsertBefore(l.Parent(), l, c)
		}
		l.Parent().RemoveChild(l.Parent(), l)
	}
	return wrong
}

// download is the title of a link to a file that a reader is to have.
const download = "download"

// target returns which of the project's files a link of a source leads to, if it leads there.
func (s *site) target(source string, link []byte) (file, fragment string, ours bool) {
	file, fragment, found := strings.Cut(string(link), "#")
	if file == "" || strings.Contains(file, ":") {
		return "", "", false
	}
	if found {
		fragment = "#" + fragment
	}
	file = path.Join(path.Dir(source), file)
	if _, err := fs.Stat(s.project, file+"/README.md"); err == nil {
		file += "/README.md"
	}
	return file, fragment, true
}

// show returns which page shows a source.
func (s *site) show(source string) string {
	output, ok := s.outputs[source]
	if !ok {
		output = "source/" + source + ".html"
		s.outputs[source] = output
		s.waiting = append(s.waiting, source)
	}
	return output
}

// copy puts a file into the site as it is, and returns where.
func (s *site) copy(source string, wrong *error) string {
	output := "source/" + source
	content, err := fs.ReadFile(s.project, source)
	if err != nil {
		*wrong = err
	}
	s.files[output] = content
	return output
}
