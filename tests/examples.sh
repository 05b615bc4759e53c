#!/bin/bash
# The examples in the public headers' comments and in the README are built, and the whole ones run.
set -u
. "$(dirname "$0")/report.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/glim-examples.XXXXXX")
trap 'rm -rf "$work"' EXIT
PATH=$build/bin:$PATH
flags=(-std=c11 -Wall -Wextra -Werror -Wno-unused-function -Wno-unused-const-variable)

# The indented blocks of the first comment of a header.
blocks_of_header() { # FILE
	awk '/\*\// || /^ \* cc / { exit } sub(/^ \*     /, "") { print; next } /^ \*$/ && seen { print "" }
		{ seen = 1 }' "$1"
}

# The n-th ```c block of a Markdown file, and the fragment (```c fragment) that belongs to it.
block_of_markdown() { # FILE N
	awk -v n="$2" '/^```c$/ { at++; inside = at == n; next } /^```c fragment$/ { inside = at == n; next }
		/^```/ { inside = 0 } inside' "$1" | with_body
}

blocks_count() { # FILE
	grep -c '^```c$' "$1"
}

# Statements that stand outside of a function in a comment are given one.
with_body() {
	awk '/^\t*(glim_add|struct user user;)/ && !open { print "int run(glim_ctx *ctx)\n{"; open = 1 }
		{ print } END { if (open) print "return glim_status(ctx);\n}" }'
}

compiles() { # FILE.c
	gcc "${flags[@]}" -shared -fPIC -I"$build/include" -o "${1%.c}.so" "$1" &&
		clang_too "$1" && nm -D --defined-only "${1%.c}.so" | grep -qE ' (run|glim_models)$'
}

clang_too() {
	! command -v clang >/dev/null ||
		clang "${flags[@]}" -shared -fPIC -I"$build/include" -o "${1%.c}.clang" "$1"
}

runs_and_rolls_back() { # PROJECT SOURCE
	cd "$1" && glim migration:init && glim migration:sync &&
		glim migration:run && glim migration:status --check || return
	! grep -q '^int rollback' "$2" || glim migration:rollback
}

project() { # NAME: a folder that glim can work in
	mkdir -p "$work/$1/plugins" && ln -s "$build/include" "$work/$1/include"
	echo '{ "db": { "default": { "driver": "sqlite", "schema": "test.db" } } }' \
		>"$work/$1/config.json"
}

migration_header() {
	local command

	project migration
	cd "$work/migration" || return
	blocks_of_header "$top/include/glim/migration.h" >plugins/AddUser.c
	command=$(grep -o 'cc -shared -fPIC -Iinclude -o AddUser.so AddUser.c' \
		"$top/include/glim/migration.h") || return
	(cd plugins && ln -s ../include . && eval "$command" && rm include) &&
		compiles plugins/AddUser.c && runs_and_rolls_back . plugins/AddUser.c
}

model_header() {
	project model
	{
		echo '#include <glim/model.h>'
		blocks_of_header "$top/include/glim/model.h" | with_body
	} >"$work/model/plugins/Example.c"
	compiles "$work/model/plugins/Example.c" && cd "$work/model" && rm -f plugins/*.clang &&
		glim migration:init && glim migration:sync && glim migration:run
}

readme_block() { # N
	project "readme$1"
	block_of_markdown "$top/README.md" "$1" >"$work/readme$1/plugins/Readme.c"
	compiles "$work/readme$1/plugins/Readme.c" && rm -f "$work/readme$1"/plugins/*.clang &&
		runs_and_rolls_back "$work/readme$1" plugins/Readme.c
}

# The chapter on data: its migrations run on 100,000 users, and what they leave is counted.
data_project() { # NAME
	project "$1"
	cp "$top/tests/docs/Users.c" "$work/$1/plugins/1_Users.c"
}

data_chapter() {
	local dir=$work/chapter n=0 name

	data_project chapter
	for name in 2_AddEmailHash 3_HashEmails 4_TrimNames 5_Hosts; do
		n=$((n + 1))
		block_of_markdown "$top/docs/data.md" "$n" >"$dir/plugins/$name.c"
		compiles "$dir/plugins/$name.c" || return
	done
	rm -f "$dir"/plugins/*.clang
	[ "$n" = "$(blocks_count "$top/docs/data.md")" ] && data_runs "$dir"
}

data_runs() { # PROJECT
	cd "$1" && compiles plugins/1_Users.c && rm -f plugins/*.clang && glim migration:init &&
		glim migration:run >out && diff out <(printf 'Migrating %s..\nDone.\n' Users \
		AddEmailHash HashEmails TrimNames Hosts) && data_is_right &&
		glim migration:rollback Hosts && glim migration:rollback HashEmails &&
		[ "$(sqlite3 test.db 'SELECT COUNT(email_hash) FROM users')" = 0 ]
}

# One hash known from elsewhere; each address has its own.
data_is_right() {
	[ "$(sqlite3 test.db "SELECT COUNT(*), COUNT(email), COUNT(DISTINCT email_hash),
		SUM(email = 'user.' || id || '@example' || (id % 7) || '.com'), SUM(name LIKE ' %')
		FROM users")" = "100000|99900|99900|99900|0" ] &&
		[ "$(sqlite3 test.db 'SELECT email_hash FROM users WHERE id = 1')" = 2469dc8a354bf5eb ] &&
		[ "$(sqlite3 test.db 'SELECT COUNT(*), COUNT(DISTINCT host) FROM hosts')" = "99900|7" ]
}

data_header() {
	data_project header
	blocks_of_header "$top/include/glim/data.h" >"$work/header/plugins/2_Copy.c"
	compiles "$work/header/plugins/2_Copy.c" && cd "$work/header" && rm -f plugins/*.clang &&
		compiles plugins/1_Users.c && rm -f plugins/*.clang && glim migration:init &&
		glim migration:run && [ "$(sqlite3 test.db 'SELECT COUNT(*), COUNT(DISTINCT host)
			FROM addresses')" = "99900|7" ]
}

check "migration.h's example" migration_header
check "model.h's examples" model_header
check "data.h's example" data_header
check "docs/data.md's examples" data_chapter
for n in $(seq "$(blocks_count "$top/README.md")"); do
	check "README.md's example $n" readme_block "$n"
done
command -v clang >/dev/null || skip "the examples, by clang too" "it is not installed"
report_end
