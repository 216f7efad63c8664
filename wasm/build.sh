#!/bin/sh
# Builds the engine as WebAssembly modules that import nothing.
#
#   wasm/build.sh            both of these
#   wasm/build.sh release    wasm/engine.wasm and wasm/kernel.wasm, with TinyGo: committed
#   wasm/build.sh std        wasm/build/engine-std.wasm, with standard Go: the second opinion
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

# join adds the kernel, the start function and the named stubs to guest.wasm, and
# takes away every export but those of wasm/abi: joined.wasm.
join() {
	parts="$work/guest.wasm go"
	for name in kernel start "$@"; do
		"$bin/wasm-as" $features "$name.wat" -o "$work/$name.wasm"
		module=$name
		[ "$name" != wasi ] || module=wasi_snapshot_preview1
		parts="$parts $work/$name.wasm $module"
	done
	"$bin/wasm-merge" $features $parts -o "$work/all.wasm"
	"$bin/wasm-metadce" $features --graph-file exports.json "$work/all.wasm" -o "$work/joined.wasm" >"$work/unused"
}

release() {
	home=$(tinygo/install.sh)
	TINYGOROOT=$home/root WASMOPT=$bin/wasm-opt "$home/bin/tinygo" build -target=tinygo/target.json \
		-opt=z -panic=trap -no-debug -o "$work/guest.wasm" ./guest
	join
	# Low memory is the far end of the stack: no address of it is a sum that wraps around.
	"$bin/wasm-opt" $features --low-memory-unused -Oz --flatten --rereloop -Oz --converge \
		--strip-debug --strip-producers --strip-target-features "$work/joined.wasm" -o "$work/engine.wasm"
	cp "$work/engine.wasm" "$work/kernel.wasm" .
}

std() {
	GOOS=wasip1 GOARCH=wasm go build -buildmode=c-shared -trimpath -ldflags='-s -w -buildid=' -o "$work/guest.wasm" ./guest
	join wasi
	# No wasm-opt: it takes 20 s here and gains 1 %.
	cp "$work/joined.wasm" build/engine-std.wasm
}

case ${1:-both} in
release) release ;;
std) std ;;
both)
	release
	std
	;;
*)
	sed -n '2,6s/^# \{0,1\}//p' "$0" >&2
	exit 2
	;;
esac
