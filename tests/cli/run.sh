#!/bin/bash
# run.sh [CASE..] - runs the cases of this folder, or those named; README.md has their format.
#   GLIM_BUILD         the build to test (build)
#   GLIM_ACCEPT=yes    writes what came out as what is expected: read the change before you commit it
#   GLIM_TEST_MYSQL_*, GLIM_TEST_POSTGRESQL_*
#                      a server, for the cases that ask for one (tests/servers/*.sh print them)
set -u
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
build=$(cd "$top" && cd "${GLIM_BUILD:-build}" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/glim-cli.XXXXXX")
trap 'rm -rf "$work"' EXIT
# A server of a case's own that refuses root runs as somebody else, who has to get through.
chmod 711 "$work"
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES

build_plugins() { # SOURCES OUT
	make --no-print-directory -s -j"$(nproc)" -C "$1" -f "$build/share/glim/glim.mk" \
		GLIM_OUT="$2" GLIM_INCLUDE="$build/include" >"$work/build.log" 2>&1 || {
		cat "$work/build.log"
		return 1
	}
}

# The default configuration, unless the case brings its own.
write_config() { # DIR DATABASE
	case $2 in
	sqlite) echo '{ "db": { "default": { "driver": "sqlite", "schema": "test.db" } } }' ;;
	mysql)
		cat <<-END
			{ "db": { "default": { "driver": "mysql", "socket": "$GLIM_TEST_MYSQL_SOCKET",
			  "schema": "$schema", "user": "$GLIM_TEST_MYSQL_USER",
			  "password": "$GLIM_TEST_MYSQL_PASSWORD" } } }
		END
		;;
	postgresql)
		cat <<-END
			{ "db": { "default": { "driver": "postgresql", "host": "127.0.0.1",
			  "port": $GLIM_TEST_POSTGRESQL_PORT, "schema": "$schema",
			  "user": "$GLIM_TEST_POSTGRESQL_USER",
			  "password": "$GLIM_TEST_POSTGRESQL_PASSWORD" } } }
		END
		;;
	esac >"$1/config.json"
}

prepare() { # CASE DIR DATABASE
	local case=$here/$1 name

	mkdir -p "$2" && cp -RL "$case/." "$2" || return
	(cd "$2" && rm -f command stdout* stderr* status rows* faults uses databases \
		plain-only)
	[ -e "$2/config.json" ] || write_config "$2" "$3"
	chmod 600 "$2/config.json"
	mkdir -p "$2/plugins"
	if compgen -G "$case/plugins/*.c*" >/dev/null; then
		build_plugins "$2/plugins" . || return
	fi
	[ ! -e "$case/uses" ] || while read -r name; do
		cp "$build/tests/plugins/$name.so" "$2/plugins/" || return
	done <"$case/uses"
}

# "? SQL" lines of a case's `rows`, each followed by what the database answers now.
ask_rows() { # FILE DIR DATABASE
	grep '^? ' "$1" | while IFS= read -r line; do
		printf '%s\n' "$line"
		case $3 in
		sqlite) sqlite3 -batch -list "$2/test.db" "${line#? }" 2>&1 ;;
		mysql) mysql_root --skip-column-names --batch "$schema" -e "${line#? }" 2>&1 | tr '\t' '|' ;;
		postgresql) postgresql "$schema" -c "${line#? }" 2>&1 ;;
		esac
	done
}

mysql_root() {
	mariadb --no-defaults --socket="$GLIM_TEST_MYSQL_SOCKET" -u"$GLIM_TEST_MYSQL_USER" \
		-p"$GLIM_TEST_MYSQL_PASSWORD" "$@"
}

postgresql() { # DATABASE ARGUMENTS..
	PGPASSWORD=$GLIM_TEST_POSTGRESQL_PASSWORD psql -XqAt -h 127.0.0.1 \
		-p "$GLIM_TEST_POSTGRESQL_PORT" -U "$GLIM_TEST_POSTGRESQL_USER" -d "$@"
}

schema_create() { # DATABASE
	case $1 in
	mysql) mysql_root -e "CREATE DATABASE $schema" ;;
	postgresql) postgresql "$GLIM_TEST_POSTGRESQL_SCHEMA" -c "CREATE DATABASE $schema" ;;
	esac
}

schema_drop() { # DATABASE
	case $1 in
	mysql) mysql_root -e "DROP DATABASE $schema" ;;
	postgresql)
		postgresql "$GLIM_TEST_POSTGRESQL_SCHEMA" -c "DROP DATABASE $schema WITH (FORCE)"
		;;
	esac
}

has_server() { # DATABASE
	case $1 in
	sqlite) true ;;
	mysql) [ -n "${GLIM_TEST_MYSQL_SOCKET:-}" ] ;;
	postgresql) [ -n "${GLIM_TEST_POSTGRESQL_SOCKET:-}" ] ;;
	esac
}

# What differs from one run to the next by its place only.
neutral() { # DIR
	sed -e "s|$1|<dir>|g" -e "s|$build|<build>|g" -e "s|$schema|<schema>|g"
}

# What a case expects of a database: a file for that one, or the one for all.
expected_of() { # CASE DATABASE WHAT
	local file=$here/$1/$3

	[ ! -e "$file.$2" ] || file=$file.$2
	echo "$file"
}

matches() { # EXPECTED ACTUAL
	[ -e "$1" ] || set -- /dev/null "$2"
	awk -f "$top/tests/match.awk" "$1" "$2"
}

compare() { # CASE DATABASE WHAT ACTUAL
	local expected
	expected=$(expected_of "$1" "$2" "$3")

	matches "$expected" "$4" && return
	echo "    in $3"
	[ "${GLIM_ACCEPT:-no}" = yes ] || return
	[ "$2" = sqlite ] || expected=$here/$1/$3.$2
	accept "$4" "$expected"
}

accept() { # ACTUAL EXPECTED
	[ -s "$1" ] || { rm -f "$2"; return; }
	sed -E -e 's/[0-9][0-9.]* (us|ms|s)\b/<duration>/g' -e "s/\b$(id -un)@$(uname -n)\b/<by>/g" \
		-e 's/[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}[.0-9]*Z?/<date>/g' \
		-e 's/(connection|process) [0-9]+/\1 <number>/g' \
		-e 's/(SQLite|MariaDB|PostgreSQL) [0-9]+\.[0-9.]+/\1 <any>/g' "$1" >"$2"
}

run_command() { # CASE DIR
	cd "$2" && env -i PATH="$build/bin:$here:$PATH" HOME="$2" TZ=UTC LC_ALL=C.UTF-8 CASE="$here/$1" \
		DATABASE="$3" SCHEMA="${schema:-}" TOP="$top" BUILD="$build" TMPDIR="$work" \
		ASAN_OPTIONS="${ASAN_OPTIONS:-}" UBSAN_OPTIONS="${UBSAN_OPTIONS:-}" \
		LSAN_OPTIONS="${LSAN_OPTIONS:-}" CI="${CI:-}" \
		MYSQL_UNIX_PORT="${GLIM_TEST_MYSQL_SOCKET:-}" \
		MYSQL_USER="${GLIM_TEST_MYSQL_USER:-}" MYSQL_PWD="${GLIM_TEST_MYSQL_PASSWORD:-}" \
		PGHOST=127.0.0.1 PGPORT="${GLIM_TEST_POSTGRESQL_PORT:-}" \
		PGUSER="${GLIM_TEST_POSTGRESQL_USER:-}" \
		PGPASSWORD="${GLIM_TEST_POSTGRESQL_PASSWORD:-}" \
		timeout --kill-after=10 120 bash "$here/$1/command"
}

run_case() { # CASE DATABASE: prints what is wrong; 0 passed, 1 failed
	local dir=$work/$1.$2 status wrong=0 schema=${1//[^a-z0-9]/_}
	schema=glim_cli_${schema:0:40}_$$

	schema_create "$2" || return 1
	prepare "$1" "$dir" "$2" || return 1
	(run_command "$1" "$dir" "$2") >"$dir.out" 2>"$dir.err" </dev/null
	status=$?
	for stream in out err; do
		neutral "$dir" <"$dir.$stream" >"$dir.$stream.neutral"
	done
	echo "$status" >"$dir.status"
	[ "$status" = 0 ] && [ ! -e "$here/$1/status" ] ||
		compare "$1" "$2" status "$dir.status" || wrong=1
	compare "$1" "$2" stdout "$dir.out.neutral" || wrong=1
	compare "$1" "$2" stderr "$dir.err.neutral" || wrong=1
	if [ -e "$here/$1/rows" ]; then
		ask_rows "$here/$1/rows" "$dir" "$2" >"$dir.rows" 
		compare "$1" "$2" rows "$dir.rows" || wrong=1
	fi
	schema_drop "$2"
	rm -rf "$dir"
	return "$wrong"
}

# One job: a case on a database. Writes its report and one word into $work.
run_job() { # CASE DATABASE
	local report=$work/report.$1.$2 word=passed

	if ! has_server "$2"; then
		word=skipped
		echo "skipped: cli/$1 on $2: no server" >"$report"
	elif ! run_case "$1" "$2" >"$report.text" 2>&1; then
		word=failed
		{ echo "FAILED: cli/$1 on $2"; cat "$report.text"; } >"$report"
	fi
	[ ! -e "$report" ] || cat "$report"
	echo "$word" >>"$work/words"
}

databases() { # CASE
	cat "$here/$1/databases" 2>/dev/null || echo sqlite
}

if [ $# = 0 ]; then
	cd "$here" && set -- */command
	set -- "${@%/command}"
fi
jobs=$(nproc)
[ "${GLIM_ACCEPT:-no}" != yes ] || jobs=1 # SQLite first: the others differ from it
[ ! "$build/share/glim/glim.mk" -nt "$build/tests/plugins" ] || rm -rf "$build/tests/plugins"
mkdir -p "$build/tests/plugins"
: >"$work/words"
build_plugins "$here/plugins" "$build/tests/plugins" || exit 1
for case in "$@"; do
	[ "${GLIM_SANITIZED:-no}" = no ] || [ ! -e "$here/$case/plain-only" ] || continue
	for database in $(databases "$case"); do
		while [ "$(jobs -pr | wc -l)" -ge "$jobs" ]; do
			wait -n
		done
		run_job "$case" "$database" &
	done
done
wait

count() { grep -c "^$1$" "$work/words"; }
echo "$(count passed) passed, $(count failed) failed, $(count skipped) skipped"
[ "$(count failed)" = 0 ] && [ "$(count passed)" != 0 ]
