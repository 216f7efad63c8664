#!/bin/sh
# Prints the size of the built modules, and how much they import: nothing. Where
# JSON names a file, appends one JSON object a line to it.
set -eu
cd "$(dirname "$0")"

# row NAME VALUE UNIT
row() {
	printf '%-28s %10s %s\n' "$1" "$2" "$3"
	[ -z "${JSON:-}" ] || printf '{"name":"%s","value":%s,"unit":"%s"}\n' "$1" "$2" "$3" >>"$JSON"
}

case ${JSON:-} in
'' | /*) ;;
*) JSON=$OLDPWD/$JSON ;;
esac

for file in engine.wasm joiner.wasm build/engine-std.wasm build/joiner-std.wasm; do
	[ -f "$file" ] || { echo "wasm/$file is not built: run wasm/build.sh" >&2; exit 1; }
	name=$(basename "$file")
	row "$name" "$(wc -c <"$file" | tr -d ' ')" bytes
	row "$name brotli" "$(brotli --stdout --quality=11 --lgwin=24 "$file" | wc -c | tr -d ' ')" bytes
	row "$name imports" "$(node -p 'WebAssembly.Module.imports(new WebAssembly.Module(fs.readFileSync(process.argv[1]))).length' "$file")" imports
done
