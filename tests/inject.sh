#!/bin/bash
# inject.sh [OPTION..] - one call after the other fails in a run of the whole program: memory, files,
# processes, the database, its driver, stdout, stderr; and the next run has to make all well:
# tests/inject/main.c. Options go to it.
#   GLIM_BUILD           the build to test (build)
#   GLIM_INJECT_ALL=yes  every call, not a few of each kind; on a server 40 of each
#   GLIM_SANITIZED=yes   it is a build with sanitizers
#   GLIM_INJECT_GUEST=FILE  the guest, none of whose calls fails: a plain one starts in half the time
#   GLIM_TEST_MYSQL_*, GLIM_TEST_POSTGRESQL_*
#                        servers: the same there (tests/servers/*.sh print them)
set -u
cd "$(dirname "$0")/.." || exit 1
build=$(cd "${GLIM_BUILD:-build}" && pwd) || exit 1
work=$build/inject plain=$build/inject/plain tree=$build/inject/tree
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES
passed=0 failed=0 skipped=0
here=("$@") there=(--server --command run --samples 2 "$@") under=(--samples 2 "$@")
[ "${GLIM_INJECT_ALL:-no}" = no ] ||
	here=(--all "$@") there=(--server --samples 40 "$@") under=(--all "$@")
# A disk that only is memory: what is written is not at stake here.
[ -n "${TMPDIR:-}" ] || ! [ -w /dev/shm ] || export TMPDIR=/dev/shm

# Two copies of the build, which another make may change meanwhile; in one, every driver has another
# one before it.
copy_build() { # DIR
	mkdir -p "$1" && cp -a "$build/bin" "$build/lib" "$1/" || return
	[ -z "${GLIM_INJECT_GUEST:-}" ] || cp -a "$GLIM_INJECT_GUEST" "$1/lib/glim/glim-guest"
}

put_before() { # DIR
	local module

	for module in "$1"/lib/glim/drivers/*.so; do
		mv "$module" "$module.real" && cp -a "$work/driver.so" "$module" || return
	done
}

prepare() {
	rm -rf "$plain" "$tree" && copy_build "$plain" && copy_build "$tree" && put_before "$tree" &&
		make --no-print-directory -s -C tests/inject/plugins -f "$PWD/plugins/glim.mk" \
			GLIM_OUT="$work/plugins"
}

inject() { # [OPTION..]
	local line

	"$build/tests/inject" "$@" "$plain/bin/glim" "$tree/bin/glim" \
		"$work/failing.so" "$work/plugins" 2>&1 | tee "$work/log" |
		grep -vE '^[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$'
	line=$(grep -E '^[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$' "$work/log" | tail -1)
	[ -n "$line" ] || line="0 passed, 1 failed, 0 skipped"
	# shellcheck disable=SC2086 # three numbers
	set -- ${line//[^0-9 ]/}
	passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3))
}

prepare >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
if [ "${GLIM_SANITIZED:-no}" = no ]; then
	inject ${here[@]+"${here[@]}"}
	for server in mysql postgresql; do
		socket=GLIM_TEST_${server^^}_SOCKET
		if [ -n "${!socket:-}" ]; then
			echo "-- $server"
			CHAOS_ON=$server inject "${there[@]}"
		else
			echo "skipped: inject: no server: $socket is not set"
			skipped=$((skipped + 1))
		fi
	done
else
	# The shim comes before the sanitizer's own functions; what it finds is no exit code.
	export ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}exitcode=99:verify_asan_link_order=0
	inject "${under[@]}"
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ] && [ "$passed" != 0 ]
