package conformance

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
	"github.com/tetratelabs/wazero"

	"privet/engine/format"
	"privet/host/headless"
	"privet/testdata/vectors"
	"privet/wasm"
	"privet/wasm/abi"
)

var update = flag.Bool("update", false, "write the catalogs, trends and recordings of testdata/vectors from native Go")

func TestNative(t *testing.T) { Run(t, headless.Native) }

func TestWazeroCompiler(t *testing.T) {
	Run(t, compile(t, wasm.Engine, wazero.NewRuntimeConfigCompiler()).Open)
}

func TestWazeroInterpreter(t *testing.T) {
	Run(t, compile(t, wasm.Engine, wazero.NewRuntimeConfigInterpreter()).Open)
}

// The second opinion: the same sources through another compiler.
func TestStandardGo(t *testing.T) {
	code, err := os.ReadFile("../../../wasm/build/engine-std.wasm")
	if os.IsNotExist(err) {
		t.Skip("not built: run wasm/build.sh std")
	}
	require.NoError(t, err)
	Run(t, compile(t, code, wazero.NewRuntimeConfigCompiler()).Open)
}

func compile(t *testing.T, code []byte, config wazero.RuntimeConfig) *headless.Module {
	m, err := headless.Compile(code, config)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, m.Close()) })
	return m
}

// The vectors are enough, and as many are about refusals as about answers.
func TestVectors_areEnough(t *testing.T) {
	accepts, rejects := 0, 0
	answered, refused, statuses := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, s := range readKit(t).suites {
		for _, v := range s.Vectors {
			if v.rejects() {
				rejects++
			} else {
				accepts++
			}
			for _, step := range v.Steps {
				_, operation, err := step.operation()
				require.NoError(t, err)
				statuses[step.Status] = true
				if operation == nil {
					continue
				}
				if step.Failure == nil {
					answered[operation.Name] = true
				} else {
					refused[operation.Name] = true
				}
			}
		}
	}
	t.Logf("%d vectors end in an answer, %d in a refusal", accepts, rejects)
	require.GreaterOrEqual(t, accepts+rejects, 60)
	require.GreaterOrEqual(t, rejects, accepts)
	for _, o := range abi.Operations {
		require.True(t, answered[o.Name], "no vector in which %s succeeds", o.Name)
		require.True(t, refused[o.Name], "no vector in which %s fails", o.Name)
	}
	// The others stand in Observed.Refused: observing never fails over one event.
	for _, s := range []format.Status{format.OK, format.UnknownOp, format.BadMessage, format.BadValue, format.BadCatalog,
		format.NewerVersion, format.NoCatalog, format.UnknownEvent, format.TooLarge} {
		require.True(t, statuses[s.String()], "no vector ends in %s", s)
	}
}

// What would make a suite prove nothing is an error.
func TestReadSuites_refuses(t *testing.T) {
	ok := `{"op": "export", "request": {}, "status": "ok"}`
	suites := func(content string) fstest.MapFS { return fstest.MapFS{"x.json": {Data: []byte(content)}} }
	vector := func(step string) string { return `{"vectors": [{"name": "a", "steps": [` + step + `]}]}` }
	_, err := readSuites(suites(vector(ok)))
	require.NoError(t, err)
	for name, c := range map[string]struct {
		files fstest.MapFS
		want  string
	}{
		"no files":          {fstest.MapFS{}, "no vectors"},
		"no vectors":        {suites(`{"vectors": []}`), "no vectors"},
		"no steps":          {suites(vector("")), "no steps"},
		"same name":         {suites(`{"vectors": [{"name": "a", "steps": [` + ok + `]}, {"name": "a", "steps": [` + ok + `]}]}`), "name of its own"},
		"unknown in suite":  {suites(`{"vectors": [], "more": 1}`), "unknown field"},
		"unknown in vector": {suites(`{"vectors": [{"name": "a", "skip": true, "steps": []}]}`), "unknown field"},
		"unknown in step":   {suites(vector(`{"op": "export", "request": {}, "status": "ok", "expects": {}}`)), "unknown field"},
		"no request":        {suites(vector(`{"op": "export", "status": "ok"}`)), "one of request"},
		"two requests":      {suites(vector(`{"op": "export", "request": {}, "bytes": "", "status": "ok"}`)), "one of request"},
		"unknown status":    {suites(vector(`{"op": "export", "request": {}, "status": "fine"}`)), "no status"},
		"no failure":        {suites(vector(`{"op": "export", "bytes": "00", "status": "bad-message"}`)), "needs a failure"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := readSuites(c.files)
			require.ErrorContains(t, err, c.want)
		})
	}
}

func TestRequest_refusesUnknownField(t *testing.T) {
	s := step{Op: json.RawMessage(`"items"`), Request: json.RawMessage(`{"form": 1}`)}
	_, operation, err := s.operation()
	require.NoError(t, err)
	_, err = s.request(operation, files{})
	require.ErrorContains(t, err, `unknown field "form"`)
}

// The frozen catalogs and trends are what the encoders write today, and with -update the
// recordings are what native Go answers today.
func TestRecordings(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "testdata", "vectors")
	built := build(t)
	if !*update {
		frozen, err := readFiles(vectors.Files)
		require.NoError(t, err)
		require.Equal(t, built, frozen)
		return
	}
	write(t, filepath.Join(dir, catalogsFile), built.catalogs)
	write(t, filepath.Join(dir, trendsFile), built.trends)
	suites, err := readSuites(os.DirFS(dir))
	require.NoError(t, err)
	k := kit{suites, built}
	for _, s := range suites {
		recorded := map[string][]recording{}
		for _, v := range s.Vectors {
			t.Run(s.Name+"/"+v.Name, func(t *testing.T) { recorded[v.Name] = k.play(t, v, headless.Native) })
		}
		write(t, filepath.Join(dir, "wire", s.Name+".json"), recorded)
	}
}

func build(t *testing.T) files {
	f := files{map[string]hexBytes{}, map[string]hexBytes{}}
	for name, make := range catalogs {
		b, err := format.Encode(make(t))
		require.NoError(t, err)
		f.catalogs[name] = b
	}
	for name, trend := range trends {
		f.trends[name] = trend(t).Append(nil)
	}
	return f
}

func write(t *testing.T, name string, v any) {
	data, err := json.MarshalIndent(v, "", "\t")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(name, append(data, '\n'), 0o644))
}
