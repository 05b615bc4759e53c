#!/bin/bash
# bench.sh BUILD - measures glim beside a floor in C and beside the field's tools: README.md.
# What and how much comes from the environment:
#   WORK       idle rows batch tables latency data
#   PEERS      names of folders below peers/ (floor and glim belong to any table)
#   DATABASES  mysql sqlite, and postgresql when it is named
#   RUNS       of each (3); a tool gets no further run once it has spent BUDGET seconds (8)
#   SIZES      how many are applied when there is nothing to do (1 1000 10000 100000)
#   ROWS, TABLES, MANY, TRIPS, PEOPLE   how many of each work
#   QUICK=yes  a few minutes: fewer of all
#   KEEP=yes   keep the samples of the works that are not measured now
#   BENCH_DISK a folder on the disk for servers and files (build/bench)
#   RESULTS    the file to write (bench/RESULTS.md); QUICK: build/bench); empty: only print
# shellcheck disable=SC2034 # the parts share variables
set -u
TOP=$(cd "$(dirname "$0")/.." && pwd)
BENCH=$TOP/bench
GLIM_BUILD=$(cd "$1" && pwd) || exit 2
BENCH_BIN=$GLIM_BUILD/bench
BENCH_CACHE=${BENCH_CACHE:-$GLIM_BUILD/bench/peers}
BENCH_LOGS=$GLIM_BUILD/bench/logs
BENCH_SAMPLES=${BENCH_SAMPLES:-$GLIM_BUILD/bench/samples.tsv}
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES GLIM_CONFIG DATABASE_URL CFLAGS
export LC_ALL=C.UTF-8 TOP BENCH GLIM_BUILD BENCH_BIN BENCH_CACHE

DATABASE=
: "${WORK=idle rows batch tables latency data}" "${DATABASES=mysql sqlite}"
: "${PEERS:=floor floor-packet floor-process floor-journal floor-history glim glim-sql dbmate goose golang-migrate sql-migrate atlas flyway liquibase alembic django rails knex sqitch}"
if [ "${QUICK:-no}" = yes ]; then
	: "${RUNS:=3}" "${BUDGET:=3}" "${SIZES:=1 1000}" "${ROWS:=200}" "${TABLES:=100}" "${MANY:=0}"
	: "${TRIPS:=20}" "${PEOPLE:=100000}" "${BENCH_LIMIT:=30}"
	RESULTS=${RESULTS-$GLIM_BUILD/bench/RESULTS.md}
else
	: "${RUNS:=3}" "${BUDGET:=8}" "${SIZES:=1 1000 10000 100000}" "${ROWS:=1000}" "${TABLES:=500}"
	: "${MANY:=10000}" "${TRIPS:=100}" "${PEOPLE:=1000000}" "${BENCH_LIMIT:=120}"
fi
: "${KEEP:=no}"
RESULTS=${RESULTS-$BENCH/RESULTS.md}
RTT=0 SIZE=0 DATABASE=
works=$WORK

BENCH_WORK=$(mktemp -d "${BENCH_DISK:-$GLIM_BUILD/bench}/work.XXXXXX") || exit
chmod 711 "$BENCH_WORK" # a server may run as somebody else
rm -rf "$BENCH_LOGS"
mkdir -p "$BENCH_LOGS"
[ "$KEEP" = yes ] || rm -f "$BENCH_SAMPLES"
touch "$BENCH_SAMPLES"

for part in install database peer sample machine report works/idle works/small works/data; do
	# shellcheck source=/dev/null
	. "$BENCH/$part.sh"
done

finish() {
	server_stop
	rm -rf "$BENCH_WORK"
}
trap finish EXIT
trap 'exit 130' INT TERM

installed=
for peer in ${PEERS//server/}; do # which is measured whenever it can be
	! install_peer "$peer" || installed+=" $peer"
done
PEERS=$installed

measure_work() { # WORK
	local began=$SECONDS before

	before=$(load)
	echo "$DATABASE: $1" >&2
	samples_drop "$1"
	WORK=$1
	"work_$1" || exit
	record run "$1" "$DATABASE" "$(date -u '+%Y-%m-%d %H:%M')" "$((SECONDS - began)) s" \
		"$before" "$(load)" "$(git -C "$TOP" describe --always --dirty 2>/dev/null)"
}

for DATABASE in $DATABASES; do
	server_start "$DATABASE" || exit
	record database "$DATABASE" "$(database_version "$DATABASE")"
	for work in $works; do
		measure_work "$work"
	done
	server_stop
done

report | if [ -n "$RESULTS" ]; then tee "$RESULTS"; else cat; fi
