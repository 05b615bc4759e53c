# shellcheck shell=bash
# For the shell tests: check "what holds" COMMAND.. counts one; report_end prints the counts.
passed=0 failed=0 skipped=0

check() { # WHAT COMMAND..
	local what=$1 log
	shift
	log=$(mktemp)
	if ("$@") >"$log" 2>&1; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED: $what"
		sed 's/^/    /' "$log"
	fi
	rm -f "$log"
}

skip() { # WHAT WHY
	skipped=$((skipped + 1))
	echo "skipped: $1: $2"
}

report_end() {
	echo "$passed passed, $failed failed, $skipped skipped"
	[ "$failed" = 0 ]
}

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck disable=SC2034 # for those who read this file
build=$(cd "$top" && cd "${GLIM_BUILD:-build}" && pwd)
# What an outer make hands down must not reach the make of a test.
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES CFLAGS LDFLAGS B
