package inspect

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// describeModule lists what a WebAssembly module wants from its host, which is
// all that it could ever do beside computing, and what it offers.
func describeModule(out io.Writer, content []byte) error {
	ctx := context.Background()
	// The interpreter: nothing is run, so nothing need be compiled.
	runtime := wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfigInterpreter())
	defer runtime.Close(ctx)
	m, err := runtime.CompileModule(ctx, content)
	if err != nil {
		return fmt.Errorf("not a module that wazero takes: %w", err)
	}
	fmt.Fprintf(out, "WebAssembly module, %d bytes\n", len(content))
	imports := 0
	for _, f := range m.ImportedFunctions() {
		module, name, _ := f.Import()
		fmt.Fprintf(out, "imports function %s.%s%s\n", module, name, signature(f))
		imports++
	}
	for _, memory := range m.ImportedMemories() {
		module, name, _ := memory.Import()
		fmt.Fprintf(out, "imports memory %s.%s\n", module, name)
		imports++
	}
	if imports == 0 {
		fmt.Fprintln(out, "imports nothing: it can compute, and reach no network, clock, storage or page")
	}
	functions := m.ExportedFunctions()
	for _, name := range slices.Sorted(maps.Keys(functions)) {
		fmt.Fprintf(out, "exports function %s%s\n", name, signature(functions[name]))
	}
	memories := m.ExportedMemories()
	for _, name := range slices.Sorted(maps.Keys(memories)) {
		fmt.Fprintf(out, "exports memory %s, %d KiB at first\n", name, 64*memories[name].Min())
	}
	return nil
}

// signature writes "(i32, i32) i32".
func signature(f api.FunctionDefinition) string {
	names := func(types []api.ValueType) string {
		words := make([]string, len(types))
		for i, t := range types {
			words[i] = api.ValueTypeName(t)
		}
		return strings.Join(words, ", ")
	}
	text := "(" + names(f.ParamTypes()) + ")"
	if results := names(f.ResultTypes()); results != "" {
		text += " " + results
	}
	return text
}
