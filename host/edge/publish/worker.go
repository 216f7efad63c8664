package publish

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"privet/host/edge"
)

// WorkerScript lists what of a worker is the same for every shop: host/edge/worker makes it.
var WorkerScript = []string{"worker.mjs", "instance.mjs", "guest.wasm", "wasm_exec.js", "wrangler.jsonc"}

// Worker writes into dir all that `wrangler deploy` needs: the script, the manifests as a part of it, and every other file
// of the tree as a static asset. What dir held of another tree is removed. The error is fs.ErrNotExist where the script is
// not whole.
func Worker(dir string, script fs.FS, tree edge.Tree) error {
	contents := map[string][]byte{}
	for _, name := range WorkerScript {
		content, err := fs.ReadFile(script, name)
		if err != nil {
			return err
		}
		contents[name] = content
	}
	assets := edge.Tree{}
	var imports, entries strings.Builder
	sites := 0
	for _, name := range slices.Sorted(maps.Keys(tree)) {
		file := tree[name]
		if path.Base(name) != Manifest {
			// The platform codes what it sends by itself, and would offer a coded file under its own address.
			assets.Add(edge.File{Name: name, Plain: file.Plain})
			continue
		}
		sites++
		fmt.Fprintf(&entries, "  %q: {", name)
		for _, coding := range []struct {
			name    string
			content []byte
		}{{"plain", file.Plain}, {"brotli", file.Brotli}, {"gzip", file.Gzip}} {
			bin := fmt.Sprintf("manifest-%d.%s.bin", sites, coding.name)
			contents[bin] = coding.content
			variable := fmt.Sprintf("%s%d", coding.name, sites)
			fmt.Fprintf(&imports, "import %s from \"./%s\";\n", variable, bin)
			fmt.Fprintf(&entries, " %s: %s,", coding.name, variable)
		}
		entries.WriteString(" },\n")
	}
	contents["manifests.mjs"] = []byte(imports.String() + "\nexport default {\n" + entries.String() + "};\n")
	names, err := json.Marshal(slices.Sorted(maps.Keys(assets)))
	if err != nil {
		return err
	}
	contents["assets.json"] = names

	if err := Write(filepath.Join(dir, "assets"), assets); err != nil {
		return err
	}
	old, err := filepath.Glob(filepath.Join(dir, "manifest-*.bin"))
	for _, name := range old {
		err = errors.Join(err, os.Remove(name))
	}
	for name, content := range contents {
		err = errors.Join(err, os.WriteFile(filepath.Join(dir, name), content, 0o644))
	}
	return err
}
