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

// A Module is what a WebAssembly module wants from its host, which is all that
// it could ever do beside computing, and what it offers. Each entry is a kind, a
// name and what goes with it: "function call(i32, i32) i32".
type Module struct {
	Imports, Exports []string
}

// ReadModule reads what a module declares. Nothing of it is run.
func ReadModule(content []byte) (Module, error) {
	ctx := context.Background()
	// The interpreter: nothing is run, so nothing need be compiled.
	runtime := wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfigInterpreter())
	defer runtime.Close(ctx)
	compiled, err := runtime.CompileModule(ctx, content)
	if err != nil {
		return Module{}, fmt.Errorf("not a module that wazero takes: %w", err)
	}
	var m Module
	for _, f := range compiled.ImportedFunctions() {
		module, name, _ := f.Import()
		m.Imports = append(m.Imports, fmt.Sprintf("function %s.%s%s", module, name, signature(f)))
	}
	for _, memory := range compiled.ImportedMemories() {
		module, name, _ := memory.Import()
		m.Imports = append(m.Imports, fmt.Sprintf("memory %s.%s", module, name))
	}
	functions := compiled.ExportedFunctions()
	for _, name := range slices.Sorted(maps.Keys(functions)) {
		m.Exports = append(m.Exports, fmt.Sprintf("function %s%s", name, signature(functions[name])))
	}
	memories := compiled.ExportedMemories()
	for _, name := range slices.Sorted(maps.Keys(memories)) {
		m.Exports = append(m.Exports, fmt.Sprintf("memory %s, %d KiB at first", name, 64*memories[name].Min()))
	}
	return m, nil
}

// describeModule lists what a module wants and offers.
func describeModule(out io.Writer, content []byte) error {
	m, err := ReadModule(content)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "WebAssembly module, %d bytes\n", len(content))
	for _, what := range m.Imports {
		fmt.Fprintf(out, "imports %s\n", what)
	}
	if len(m.Imports) == 0 {
		fmt.Fprintln(out, "imports nothing: it can compute, and reach no network, clock, storage or page")
	}
	for _, what := range m.Exports {
		fmt.Fprintf(out, "exports %s\n", what)
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
