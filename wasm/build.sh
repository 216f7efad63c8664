#!/bin/sh
# Builds the engine, and what joins a catalog's shards, as WebAssembly modules that
# import nothing.
#
#   wasm/build.sh            both of these
#   wasm/build.sh release    wasm/engine.wasm, kernel.wasm and joiner.wasm, with TinyGo: committed
#   wasm/build.sh std        the same as wasm/build/*-std.wasm, with standard Go: the second opinion
#
# The bytes depend on the sources alone, not on where they lie or who builds.
set -eu
cd "$(dirname "$0")"

# The same Go everywhere: its library is compiled into the module.
export GOTOOLCHAIN=go1.26.8
# What the guest and the kernel may use. Every browser since 2023 has all of it.
features="--enable-simd --enable-bulk-memory --enable-sign-ext --enable-nontrapping-float-to-int
	--enable-mutable-globals --enable-reference-types --enable-multivalue"

# binaryen comes from npm: Debian's has no wasm-merge.
bin=$PWD/../web/node_modules/.bin
if [ ! -x "$bin/wasm-merge" ]; then
	command -v npm >/dev/null || { echo "install Node.js 20 or later, with npm, for binaryen" >&2; exit 1; }
	npm ci --prefix ../web --no-audit --no-fund --silent >&2
fi

mkdir -p build
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The modules: a build tag of wasm/guest, and the files in WAT that are merged in.
modules='engine joiner'
parts() {
	case $1 in
	engine) echo kernel start ;;
	joiner) echo start ;;
	esac
}

# merge adds the named files to guest.wasm, and takes away every export but those
# of wasm/abi: merged.wasm.
merge() {
	all="$work/guest.wasm go"
	for name in "$@"; do
		"$bin/wasm-as" $features "$name.wat" -o "$work/$name.wasm"
		as=$name
		[ "$name" != wasi ] || as=wasi_snapshot_preview1
		all="$all $work/$name.wasm $as"
	done
	"$bin/wasm-merge" $features $all -o "$work/all.wasm"
	"$bin/wasm-metadce" $features --graph-file exports.json "$work/all.wasm" -o "$work/merged.wasm" >"$work/unused"
}

release() {
	home=$(tinygo/install.sh)
	for module in $modules; do
		TINYGOROOT=$home/root WASMOPT=$bin/wasm-opt "$home/bin/tinygo" build -target=tinygo/target.json -tags="$module" \
			-opt=z -panic=trap -no-debug -o "$work/guest.wasm" ./guest
		merge $(parts "$module")
		# Low memory is the far end of the stack: no address of it is a sum that wraps around.
		"$bin/wasm-opt" $features --low-memory-unused -Oz --flatten --rereloop -Oz --converge \
			--strip-debug --strip-producers --strip-target-features "$work/merged.wasm" -o "$work/$module.wasm"
		cp "$work/$module.wasm" .
	done
	cp "$work/kernel.wasm" .
}

std() {
	for module in $modules; do
		GOOS=wasip1 GOARCH=wasm go build -buildmode=c-shared -tags="$module" -trimpath -ldflags='-s -w -buildid=' -o "$work/guest.wasm" ./guest
		merge $(parts "$module") wasi
		# No wasm-opt: it takes 20 s here and gains 1 %.
		cp "$work/merged.wasm" "build/$module-std.wasm"
	done
}

case ${1:-both} in
release) release ;;
std) std ;;
both)
	release
	std
	;;
*)
	sed -n '2,7s/^# \{0,1\}//p' "$0" >&2
	exit 2
	;;
esac
