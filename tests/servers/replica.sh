#!/bin/bash
# A private MariaDB that writes, and one that copies it: two servers of mariadb.sh.
#
#   eval "$(tests/servers/replica.sh start)"
#   tests/servers/replica.sh delay DIRECTORY SECONDS
#   tests/servers/replica.sh stop DIRECTORY
#
# `start` prints what mariadb.sh prints of the one that writes, and the same of the other with
# REPLICA in place of MYSQL; its folder is what `delay` and `stop` want. `delay` lets it execute what it gets
# only so long after. An account of the one that writes may ask the other how far behind it is.
set -eu
unset MYSQL_PWD
servers=$(cd "$(dirname "$0")" && pwd)

fail() {
	echo "replica.sh: $*" >&2
	exit 1
}

sql() { # socket, statements
	mariadb --no-defaults --socket="$1" -uroot --batch --skip-column-names -e "$2"
}

copies() { # socket
	[ "$(mariadb --no-defaults --socket="$1" -uroot -e 'SHOW REPLICA STATUS\G' |
		grep -cE '^ *Slave_(IO|SQL)_Running: Yes$')" = 2 ]
}

follow() { # socket of the replica, socket and port of the primary
	local position

	sql "$2" "CREATE USER copy@'127.0.0.1' IDENTIFIED BY 'copy';
		GRANT REPLICATION SLAVE ON *.* TO copy@'127.0.0.1'"
	position=$(sql "$2" 'SELECT @@gtid_binlog_pos')
	sql "$1" "GRANT REPLICA MONITOR ON *.* TO glim@'127.0.0.1';
		SET GLOBAL gtid_slave_pos = '$position';
		CHANGE MASTER TO master_host = '127.0.0.1', master_port = $3, master_user = 'copy',
			master_password = 'copy', master_use_gtid = slave_pos;
		START REPLICA;
		SET GLOBAL read_only = 1"
	for _ in $(seq 100); do
		if copies "$1"; then return 0; fi
		sleep 0.1
	done
	fail "it does not copy: $(mariadb --no-defaults --socket="$1" -uroot \
		-e 'SHOW REPLICA STATUS\G' | grep -E 'Last_.*Error:')"
}

start() {
	local variables

	variables=$("$servers/mariadb.sh" start -- --server-id=2)
	variables=${variables//_MYSQL_/_REPLICA_}
	eval "$variables"
	trap 'stop "$GLIM_TEST_REPLICA_DIR"' EXIT
	eval "$("$servers/mariadb.sh" start -- --server-id=1 --log-bin=changes --binlog-format=ROW |
		tee "$GLIM_TEST_REPLICA_DIR/primary")"
	follow "$GLIM_TEST_REPLICA_SOCKET" "$GLIM_TEST_MYSQL_SOCKET" "$GLIM_TEST_MYSQL_PORT"
	trap - EXIT
	cat "$GLIM_TEST_REPLICA_DIR/primary"
	echo "$variables"
}

delay() { # folder, seconds
	sql "$1/m.sock" "STOP REPLICA; CHANGE MASTER TO master_delay = $2; START REPLICA"
}

stop() { # folder of the replica
	local primary

	primary=$(sed -n "s/^export GLIM_TEST_MYSQL_DIR='\(.*\)'$/\1/p" "$1/primary" 2>/dev/null || true)
	[ ! -d "$primary" ] || "$servers/mariadb.sh" stop "$primary"
	"$servers/mariadb.sh" stop "$1"
}

case ${1:-} in
start) start ;;
delay) delay "${2:?which folder}" "${3:?how many seconds}" ;;
stop) stop "${2:?which folder}" ;;
*) fail "usage: replica.sh start | delay DIR SECONDS | stop DIR" ;;
esac
