package publish

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"privet/host/edge"
)

// Write puts the tree into a directory for a host of static files: every file below dir/privet, its codings beside it as
// .br and .gz, and in dir/_headers the headers that the edge handler would send, in the form that Cloudflare and Netlify
// read. What dir held of another tree is removed.
func Write(dir string, tree edge.Tree) error {
	base := filepath.Join(dir, filepath.FromSlash(edge.Base))
	if err := os.RemoveAll(base); err != nil {
		return err
	}
	for name, file := range tree {
		for ending, content := range map[string][]byte{"": file.Plain, ".br": file.Brotli, ".gz": file.Gzip} {
			if content == nil {
				continue
			}
			to := filepath.Join(base, filepath.FromSlash(name)+ending)
			if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
				return err
			}
			if err := os.WriteFile(to, content, 0o644); err != nil {
				return err
			}
		}
	}
	return os.WriteFile(filepath.Join(dir, "_headers"), []byte(headerRules(tree)), 0o644)
}

// headerRules writes one rule for all files, then one for each kind of hashed file and for each other file: a host allows
// 100 rules, while a large catalog has more files than that.
func headerRules(tree edge.Tree) string {
	kinds := map[string]string{} // pattern → one file that it stands for
	for name := range tree {
		pattern := name
		if hash := edge.Hash(name); hash != "" {
			pattern = strings.Replace(name, hash, "*", 1)
		}
		kinds[pattern] = name
	}

	var rules strings.Builder
	fmt.Fprintf(&rules, "%s*\n", edge.Base)
	for _, header := range edge.Everyone {
		fmt.Fprintf(&rules, "  %s: %s\n", header.Name, header.Value)
	}
	fmt.Fprintf(&rules, "  Vary: Accept-Encoding\n")
	for _, pattern := range slices.Sorted(maps.Keys(kinds)) {
		fmt.Fprintf(&rules, "%s%s\n", edge.Base, pattern)
		fmt.Fprintf(&rules, "  Cache-Control: %s\n", edge.CacheControl(kinds[pattern]))
		fmt.Fprintf(&rules, "  Content-Type: %s\n", edge.Type(kinds[pattern]))
	}
	return rules.String()
}
