#!/bin/bash
# make install: the parts find each other, and a team's own Makefile, CMake or cc builds plugins.
set -u
. "$(dirname "$0")/report.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/glim-install.XXXXXX")
trap 'rm -rf "$work"' EXIT
prefix=$work/usr
export PKG_CONFIG_PATH=$prefix/share/pkgconfig

install_there() {
	make --no-print-directory -C "$top" B="${build#"$top"/}" install prefix="$prefix"
}

all_installed() {
	local file

	for file in bin/glim lib/glim/glim-guest lib/glim/drivers/sqlite.so lib/glim/drivers/mysql.so \
		include/glim/{migration,model,cplusplus,go}.h share/pkgconfig/glim.pc \
		share/glim/{glim.mk,rust/Cargo.toml,rust/src/lib.rs,go/src/glim/glim.go,go/exports.map}; do
		[ -e "$prefix/$file" ] || { echo "no $file"; return 1; }
	done
}

destdir_is_kept() {
	make --no-print-directory -C "$top" B="${build#"$top"/}" install prefix=/usr \
		DESTDIR="$work/root" && [ -x "$work/root/usr/bin/glim" ] &&
		grep -q '^prefix=/usr$' "$work/root/usr/share/pkgconfig/glim.pc"
}

new_project() { # NAME: a folder with the example's sources
	mkdir -p "$work/$1" && cp "$top"/migrations/*.c "$work/$1" &&
		cd "$work/$1" || return
}

by_makefile() {
	new_project by-makefile || return
	# shellcheck disable=SC2016 # for make
	echo 'include $(shell pkg-config --variable=makefragment glim)' >Makefile
	printf -- '-- migrate:up\nSELECT 1;\n' >1_One.sql
	make migrations && [ -e plugins/User.so ] && [ -e plugins/1_One.sql.so ] && [ -e plugins/20150301120000_AddUserMigration.so ]
}

by_cc() {
	new_project by-cc || return
	# shellcheck disable=SC2046 # lists of flags
	cc $(pkg-config --cflags glim) $(pkg-config --variable=plugin_cflags glim) \
		$(pkg-config --variable=plugin_ldflags glim) -o User.so User.c &&
		nm -D --defined-only User.so | grep -q glim_models
}

runs_from_anywhere() {
	new_project anywhere || return
	mkdir migrations && mv ./*.c migrations/ && ln -s "$prefix/bin/glim" "$work/glim" &&
		"$work/glim" migration:init && "$work/glim" migration:build &&
		"$work/glim" migration:sync --name User && "$work/glim" migration:run &&
		"$work/glim" migration:status --check
}

check "make install" install_there
check "everything is there" all_installed
check "DESTDIR comes before the prefix" destdir_is_kept
check "plugins by a Makefile that includes glim.mk" by_makefile
check "plugins by cc and pkg-config" by_cc
check "the program finds its parts through a link, from any folder" runs_from_anywhere
report_end
