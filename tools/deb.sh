#!/bin/bash
# deb.sh OUT - builds the Debian packages of what is in the working tree into the folder OUT.
# Who builds them answers for them: DEBFULLNAME and DEBEMAIL, as for Debian's own tools, or else
# git's user.name and user.email, stand in them as the maintainer.
set -eu
cd "$(dirname "$0")/.."
name=${DEBFULLNAME:-$(git config user.name)} || name=
address=${DEBEMAIL:-$(git config user.email)} || address=
if [ -z "$name" ] || [ -z "$address" ]; then
	echo 'deb.sh: the packages name who builds them as their maintainer, and nothing says who that is:' \
		"DEBFULLNAME='Your Name' DEBEMAIL=you@example.org make deb" >&2
	exit 2
fi
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
maintainer=$name' <'$address'>' perl -pi -e 's/^(Maintainer: | -- )[^<]*<[^>]*>/$1$ENV{maintainer}/' \
	"$source/debian/control" "$source/debian/changelog"
find "$source" -type d -exec chmod 755 {} +
(cd "$source" && dpkg-buildpackage -us -uc -b) >"$out/build.log" 2>&1 || {
	tail -30 "$out/build.log" >&2
	exit 1
}
cp "$work"/*.deb "$work"/*.changes "$work"/*.buildinfo "$out"
ls "$out"/*.deb
