package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"privet/host/edge"
	"privet/wasm"
	"privet/web"
)

// Dir is the tree of a directory that `privet build` wrote, with the SDK and the modules that this program holds.
func Dir(dir string) (edge.Tree, error) {
	tree, err := Tree(os.DirFS(dir), web.Dist(), Modules{Engine: wasm.Engine, Joiner: wasm.Joiner})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: no %s there: run privet build --items FILE --out %s first", dir, Manifest, dir)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	return tree, nil
}
