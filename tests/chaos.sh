#!/bin/bash
# chaos.sh [--whole [--minutes N]] [OPTION..] - runners, guests, sessions, servers and networks break
# off, and the next run has to make all well: tests/chaos/main.c. Options go to it.
#   GLIM_BUILD           where to build (build)
#   GLIM_TEST_SERVER=no  leaves out what needs a database server
# --whole is the long form; it also builds each mutant of tests/chaos/mutants, a runner with one
# promise taken out, and fails where the suite does not notice.
set -u
cd "$(dirname "$0")/.." || exit 1
build=${GLIM_BUILD:-build}/chaos
flags='-O1 -g -DGLIM_CHAOS'
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES
passed=0 failed=0 skipped=0
# A disk that waits for nothing: what dies here are processes, never the machine.
[ -n "${TMPDIR:-}" ] || [ "$(df -Pk /dev/shm 2>/dev/null | awk 'END { print $4 + 0 }')" -lt 2000000 ] ||
	TMPDIR=/dev/shm
TMPDIR=$(mktemp -d "${TMPDIR:-/tmp}/glim-chaos.XXXXXX")
# A server that refuses root runs as somebody else, who has to get through.
chmod 711 "$TMPDIR"
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT
logs=$build/logs
mkdir -p "$logs"

build_all() {
	local source name

	make --no-print-directory -s -j"$(nproc)" B="$build" CFLAGS="$flags" all "$build/tests/chaos" \
		>"$logs/build.log" 2>&1 || { cat "$logs/build.log"; return 1; }
	for source in tests/chaos/plugins/*.{c,sql}; do
		name=$(basename "${source%.*}")
		make --no-print-directory -s -C tests/chaos/plugins -f "$PWD/plugins/glim.mk" \
			GLIM_OUT="$PWD/$build/plugins/$name" GLIM_SOURCES="${source##*/}" \
			GLIM_CHECK="$PWD/$build/lib/glim/glim-sql" \
			>"$logs/build.log" 2>&1 || { cat "$logs/build.log"; return 1; }
	done
	name_all Small SMALL_NAMES .so && name_all Short SHORT_NAMES .sql.so
}

# One file under each of the names in tests/chaos/world.h.
name_all() { # KIND LIST ENDING
	local dir=$build/plugins/$1 name

	for name in $(sed -n "/^#define $2/,/[^\\\\]$/p" tests/chaos/world.h | grep -o "'[A-Z][a-z]*'"); do
		cp "$dir/$1$3" "$dir/${name//\'/}$3" || return
	done
	rm "$dir/$1$3"
}

# Of its own, each: they will be killed.
start_servers() {
	local kind answer

	unset GLIM_TEST_MYSQL_DIR GLIM_TEST_POSTGRESQL_DIR
	[ "${GLIM_TEST_SERVER:-yes}" = yes ] || return 0
	trap stop_servers EXIT
	for kind in mariadb postgres; do
		answer=$("tests/servers/$kind.sh" start) || return 1
		eval "$answer"
	done
	servers="mysql postgresql"
}

stop_servers() {
	[ -z "${GLIM_TEST_MYSQL_DIR:-}" ] || tests/servers/mariadb.sh stop "$GLIM_TEST_MYSQL_DIR"
	[ -z "${GLIM_TEST_POSTGRESQL_DIR:-}" ] ||
		tests/servers/postgres.sh stop "$GLIM_TEST_POSTGRESQL_DIR"
	rm -rf "$TMPDIR"
}

add() { # PASSED FAILED SKIPPED
	passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3))
}

source_of() { # MUTANT
	sed -n '1s/^# \([^:]*\):.*/\1/p' "$1"
}

# Without one of its lines it has to be another mutant.
changes_all() { # SCRIPT SOURCE
	local line

	for line in $(grep -n '/$' "$1" | cut -d: -f1); do
		! sed -f <(sed "${line}d" "$1") "$2" | cmp -s - <(sed -f "$1" "$2") || return
	done
}

# A mutant that changes nothing, or half of what it means, would prove nothing.
check_mutants() {
	local script source

	for script in tests/chaos/mutants/*.sed; do
		source=$(source_of "$script")
		if changes_all "$script" "$source" 2>"$logs/mutant.log"; then
			add 1 0 0
		else
			echo "FAILED: chaos/$(basename "$script" .sed): a line changes nothing in $source"
			add 0 1 0
		fi
	done
}

build_mutant() { # NAME DIR
	local script=tests/chaos/mutants/$1.sed source

	source=$(source_of "$script")
	rm -rf "$2" && mkdir -p "$2/$build" "$2/plugins" || return
	cp -a Makefile runner include tools "$2" && cp -a plugins/glim.mk "$2/plugins" &&
		cp -a "$build/obj" "$build/bin" "$build/lib" "$2/$build" || return
	sed -f "$script" "$source" >"$2/$source" || return
	make --no-print-directory -s -j"$(nproc)" -C "$2" B="$build" CFLAGS="$flags" WERROR=-w all
}

try_mutant() { # NAME SERVER
	local dir=$build/mutants/$1 log=$logs/$1.log caught

	if ! build_mutant "$1" "$dir" >"$log" 2>&1; then
		cat "$log"
		echo "FAILED: chaos/$1: the mutant cannot be built"
		return 1
	fi
	CHAOS_ON=$2 "$build/tests/chaos" --first --minutes 3 --seed 1 "$dir/$build/bin/glim" "$build/plugins" \
		>"$log" 2>&1
	caught=$(grep '^VIOLATION: ' "$log" | grep -v '^VIOLATION: a test process' | head -1)
	rm -rf "$dir"
	[ -n "$caught" ] || { echo "FAILED: chaos/$1: nobody noticed, on $2"; return 1; }
	echo "caught: $1, on $2: ${caught#VIOLATION: }"
}

try_mutants() { # SERVER
	local script name

	for script in tests/chaos/mutants/*.sed; do
		name=$(basename "$script" .sed)
		# What is broken in it has to be used there.
		if grep -q '^# only on ' "$script" && ! grep -q "^# only on $1" "$script" && [ "$1" != none ]; then
			echo "not tried on $1: $name $(sed -n 's/^# only on //p' "$script")"
		elif [ "$1" = none ] && grep -q '^# needs a server' "$script"; then
			echo "skipped: chaos/$name: no server"
			add 0 0 1
		elif try_mutant "$name" "$1"; then
			add 1 0 0
		else
			add 0 1 0
		fi
	done
}

try_all() { # SERVER OPTION..
	local server=$1 line

	shift
	echo "-- $server"
	CHAOS_ON=$server "$build/tests/chaos" "$@" "$build/bin/glim" "$build/plugins" 2>&1 |
		tee "$logs/$server.log" | grep -vE '^[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$'
	line=$(grep -E '^[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$' "$logs/$server.log" | tail -1)
	[ -n "$line" ] || line="0 passed, 1 failed, 0 skipped"
	# shellcheck disable=SC2086 # three numbers
	add ${line//[^0-9 ]/}
}

servers=none
check_mutants
build_all || exit 1
start_servers || exit 1
for server in $servers; do
	case " $* " in *" --whole "*) try_mutants "$server" ;; esac
done
[ $# != 0 ] || set -- --seed 1
for server in $servers; do
	try_all "$server" "$@"
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ] && [ "$passed" != 0 ]
