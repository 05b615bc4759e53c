#!/bin/bash
# languages.sh - one folder of migrations in C, C++, Rust, Go and SQL, run and rolled back on every
# database; what a migration in each of them throws; the templates; a compiler that is missing.
#   GLIM_TEST_MYSQL_*, GLIM_TEST_POSTGRESQL_*   servers, where they run
set -u
. "$(dirname "$0")/report.sh"
here=$top/tests/languages
work=$(mktemp -d "${TMPDIR:-/tmp}/glim-languages.XXXXXX")
trap 'drop_schemas; rm -rf "$work"' EXIT
PATH=$build/bin:$PATH
export GOCACHE=$build/go-cache


# ---- Databases: one line each ----

databases() {
	echo sqlite
	[ -z "${GLIM_TEST_MYSQL_SOCKET:-}" ] || echo mysql
	[ -z "${GLIM_TEST_POSTGRESQL_SOCKET:-}" ] || echo postgresql
}

mysql_do() { # SQL [SCHEMA]
	mariadb --no-defaults --socket="$GLIM_TEST_MYSQL_SOCKET" -u"$GLIM_TEST_MYSQL_USER" \
		-p"$GLIM_TEST_MYSQL_PASSWORD" --skip-column-names --batch -e "$1" ${2:+"$2"}
}

postgresql_do() { # SQL [DATABASE]
	PGPASSWORD=$GLIM_TEST_POSTGRESQL_PASSWORD psql -XqtA -F'	' -h "$GLIM_TEST_POSTGRESQL_SOCKET" \
		-p "$GLIM_TEST_POSTGRESQL_PORT" -U "$GLIM_TEST_POSTGRESQL_USER" -c "$1" \
		"${2:-postgres}"
}

server_of() { # DATABASE: the settings of its connection
	case $1 in
	mysql)
		printf '"socket": "%s", "user": "%s", "password": "%s", ' "$GLIM_TEST_MYSQL_SOCKET" \
			"$GLIM_TEST_MYSQL_USER" "$GLIM_TEST_MYSQL_PASSWORD"
		;;
	postgresql)
		printf '"socket": "%s", "port": %s, "user": "%s", "password": "%s", ' \
			"$GLIM_TEST_POSTGRESQL_SOCKET" "$GLIM_TEST_POSTGRESQL_PORT" \
			"$GLIM_TEST_POSTGRESQL_USER" "$GLIM_TEST_POSTGRESQL_PASSWORD"
		;;
	esac
}

project() { # NAME DATABASE: an empty folder with a history of its own; goes there
	local schema=glim_languages_$$_${1//[^a-z]/_}

	mkdir -p "$work/$1.$2/plugins" && cd "$work/$1.$2" || return
	if [ "$2" = sqlite ]; then
		schema=test.db
	else
		"$2_do" "CREATE DATABASE $schema" && echo "$2 $schema" >>"$work/schemas" || return
	fi
	echo "$schema" >schema
	echo "{ \"db\": { \"default\": { \"driver\": \"$2\", $(server_of "$2")\"schema\": \"$schema\" } } }" \
		>config.json
	chmod 600 config.json && glim migration:init
}

drop_schemas() {
	[ ! -e "$work/schemas" ] || while read -r database schema; do
		"${database}_do" "DROP DATABASE $schema"
	done <"$work/schemas"
}

ask() { # DATABASE SQL
	if [ "$1" = sqlite ]; then
		sqlite3 -batch -separator '	' test.db "$2"
	else
		"$1_do" "$2" "$(cat schema)"
	fi
}

# ---- Cases ----

compile_all() { # FOLDER
	make --no-print-directory -j"$(nproc)" -C "$here/$1" -f "$build/share/glim/glim.mk" \
		GLIM_OUT="$work/$1" GLIM_INCLUDE="$build/include" migrations
}

# In C++ also what it instantiated of the standard library.
exports() { # PLUGIN
	nm -D --defined-only --format=posix "$1" | cut -d' ' -f1 | grep -v '^_Z' | LC_ALL=C sort |
		tr '\n' ' '
}

only_its_own_names() {
	local plugin

	for plugin in "$work"/migrations/*.so; do
		exports "$plugin" | grep -qxE \
			'(description )?glim_abi (glim_[a-z]+ )*glim_source_checksum (glim_[a-z]+ )*rollback run ' ||
			{ echo "$plugin: $(exports "$plugin")"; return 1; }
	done
}

there() { # DATABASE
	ask "$1" "SELECT name, rows_there FROM counts ORDER BY name" | tr '\t\n' ' ;'
	ask "$1" "SELECT id, text FROM notes ORDER BY id" | tr '\t\n' ' ;'
	ask "$1" "SELECT name FROM tags" | tr '\n' ';'
}

all_up_and_down() { # DATABASE
	project all "$1" && cp "$work"/migrations/*.so plugins/ || return
	glim migration:run && glim migration:status --check && glim migration:validate || return
	there "$1"
	[ "$(there "$1")" = "crates 3;labels 2;notes 2;1 a;b;2 a;b?;3 all there;ripe;;" ] &&
		glim migration:status | grep -q 'figs, in Go' && glim migration:rollback &&
		! ask "$1" "SELECT * FROM crates" && glim migration:run --to Notes &&
		glim migration:rollback --to Labels && glim migration:run && glim migration:rollback
}

go_and_come() { # FOLDER DATABASE
	project "$1" "$2" && cp "$work/$1"/*.so plugins/ && glim migration:run &&
		glim migration:rollback
}

compile_without_exceptions() { # COMPILER
	"$1" -std=c++20 -fno-exceptions -fno-rtti -Wall -Wextra -Wpedantic -Werror -shared -fPIC \
		-I"$build/include" -o "plugins/$1.so" A.cc
}

without_exceptions() { # COMPILER
	project "no-exceptions-$1" sqlite || return
	printf '#include <glim/migration.h>\nGLIM_RUN(ctx)\n{\n\tglim_exec(ctx, "CREATE TABLE t (a INT)");\n}\n' >A.cc
	compile_without_exceptions "$1" && mv "plugins/$1.so" plugins/A.so && glim migration:run
}

# Ends with 1 and these words, and leaves nothing behind.
fails() { # DATABASE NAME TEXT
	local status=0

	project "fails-$2" "$1" && cp "$work/failing/$2Migration.so" plugins/ || return
	ask "$1" "CREATE TABLE marks (id INTEGER, word VARCHAR(80))" || return
	glim migration:run >said 2>&1 || status=$?
	cat said
	[ "$status" = 1 ] && grep -qF "$3" said &&
		grep -q 'everything it did was undone' said &&
		[ "$(ask "$1" "SELECT count(*) FROM marks")" = 0 ]
}

# A backfill whose function lost the value of a row.
page_fails() { # NAME TEXT
	local status=0

	project "page-$1" sqlite && cp "$work/failing/$1Migration.so" plugins/ || return
	ask sqlite "CREATE TABLE crates (id INTEGER PRIMARY KEY, label TEXT); INSERT INTO crates VALUES (1, 'apples')" ||
		return
	glim migration:run >said 2>&1 || status=$?
	cat said
	[ "$status" = 1 ] && grep -qF "$2" said
}

template_runs() { # LANGUAGE
	project "new-$1" sqlite && mkdir -p migrations && glim migration:new "Add${1//+/x}" --lang "$1" &&
		glim migration:build && glim migration:run && glim migration:rollback
}

# The block of docs/languages.md in a language, as a migration.
documented() { # FENCE ENDING
	project "docs-$1" sqlite && mkdir -p migrations || return
	awk -v fence="\`\`\`$1" '$0 == fence { inside = 1; next } /^\`\`\`/ { inside = 0 } inside' \
		"$top/docs/languages.md" >"migrations/1_Documented.$2"
	[ -s "migrations/1_Documented.$2" ] && glim migration:build && glim migration:run &&
		[ "$(ask sqlite "SELECT count(*) FROM crates WHERE label = 'apples' OR id = 2")" = 2 ] &&
		glim migration:rollback && ! ask sqlite "SELECT * FROM crates"
}

documented_headers() { # HEADER ENDING
	project "header-$2" sqlite && mkdir -p migrations || return
	awk '/\*\// { exit } sub(/^ \*     /, "") { print; next } /^ \*$/ && seen { print "" } { seen = 1 }' \
		"$top/include/glim/$1" >"migrations/1_Header.$2"
	glim migration:build && glim migration:run && glim migration:rollback
}

# A source says which lines have to go where make's own words do not.
without() { # VARIABLE ENDING PACKAGE
	mkdir -p "$work/without-$1" && cd "$work/without-$1" && touch "A.$2" || return
	make -f "$build/share/glim/glim.mk" GLIM_OUT=. GLIM_INCLUDE="$build/include" \
		"$1=no-such-compiler" migrations >said 2>&1 && return 1
	cat said
	grep -q "no-such-compiler, which is not installed: apt-get install $3" said
}

# A newer rustc looks for the job server that make's variables name, and warns where it has no part in it.
rustc_without_job_server() {
	project alone sqlite && glim migration:new Alone --lang rust || return
	cat >alone <<-'SH'
		#!/bin/sh
		case "$MAKEFLAGS $MFLAGS" in
		*jobserver*) echo "told of a job server" && exit 1 ;;
		esac
		exec rustc "$@"
	SH
	chmod +x alone
	make --no-print-directory -j2 -C migrations -f "$build/share/glim/glim.mk" RUSTC="$PWD/alone" \
		GLIM_OUT="$PWD/plugins" GLIM_INCLUDE="$build/include" migrations && glim migration:run
}

header() { # NAME NUMBER
	echo "#define NUMBER_OF_${1##*/} $2" >"migrations/$1.h"
}

# Builds anew, which is another migration then; and runs it anew.
changed_header() { # NAME NUMBER SAID
	header "$1" "$2" && glim migration:build && ! glim migration:validate &&
		glim migration:repair A --accept-checksum --reason "a header" &&
		glim migration:redo >said 2>&1
	cat said && grep -q "$3" said
}

headers_of_go() {
	project "headers of go" sqlite && mkdir -p migrations/more && cp "$here/headers/A.go" migrations/ || return
	header near 1 && header more/far 2 && glim migration:build && glim migration:run &&
		glim migration:validate && [ -z "$(glim -q migration:build)" ] &&
		changed_header near 3 "near 3, far 2" && changed_header more/far 4 "near 3, far 4"
}

# A runner that is killed takes the migration along, threads of its language's own included.
killed_with_its_runner() { # NAME
	local runner guest

	project "killed-$1" sqlite && cp "$work/failing/$1Migration.so" plugins/ || return
	glim migration:run >said 2>&1 &
	runner=$!
	until grep -q 'sleeps in process' said; do
		kill -0 "$runner" || { cat said; return 1; }
		sleep 0.1
	done
	guest=$(sed -n 's/.*sleeps in process //p' said)
	kill -0 "$guest" && kill -KILL "$runner" || return
	for _ in $(seq 100); do
		kill -0 "$guest" 2>/dev/null || return 0
		sleep 0.1
	done
	echo "process $guest lives" && kill -KILL "$guest" && return 1
}

does_not_compile() { # EXPRESSION
	printf '#include <glim/migration.h>\nenum class color { red };\nGLIM_RUN(ctx)\n{\n' >refused.cc
	printf '\tint number = 0;\n\t(void)number;\n\tglim_exec(ctx, "A ?", %s);\n}\n' "$1" >>refused.cc
	g++ -std=c++17 -I"$build/include" -fsyntax-only refused.cc >said 2>&1 && return 1
	grep -q 'static assertion failed: glim: ' said || { cat said; return 1; }
}

no_surprises_in_cxx() {
	local expression

	cd "$work" && for expression in "'x'" "1.5L" "size_t(1)" "&number" "color::red" "(void *)0" "L\"x\""; do
		does_not_compile "$expression" || { echo "compiled: $expression"; return 1; }
	done
}

check "all of them compile" compile_all migrations
check "a plugin of each exports its own names only" only_its_own_names
for database in mysql postgresql; do
	databases | grep -qx "$database" || skip "languages on $database" "no server"
done
for database in $(databases); do
	check "up and down in an interleaved order, on $database" all_up_and_down "$database"
done
check "all kinds of values compile" compile_all values
check "scans, bulks and backfills compile" compile_all rows
for database in $(databases); do
	check "values of each language go and come, on $database" go_and_come values "$database"
	check "scans, bulks and backfills, on $database" go_and_come rows "$database"
done
for compiler in g++ clang++; do
	if command -v "$compiler" >/dev/null; then
		check "C++ without exceptions, by $compiler" without_exceptions "$compiler"
	else
		skip "C++ without exceptions, by $compiler" "it is not installed"
	fi
done
check "those that fail compile" compile_all failing
for database in $(databases); do
	check "C++ that throws, on $database" fails "$database" Throws "crate 42 is too heavy"
	check "Rust that panics, on $database" fails "$database" PanicsRust \
		"panicked at failing/PanicsRustMigration.rs:2: index out of bounds"
	check "Go that panics, on $database" fails "$database" PanicsGo \
		"panicked at failing/PanicsGoMigration.go:10: runtime error: index out of range"
	check "an error in Rust, on $database" fails "$database" ErrsRust "invalid digit found in string"
	check "an error in Rust that nobody looks at, on $database" fails "$database" SqlRust \
		"failing/SqlRustMigration.rs:3"
	check "a value in Go that is none, and nobody looks, on $database" fails "$database" IgnoresGo \
		"failing/IgnoresGoMigration.go:13: value 1: 9223372036854775808 does not fit"
	check "a NUL in Rust that nobody looks at, on $database" fails "$database" IgnoresRust \
		"failing/IgnoresRustMigration.rs:3: a text with a NUL byte in it"
done
check "a value of a backfill's row in Go that is none" page_fails PutsGo \
	"failing/PutsGoMigration.go:13: value 1: a struct {} is no value of a database"
check "Go that panics with nil" fails sqlite NilPanicsGo "panicked at failing/NilPanicsGoMigration.go:14: <nil>"
check "C++ that throws an exception without words" fails sqlite Wordless \
	"threw an exception without words"
check "C++ that throws an exception whose text is empty" fails sqlite Empty \
	"threw an exception without words"
check "C++ that throws what nests others" fails sqlite Nested \
	"the ship is not loaded: crate 42 was not weighed: no scales"
check "an error in Rust without a text" fails sqlite WordlessRust "returned an error without words"
check "an error in Go without a text" fails sqlite WordlessGo "returned an error without words"
check "Rust that resumes the panic of a thread" fails sqlite ResumesRust "panicked: crate 42 broke"
check "Rust that resumes the panic it caught" fails sqlite ResumesOwnRust \
	"panicked at failing/ResumesOwnRustMigration.rs:5: the lid is open"
check "Rust that panics while it panics" fails sqlite TwiceRust \
	"panicked at failing/TwiceRustMigration.rs:12: the crate is broken"
check "Rust that panics with what panics when dropped" fails sqlite DropsRust \
	"panicked at failing/DropsRustMigration.rs:11: with something that is no text"
check "Go that ends its goroutine" fails sqlite QuitsGo \
	"runtime.Goexit at failing/QuitsGoMigration.go:17: a migration returns an error instead"
check "a nil pointer in Go" fails sqlite NilGo "panicked at failing/NilGoMigration.go:16: runtime error: invalid memory"
check "a context in another goroutine" fails sqlite StraysGo "another thread than the migration's own"
check "C++ that throws out of a plain run()" fails sqlite ThrowsHand "was killed by SIGABRT"
check "Rust that overruns its stack" fails sqlite DeepRust "its stack is used up"
check "Go that never ends" fails sqlite LoopsGo "took longer than 1 s"
check "Go that panics in another goroutine" fails sqlite DiesGo "was killed by SIGABRT"
check "a runner that is killed, and Go" killed_with_its_runner SleepsGo
check "a runner that is killed, and Rust" killed_with_its_runner SleepsRust
for language in c c++ rust go; do
	check "the template in $language" template_runs "$language"
done
check "docs/languages.md: C" documented c c
check "docs/languages.md: C++" documented cpp cc
check "docs/languages.md: Rust" documented rust rs
check "docs/languages.md: Go" documented go go
check "cplusplus.h's example" documented_headers cplusplus.h cc
check "no C compiler" without CC c gcc
check "no C++ compiler" without CXX cc g++
check "no Rust compiler" without RUSTC rs rustc
check "rustc is not told of a job server" rustc_without_job_server
check "no Go compiler" without GO go golang-go
check "headers of a migration in Go" headers_of_go
check "C++ values that C++ would bend do not compile" no_surprises_in_cxx
report_end
