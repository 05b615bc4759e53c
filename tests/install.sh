#!/bin/bash
# make install: the parts find each other, and a team's own Makefile, CMake or cc builds plugins.
set -u
. "$(dirname "$0")/report.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/glim-install.XXXXXX")
trap 'rm -rf "$work"' EXIT
prefix=$work/usr
export PKG_CONFIG_PATH=$prefix/share/pkgconfig GOCACHE=$build/go-cache

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
	make migrations && [ -e plugins/User.so ] && [ -e plugins/20150301120000_AddUserMigration.so ]
}

by_cc() {
	new_project by-cc || return
	# shellcheck disable=SC2046 # lists of flags
	cc $(pkg-config --cflags glim) $(pkg-config --variable=plugin_cflags glim) \
		$(pkg-config --variable=plugin_ldflags glim) -o User.so User.c &&
		nm -D --defined-only User.so | grep -q glim_models
}

# ---- Out of the tree, in several languages, by the recipes of docs/languages.md ----

block() { # FENCE: from docs/languages.md
	awk -v fence="\`\`\`$1" '$0 == fence { inside = 1; next } /^\`\`\`/ { inside = 0 } inside' \
		"$top/docs/languages.md"
}

mixed_project() { # NAME
	mkdir -p "$work/$1/plugins" && cd "$work/$1" || return
	block c >1_Crates.c && sed 's/crates/labels/g' <(block cpp) >2_Labels.cc
	echo '{ "db": { "default": { "driver": "sqlite", "schema": "test.db" } } }' >config.json
}

runs_here() { # COUNT: of plugins
	[ "$(find plugins -name '*.so' | wc -l)" = "$1" ] && "$prefix/bin/glim" migration:init &&
		"$prefix/bin/glim" migration:run && "$prefix/bin/glim" migration:status --check &&
		"$prefix/bin/glim" migration:rollback
}

by_makefile_in_four_languages() {
	mixed_project mixed || return
	sed 's/crates/notes/g' <(block rust) >3_Notes.rs && sed 's/crates/queue/g' <(block go) >4_Queue.go
	# shellcheck disable=SC2016 # for make
	echo 'include $(shell pkg-config --variable=makefragment glim)' >Makefile
	make migrations && runs_here 4
}

by_cmake() {
	mixed_project by-cmake || return
	block cmake >CMakeLists.txt
	cmake -S . -B out && cmake --build out && runs_here 2
}

by_meson() {
	mixed_project by-meson || return
	block meson >meson.build
	meson setup out && meson compile -C out && cp out/*.so plugins/ && runs_here 2
}

by_rustc() {
	mixed_project by-rustc || return
	block rust >Crates.rs
	# shellcheck disable=SC2034 # for the recipe
	rust=$(pkg-config --variable=rust glim)
	eval "set -e; $(block 'sh rust')" && runs_here 1
}

by_cargo() {
	mixed_project by-cargo && mkdir src || return
	block rust >src/lib.rs
	cat >Cargo.toml <<-END
		[package]
		name = "crates"
		version = "1.0.0"
		edition = "2021"

		[lib]
		crate-type = ["cdylib"]

		[dependencies]
		glim = { path = "$(pkg-config --variable=rust glim)" }
	END
	cargo build --offline --release && cp target/release/libcrates.so plugins/Crates.so && runs_here 1
}

by_go() {
	mixed_project by-go || return
	block go >Crates.go
	# shellcheck disable=SC2034 # for the recipe
	go=$(pkg-config --variable=go glim)
	eval "set -e; $(block 'sh go')" && runs_here 1
}

# A go.mod that asks for `glim` wins over the package of glim.mk, and brings packages of its own.
by_go_mod() {
	mixed_project by-go-mod && mkdir names || return
	printf 'module example.org/shop\n\ngo 1.19\n\nrequire glim v0.0.0\n\nreplace glim => %s/src/glim\n' \
		"$(pkg-config --variable=go glim)" >go.mod
	printf 'package names\n\nconst Apples = "apples"\n' >names/names.go
	block go | sed 's|^import "glim"|import "example.org/shop/names"\n\n&|; s|"apples"|names.Apples|' \
		>3_Mod.go
	rm ./*.c ./*.cc
	make -f "$(pkg-config --variable=makefragment glim)" migrations && runs_here 1
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
check "plugins in four languages by a Makefile of one line" by_makefile_in_four_languages
check "plugins by CMake" by_cmake
check "plugins by Meson" by_meson
check "a plugin by rustc alone" by_rustc
check "a plugin by cargo" by_cargo
check "a plugin by go build alone" by_go
check "a plugin by a go.mod of one's own" by_go_mod
check "the program finds its parts through a link, from any folder" runs_from_anywhere
report_end
