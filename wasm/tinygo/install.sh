#!/bin/sh
# Prints the folder of a ready TinyGo: bin/tinygo, and root for TINYGOROOT.
# Builds it on first use (about a minute) from the Go module proxy and Debian's
# LLVM. TINYGO_HOME names a folder of the same shape to use instead.
set -eu

if [ -n "${TINYGO_HOME:-}" ]; then
	echo "$TINYGO_HOME"
	exit
fi

here=$(cd "$(dirname "$0")" && pwd)
version=$(sed -n 's/^.*github.com\/tinygo-org\/tinygo v\([0-9.]*\).*$/\1/p' "$here/go.mod")
home=${XDG_CACHE_HOME:-$HOME/.cache}/privet/tinygo-$version
if [ -x "$home/bin/tinygo" ]; then
	echo "$home"
	exit
fi

packages="llvm-19-dev libclang-19-dev clang-19 lld-19"
# shellcheck disable=SC2086 # a list of packages
if ! dpkg -s $packages >/dev/null 2>&1; then
	if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
		echo "TinyGo needs LLVM 19: install $packages (Debian's names), or set TINYGO_HOME to a TinyGo $version" >&2
		exit 1
	fi
	apt-get update -qq >&2
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >&2
fi

echo "building TinyGo $version, once" >&2
rm -rf "$home.new"
mkdir -p "$home.new/bin"
cd "$here"
go build -tags llvm19 -o "$home.new/bin/tinygo" github.com/tinygo-org/tinygo
root=$home.new/root
cp -R "$(go list -m -f '{{.Dir}}' github.com/tinygo-org/tinygo)" "$root"
chmod -R u+w "$root"
# The module lacks the submodule src/net, and TinyGo insists on its being there.
mkdir -p "$root/src/net"
rm -rf "$home"
mv "$home.new" "$home"
echo "$home"
