#!/bin/bash
# deb.sh OUT - builds the Debian packages of what is in the working tree into the folder OUT.
set -eu
cd "$(dirname "$0")/.."
mkdir -p "$1"
out=$(cd "$1" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/glim-deb.XXXXXX")
trap 'rm -rf "$work"' EXIT
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES CFLAGS CPPFLAGS LDFLAGS B

version=$(sed -n 's/.*GLIM_VERSION "\(.*\)"/\1/p' runner/base/version.h)
[ "$(sed -n '1s/.*(\(.*\)).*/\1/p' debian/changelog)" = "$version" ] || {
	echo "deb.sh: debian/changelog is not about version $version" >&2
	exit 1
}
source=$work/glim-$version
mkdir "$source"
git ls-files -co --exclude-standard -z | xargs -0 cp --parents -t "$source" 2>/dev/null ||
	[ -e "$source/debian/control" ]
find "$source" -type d -exec chmod 755 {} +
(cd "$source" && dpkg-buildpackage -us -uc -b) >"$out/build.log" 2>&1 || {
	tail -30 "$out/build.log" >&2
	exit 1
}
cp "$work"/*.deb "$work"/*.changes "$work"/*.buildinfo "$out"
ls "$out"/*.deb
