#!/bin/bash
# A private PostgreSQL that writes (postgres.sh), and a standby that streams from it.
#
#   eval "$(tests/servers/standby.sh start)"
#   tests/servers/standby.sh stop DIRECTORY
#
# `start` prints what postgres.sh prints of the one that writes, and GLIM_TEST_STANDBY_DIR and _PORT
# of the other: its folder, with its socket in it, is what `stop` wants, which takes both away.
# The account may see how far the standby is behind (pg_monitor).
set -eu
servers=$(cd "$(dirname "$0")" && pwd)

fail() {
	echo "standby.sh: $*" >&2
	exit 1
}

# shellcheck source=tests/servers/postgres_programs.sh
. "$servers/postgres_programs.sh"

find_account() { # DIRECTORY: whoever owns its data
	as_server=()
	[ "$(id -u)" != 0 ] ||
		as_server=(setpriv "--reuid=$(stat -c %u "$1/data")" "--regid=$(stat -c %g "$1/data")" --clear-groups)
}

sql() { # folder with the socket, port, statements
	"$programs/psql" -XqAt -h "$1" -p "$2" -U postgres -d postgres -v ON_ERROR_STOP=1 -c "$3"
}

copy() {
	"${as_server[@]}" env HOME="$directory" "$programs/pg_basebackup" -h "$primary" \
		-p "$GLIM_TEST_POSTGRESQL_PORT" -U postgres -D "$directory/data" -R --no-sync \
		-c fast >"$directory/copy.log" 2>&1 || fail "$(tail -5 "$directory/copy.log")"
	sed -i "s/^primary_conninfo = '/&application_name=standby /" "$directory/data/postgresql.auto.conf"
}

streams() {
	[ "$(sql "$primary" "$GLIM_TEST_POSTGRESQL_PORT" \
		"SELECT COUNT(*) FROM pg_stat_replication WHERE state = 'streaming'")" = 1 ]
}

options=(-c wal_level=replica -c max_wal_senders=4)

# As postgres.sh starts one that was killed: what it wants to know of it is written here.
launch_once() {
	port=$((20000 + RANDOM % 12000))
	printf '%s\n' "$port" "${options[@]}" -c wal_receiver_status_interval=1s >"$directory/launched"
	"$servers/postgres.sh" again "$directory" 2>>"$directory/copy.log" || return 1
	for _ in $(seq 300); do
		if streams; then return 0; fi
		sleep 0.1
	done
	fail "it does not stream: $(tail -5 "$directory/error.log")"
}

start() {
	eval "$("$servers/postgres.sh" start -- "${options[@]}")"
	primary=$GLIM_TEST_POSTGRESQL_DIR
	trap '"$servers/postgres.sh" stop "$primary"' EXIT
	find_programs
	find_account "$primary"
	directory=$primary/standby
	mkdir "$directory"
	[ "$(id -u)" != 0 ] || chown "$(stat -c %u:%g "$primary/data")" "$directory"
	trap 'stop "$directory"' EXIT
	sql "$primary" "$GLIM_TEST_POSTGRESQL_PORT" "GRANT pg_monitor TO $GLIM_TEST_POSTGRESQL_USER"
	copy
	# A port that was free a moment ago may be taken now: try another.
	for _ in 1 2 3 4 5; do
		if launch_once; then break; fi
	done
	streams || fail "it did not start: $(tail -5 "$directory/error.log")"
	trap - EXIT
	export -p | sed -n 's/^declare -x \(GLIM_TEST_POSTGRESQL_.*\)/export \1/p'
	echo "export GLIM_TEST_STANDBY_DIR='$directory'"
	echo "export GLIM_TEST_STANDBY_PORT=$port"
}

stop() { # folder of the standby, which lies in that of the primary
	[ ! -d "$1/data" ] || "$servers/postgres.sh" stop "$1"
	"$servers/postgres.sh" stop "$(dirname "$1")"
}

case ${1:-} in
start) start ;;
stop) stop "${2:?which folder}" ;;
*) fail "usage: standby.sh start | stop DIR" ;;
esac
