package headless

import (
	"context"
	"fmt"
	"slices"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"

	"privet/engine/format"
	"privet/wasm/abi"
)

// A Module is a compiled engine.wasm: compile once, open a guest for each visitor.
type Module struct {
	runtime wazero.Runtime
	code    wazero.CompiledModule
}

// signatures are the functions that a module must export.
var signatures = map[string]struct{ params, results []api.ValueType }{
	abi.ExportVersion: {nil, []api.ValueType{api.ValueTypeI32}},
	abi.ExportBuffer:  {[]api.ValueType{api.ValueTypeI32}, []api.ValueType{api.ValueTypeI32}},
	abi.ExportCall:    {[]api.ValueType{api.ValueTypeI32, api.ValueTypeI32}, []api.ValueType{api.ValueTypeI32}},
}

// Compile checks and compiles a module. It refuses one that imports anything,
// that lacks an export or has it with another signature, or that speaks another
// version of the ABI, before any of the engine runs. A nil config means
// wazero's compiler, or its interpreter where there is none.
func Compile(code []byte, config wazero.RuntimeConfig) (*Module, error) {
	if config == nil {
		config = wazero.NewRuntimeConfig()
	}
	ctx := context.Background()
	m := &Module{runtime: wazero.NewRuntimeWithConfig(ctx, config)}
	var err error
	if m.code, err = m.runtime.CompileModule(ctx, code); err == nil {
		err = m.check()
	}
	if err != nil {
		m.Close()
		return nil, fmt.Errorf("engine module: %w", err)
	}
	return m, nil
}

// check compares what the module wants and offers with package abi.
func (m *Module) check() error {
	for _, f := range m.code.ImportedFunctions() {
		module, name, _ := f.Import()
		return fmt.Errorf("it imports the function %s.%s; it must import nothing", module, name)
	}
	for _, f := range m.code.ImportedMemories() {
		module, name, _ := f.Import()
		return fmt.Errorf("it imports the memory %s.%s; it must import nothing", module, name)
	}
	if m.code.ExportedMemories()[abi.ExportMemory] == nil {
		return fmt.Errorf("it does not export its memory as %q", abi.ExportMemory)
	}
	exports := m.code.ExportedFunctions()
	for name, want := range signatures {
		f := exports[name]
		if f == nil {
			return fmt.Errorf("it does not export the function %q", name)
		}
		if !slices.Equal(f.ParamTypes(), want.params) || !slices.Equal(f.ResultTypes(), want.results) {
			return fmt.Errorf("its export %q has another signature than wasm/abi says", name)
		}
	}
	for name := range exports {
		if _, known := signatures[name]; !known {
			return fmt.Errorf("it exports %q, which wasm/abi does not know", name)
		}
	}
	guest, err := m.Open()
	if err != nil {
		return err
	}
	defer guest.Close()
	in := guest.(*instance)
	version, err := in.invoke(abi.ExportVersion)
	if err != nil {
		return err
	}
	if version != abi.Version {
		return fmt.Errorf("its ABI has version %d, this host's %d: take both from one release", version, abi.Version)
	}
	return nil
}

// Open returns a new engine.
func (m *Module) Open() (Guest, error) {
	// Without a name, so that there can be many.
	in, err := m.runtime.InstantiateModule(context.Background(), m.code, wazero.NewModuleConfig().WithName("").WithStartFunctions())
	if err != nil {
		return nil, fmt.Errorf("engine module: start: %w", err)
	}
	return &instance{in}, nil
}

// Close frees the module and every guest that it opened.
func (m *Module) Close() error { return m.runtime.Close(context.Background()) }

// An instance is one guest of a Module.
type instance struct{ module api.Module }

func (in *instance) Call(op abi.Op, request []byte) (Reply, error) {
	at, err := in.invoke(abi.ExportBuffer, uint64(len(request)))
	if err != nil {
		return Reply{}, err
	}
	if at == 0 {
		return Reply{}, tooLong(len(request))
	}
	if !in.module.Memory().Write(at, request) {
		return Reply{}, errReply
	}
	at, err = in.invoke(abi.ExportCall, uint64(op), uint64(len(request)))
	if err != nil {
		return Reply{}, err
	}
	length, ok := in.module.Memory().ReadUint32Le(at + 4)
	framed, ok2 := in.module.Memory().Read(at, abi.ReplyHeader+length)
	if !ok || !ok2 {
		return Reply{}, errReply
	}
	return parseReply(framed)
}

func (in *instance) invoke(name string, params ...uint64) (uint32, error) {
	results, err := in.module.ExportedFunction(name).Call(context.Background(), params...)
	if err != nil {
		return 0, fmt.Errorf("%w in %s: %w", ErrTrap, name, err)
	}
	return uint32(results[0]), nil
}

func (in *instance) Close() error { return in.module.Close(context.Background()) }

// failure turns a refusal into the error that the engine gave.
func failure(r Reply) error {
	var f format.Failure
	if err := f.UnmarshalBinary(r.Body); err != nil {
		return fmt.Errorf("%w: %w", errReply, err)
	}
	return &format.Error{Status: r.Status, Record: f.Record, Index: f.Index, Field: f.Field, Offset: f.Offset, Detail: f.Detail}
}
