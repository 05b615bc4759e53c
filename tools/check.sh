#!/bin/bash
# check.sh BUILD GROUP.. - runs groups of tests on a build and adds up what they say.
# GLIM_TEST_SERVER=no leaves out what needs a database server. With CI=true, skipped is failed.
set -u
cd "$(dirname "$0")/.." || exit 1
export GLIM_BUILD=$1
shift
sum_passed=0 sum_failed=0 sum_skipped=0
logs=$GLIM_BUILD/logs
mkdir -p "$logs"
# What failed stands once more at the end of what is printed, for the middle of a long log is cut;
# .ci/run prints it again.
failures=$logs/failures.txt most_failures=40
: >"$failures"

# A signal ends the group that runs, and what it has started; then the servers are stopped.
ended='' running=''
end_by() { # SIGNAL
	ended=$1
	[ -z "$running" ] || kill -TERM -- "-$running" 2>/dev/null
}

leave_if_ended() {
	[ -z "$ended" ] || exit $((128 + ended))
}

trap 'end_by 1' HUP
trap 'end_by 2' INT
trap 'end_by 15' TERM

# Each kind has its script, and variables that begin with the kind's name.
servers_start() {
	local kind answer

	[ "${GLIM_TEST_SERVER:-yes}" = yes ] || return 0
	trap servers_stop EXIT
	for kind in mariadb postgres; do
		answer=$("tests/servers/$kind.sh" start --tls) || {
			echo "glim: the test server did not start; make check-sqlite does without" >&2
			exit 1
		}
		eval "$answer"
		leave_if_ended
	done
}

servers_stop() {
	[ -z "${GLIM_TEST_MYSQL_DIR:-}" ] || tests/servers/mariadb.sh stop "$GLIM_TEST_MYSQL_DIR"
	[ -z "${GLIM_TEST_POSTGRESQL_DIR:-}" ] ||
		tests/servers/postgres.sh stop "$GLIM_TEST_POSTGRESQL_DIR"
}

command_of() { # GROUP
	case $1 in
	unit | execute | abi | db) echo "$GLIM_BUILD/tests/$1" ;;
	cli) echo tests/cli/run.sh ;;
	faults) echo tests/faults/compare.sh ;;
	*) echo "tests/$1.sh" ;;
	esac
}

# In a process group of its own, waited for in a way that a signal interrupts.
run_command() { # GROUP COMMAND
	set -m
	{ "$2" </dev/null 2>&1 | tee "$logs/$1.log" |
		grep -vE '^[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$'; } &
	running=$!
	set +m
	wait "$running"
	[ -z "$ended" ] || wait "$running"
	running=''
	leave_if_ended
}

# Now and then the leak detector crashes at the end of a test that has passed (a known fault of its
# runtime, github.com/google/sanitizers/issues/1353): that says nothing, and the group runs again,
# three times at most, and only where no more has failed than what it broke.
fell_itself() { # GROUP TIME
	local crashes failed

	[ "${GLIM_SANITIZED:-no}" = yes ] || return
	crashes=$(grep -ac 'LeakSanitizer has encountered a fatal error' "$logs/$1.log")
	failed=$(sed -n 's/^[0-9]* passed, \([0-9]*\) failed, .*/\1/p' "$logs/$1.log" | tail -1)
	[ "$crashes" != 0 ] && [ "${failed:-1}" -le "$crashes" ] &&
		echo "$1: the leak detector crashed; once more ($2 of 3)"
}

run_group() { # GROUP
	local command line began=$SECONDS again

	command=$(command_of "$1")
	echo "== $1"
	run_command "$1" "$command"
	for again in 1 2 3; do
		fell_itself "$1" "$again" || break
		run_command "$1" "$command"
	done
	line=$(grep -E '^[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$' "$logs/$1.log" | tail -1)
	[ -n "$line" ] || line="0 passed, 1 failed, 0 skipped"
	echo "$1: $line ($((SECONDS - began)) s)"
	# shellcheck disable=SC2086 # three numbers
	note_failures "$1" ${line//[^0-9 ]/}
	# shellcheck disable=SC2086
	add ${line//[^0-9 ]/}
}

# A shell test's, with the first line that differs and where that was; a fault's that was let
# happen; and Check's: FILE:LINE:F: failed, E: crashed.
note_failures() { # GROUP PASSED FAILED SKIPPED
	local lines=$logs/$1.log

	[ "${CI:-}" != true ] || grep -a '^skipped: ' "$lines" | sed "s/^/$1: /" >>"$failures"
	[ "$3" != 0 ] || return 0
	grep -aE '^(FAILED|VIOLATION): |^    (> |in )|^[^ :]+:[0-9]+:[FE]:' "$lines" | sed "s/^/$1: /" |
		grep . >>"$failures" || echo "$1: $3 failed, in words of its own: $lines" >>"$failures"
}

repeat_failures() {
	local count

	count=$(wc -l <"$failures")
	[ "$count" != 0 ] || return 0
	printf '\n== what failed\n'
	head -n "$most_failures" "$failures"
	[ "$count" -le "$most_failures" ] ||
		echo "and $((count - most_failures)) more: $failures"
}

add() { # PASSED FAILED SKIPPED
	sum_passed=$((sum_passed + $1))
	sum_failed=$((sum_failed + $2))
	sum_skipped=$((sum_skipped + $3))
}

servers_start
for group in "$@"; do
	run_group "$group"
done

if [ "${CI:-}" = true ] && [ "$sum_skipped" != 0 ]; then
	echo "FAILED: $sum_skipped skipped, and on CI nothing may be" | tee -a "$failures"
	sum_failed=$((sum_failed + sum_skipped)) sum_skipped=0
fi
repeat_failures
echo "$sum_passed passed, $sum_failed failed, $sum_skipped skipped"
[ "$sum_failed" = 0 ] && [ "$sum_passed" != 0 ]
