# The databases that are measured on: a private server with durable settings, or files. Sourced.
# shellcheck shell=bash disable=SC1090,SC1091,SC2004,SC2034,SC2153,SC2154 # the parts share variables
server_options=(--innodb-flush-log-at-trx-commit=1 --innodb-buffer-pool-size=1G
	--innodb-log-file-size=512M --max-connections=100)

server_start() { # DATABASE
	local answer

	[ "$1" != sqlite ] || return 0
	answer=$(TMPDIR=$BENCH_WORK "$TOP/tests/servers/mariadb.sh" start -- "${server_options[@]}") || return
	eval "$answer"
	export BENCH_HOST=127.0.0.1 BENCH_USER=$GLIM_TEST_MYSQL_USER
	export BENCH_PASSWORD=$GLIM_TEST_MYSQL_PASSWORD
}

server_stop() {
	[ -z "${GLIM_TEST_MYSQL_DIR:-}" ] || "$TOP/tests/servers/mariadb.sh" stop "$GLIM_TEST_MYSQL_DIR"
	unset GLIM_TEST_MYSQL_DIR
}

# What every peer finds in its environment, for the schema of its own.
database_address() { # PEER
	BENCH_SCHEMA=glim_bench_${1//-/_} BENCH_FILE=$BENCH_WORK/$1/bench.db
	BENCH_PORT=${PROXY_PORT:-${GLIM_TEST_MYSQL_PORT:-}}
	BENCH_ACCOUNT=${BENCH_USER:-}:${BENCH_PASSWORD:-}
	BENCH_PLACE=${BENCH_HOST:-}:$BENCH_PORT/$BENCH_SCHEMA
	BENCH_DSN="$BENCH_ACCOUNT@tcp(${BENCH_HOST:-}:$BENCH_PORT)/$BENCH_SCHEMA"
	BENCH_JDBC=jdbc:mariadb://$BENCH_PLACE
	[ "$DATABASE" != sqlite ] || BENCH_JDBC=jdbc:sqlite:$BENCH_FILE
	export BENCH_SCHEMA BENCH_FILE BENCH_PORT
}

sql_root() { # SQL
	mariadb --no-defaults --socket="$GLIM_TEST_MYSQL_SOCKET" -uroot -N -B -e "$1"
}

sql() { # SQL, in the peer's schema
	if [ "$DATABASE" = sqlite ]; then
		sqlite3 -batch "$BENCH_FILE" "$1"
	else
		mariadb --no-defaults --socket="$GLIM_TEST_MYSQL_SOCKET" -uroot -N -B "$BENCH_SCHEMA" \
			-e "SET max_recursive_iterations = 100000000, sql_mode = CONCAT(@@sql_mode, ',PIPES_AS_CONCAT'); $1"
	fi
}

numbers() { # COUNT EXPRESSION of n
	echo "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < $1)
		SELECT $2 FROM numbers"
}

database_reset() {
	case $DATABASE in
	sqlite) rm -f "$BENCH_FILE" "$BENCH_FILE"-* "$BENCH_FILE".* ;;
	*) sql_root "DROP DATABASE IF EXISTS ${BENCH_SCHEMA}_registry; DROP DATABASE IF EXISTS $BENCH_SCHEMA;
		CREATE DATABASE $BENCH_SCHEMA CHARACTER SET utf8mb4" ;;
	esac
	sql "CREATE TABLE bench (id INTEGER PRIMARY KEY, label VARCHAR(80))"
}

tables_count() {
	case $DATABASE in
	sqlite) sql "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name GLOB 'bench_0*'" ;;
	*) sql "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE()
		AND table_name LIKE 'bench\\_0%'" ;;
	esac
}

database_version() { # DATABASE
	case $1 in
	sqlite) echo "SQLite $(sqlite3 --version | cut -d' ' -f1), its own settings (rollback journal, synchronous=FULL)" ;;
	*) echo "MariaDB $(sql_root 'SELECT VERSION()'), ${server_options[*]}" ;;
	esac
}
