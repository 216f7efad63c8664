#!/bin/sh
# Builds the engine as a WebAssembly module that imports nothing.
#
#   wasm/build.sh          wasm/engine.wasm with TinyGo: the release, committed, as is its kernel.wasm
#   wasm/build.sh std      wasm/build/engine-std.wasm with standard Go: the second opinion
#   wasm/build.sh check    builds the release again, and fails unless the bytes are the committed ones
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

# tinygo_guest writes $work/guest.wasm.
tinygo_guest() {
	home=$(tinygo/install.sh)
	TINYGOROOT=$home/root WASMOPT=$bin/wasm-opt "$home/bin/tinygo" build -target=tinygo/target.json \
		-opt=z -panic=trap -no-debug -o "$work/guest.wasm" ./guest
}

# std_guest writes $work/guest.wasm.
std_guest() {
	GOOS=wasip1 GOARCH=wasm go build -buildmode=c-shared -trimpath -ldflags='-s -w -buildid=' -o "$work/guest.wasm" ./guest
}

# join adds the kernel, the start function and the named stubs to the guest, and
# leaves the exports of wasm/abi alone, in $work/joined.wasm.
join() {
	parts="$work/guest.wasm go"
	for name in kernel start "$@"; do
		"$bin/wasm-as" $features "$name.wat" -o "$work/$name.wasm"
		module=$name
		[ "$name" = wasi ] && module=wasi_snapshot_preview1
		parts="$parts $work/$name.wasm $module"
	done
	"$bin/wasm-merge" $features $parts -o "$work/all.wasm"
	"$bin/wasm-metadce" $features --graph-file exports.json "$work/all.wasm" -o "$work/joined.wasm" >"$work/unused"
}

release() {
	tinygo_guest
	join
	"$bin/wasm-opt" $features -Oz --strip-debug --strip-producers --strip-target-features "$work/joined.wasm" -o "$1"
}

case ${1:-release} in
release)
	release engine.wasm
	cp "$work/kernel.wasm" kernel.wasm
	;;
std)
	# wasm-opt takes 20 s here and gains 1 %.
	std_guest
	join wasi
	cp "$work/joined.wasm" build/engine-std.wasm
	;;
check)
	release build/engine.wasm
	cmp build/engine.wasm engine.wasm && cmp "$work/kernel.wasm" kernel.wasm || { echo "wasm/engine.wasm is stale: run wasm/build.sh and commit it" >&2; exit 1; }
	;;
*)
	sed -n '2,6s/^# \{0,1\}//p' "$0" >&2
	exit 2
	;;
esac
