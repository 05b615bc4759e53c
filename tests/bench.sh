#!/bin/bash
# The bench measures what it says, and its tables say what was measured: tiny works, on SQLite and
# without other tools; how long anything takes is not looked at.
set -u
. "$(dirname "$0")/report.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/glim-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
tools=$build/bench
cd "$work" || exit

numbered_files() {
	mkdir files
	printf 'NUMBER00 after NUMBER-1\n' | "$tools/stamp" files/NUMBER00.sql 12 || return
	[ "$(find files -name '*.sql' | wc -l)" = 12 ] &&
		[ "$(cat files/00000012.sql)" = "00000012 after 00000011" ]
}

measured() { # WANTED OPTION.. -- COMMAND..: the status, and that all numbers are there
	local wanted=$1 ns cpu kib status
	shift
	read -r ns cpu kib status <<<"$("$tools/measure" -o log "$@")"
	[ "$status" = "$wanted" ] && [ "$ns" -gt 0 ] && [ "$cpu" -ge 0 ] && [ "$kib" -gt 0 ]
}

measured_until_it_fails() {
	echo 0 >count
	measured 3 -n 5 -- sh -c 'n=$(($(cat count) + 1)); echo $n >count; [ $n -lt 2 ] || exit 3' &&
		[ "$(cat count)" = 2 ]
}

table_of_known_samples() {
	awk -v order="floor glim dbmate" -f "$top/bench/table.awk" "$top/bench/targets" \
		"$top/tests/bench/samples.tsv" >table && diff -u "$top/tests/bench/table" table
}

whole() {
	PEERS="floor glim atlas" DATABASES=sqlite RUNS=1 SIZES="1 12" ROWS=3 TABLES=3 MANY=0 PEOPLE=500 \
		BENCH_CACHE=$work/peers BENCH_SAMPLES=$work/samples.tsv RESULTS=$work/results.md \
		"$top/bench/bench.sh" "$build" >printed 2>log || { cat log; return 1; }
	cmp printed results.md
}

# The two have done the same, or the bench had said what was left.
each_work_is_in_it() {
	local name

	for name in "idle 1" "idle 12" "status 12" "rows 3" "rows-down 3" "tables 3" "tables-down 3" \
		"rewrite 500" "copy 500"; do
		grep -qE "^\| $name \| sqlite \| [0-9.]+ m?s \| [0-9.]+ m?s \| .* \| [0-9.]+ \|" results.md ||
			{ echo "no row for $name"; cat results.md; return 1; }
	done
	! grep -E '^\[[0-9]+\] (fails|left|set-up failed)' results.md
}

a_peer_that_cannot_be_had_is_named() {
	grep -q '^- atlas: its command' results.md
}

peak() { # WORK ROWS: of glim, KiB
	awk -F'\t' -v work="$1" -v rows="$2" '$2 == work && $4 == rows && $6 == "glim" { print $9 }' data.tsv
}

# A page is 1 MiB at most; twenty of them take no more than one.
rows_cost_no_memory() {
	local rows name more

	for rows in 10000 200000; do
		KEEP=yes WORK=data PEERS=glim DATABASES=sqlite RUNS=1 PEOPLE=$rows BENCH_CACHE=$work/peers \
			BENCH_SAMPLES=$PWD/data-$rows.tsv RESULTS='' "$top/bench/bench.sh" "$build" >/dev/null 2>log ||
			{ cat log; return 1; }
	done
	cat data-*.tsv >data.tsv
	for name in rewrite copy; do
		more=$(($(peak "$name" 200000) - $(peak "$name" 10000)))
		[ "$more" -lt 4096 ] || { echo "$name: $more KiB more for 200000 rows than for 10000"; return 1; }
	done
}

another_work_is_kept() {
	KEEP=yes WORK=tables PEERS="floor glim" DATABASES=sqlite RUNS=1 TABLES=2 RESULTS=$work/results.md \
		BENCH_CACHE=$work/peers BENCH_SAMPLES=$work/samples.tsv \
		"$top/bench/bench.sh" "$build" >printed 2>log || { cat log; return 1; }
	grep -q '^| tables 2 ' results.md && ! grep -q '^| tables 3 ' results.md &&
		grep -q '^| rows 3 ' results.md
}

trips_of() { # ROWS: how many the floor makes for them through the proxy
	local from pid

	mariadb --no-defaults --socket="$GLIM_TEST_MYSQL_SOCKET" -uroot -e '
		CREATE OR REPLACE DATABASE glim_bench_test; USE glim_bench_test;
		CREATE TABLE bench (id INTEGER PRIMARY KEY, label VARCHAR(80))' || return
	coproc PROXY { exec "$tools/delay" "$GLIM_TEST_MYSQL_PORT" 1000; }
	pid=$PROXY_PID
	exec {from}<&"${PROXY[0]}"
	read -r BENCH_PORT <&"$from"
	BENCH_PORT=$BENCH_PORT "$tools/floor-mysql" rows "$1" . || return
	kill "$pid"
	read -r _ trips <&"$from"
	exec {from}<&-
	wait "$pid"
}

round_trips() {
	local first

	export BENCH_HOST=127.0.0.1 BENCH_USER=$GLIM_TEST_MYSQL_USER BENCH_SCHEMA=glim_bench_test
	export BENCH_PASSWORD=$GLIM_TEST_MYSQL_PASSWORD
	trips_of 1 && first=$trips && trips_of 6 || return
	# The farewell may come too late to be counted.
	case $((trips - first)) in
	19 | 20 | 21) ;;
	*) echo "$first, then $trips"; return 1 ;;
	esac
}

check "files from a template are numbered" numbered_files
check "an exit status is measured" measured 3 -- sh -c 'exit 3'
check "a signal is measured" measured 137 -- sh -c 'kill -9 $$'
check "what takes too long is ended, and what it started" measured 124 -t 1 -- sh -c 'sleep 60 & wait'
check "a command that fails is not measured again" measured_until_it_fails
check "the tables of known samples" table_of_known_samples
check "the whole bench, tiny" whole
check "each work is in the table" each_work_is_in_it
check "a tool that cannot be had is named" a_peer_that_cannot_be_had_is_named
check "rows cost no memory, however many" rows_cost_no_memory
check "a work that is measured anew replaces its own samples only" another_work_is_kept
if [ -n "${GLIM_TEST_MYSQL_DIR:-}" ]; then
	check "round trips are counted" round_trips
else
	skip "round trips are counted" "no server"
fi
report_end
