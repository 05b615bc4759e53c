# The databases that are measured on: a private server with durable settings, or files. Sourced.
# shellcheck shell=bash disable=SC1090,SC1091,SC2004,SC2034,SC2153,SC2154 # the parts share variables
server_options=(--innodb-flush-log-at-trx-commit=1 --innodb-buffer-pool-size=1G
	--innodb-log-file-size=512M --max-connections=100)

server_start() { # DATABASE
	case $1 in
	mysql) server_take "$(TMPDIR=$BENCH_WORK "$TOP/tests/servers/mariadb.sh" start -- "${server_options[@]}")" MYSQL ;;
	postgresql) server_take "$(TMPDIR=$BENCH_WORK "$TOP/tests/servers/postgres.sh" start)" POSTGRESQL ;;
	esac
}

server_take() { # ASSIGNMENTS KIND
	local name

	eval "$1"
	for name in DIR SOCKET PORT USER PASSWORD; do
		eval "server_${name,,}=\${GLIM_TEST_$2_$name:-}"
	done
	export BENCH_HOST=127.0.0.1 BENCH_USER=$server_user BENCH_PASSWORD=$server_password
	[ -n "$server_dir" ]
}

server_stop() {
	case $DATABASE:${server_dir:-} in
	*:) return ;;
	mysql:*) "$TOP/tests/servers/mariadb.sh" stop "$server_dir" ;;
	postgresql:*) "$TOP/tests/servers/postgres.sh" stop "$server_dir" ;;
	esac
	server_dir=
}

# What every peer finds in its environment, for the schema of its own.
database_address() { # PEER
	BENCH_SCHEMA=glim_bench_${1//-/_} BENCH_FILE=$BENCH_WORK/$1/bench.db
	BENCH_PORT=${PROXY_PORT:-${server_port:-}}
	BENCH_ACCOUNT=${BENCH_USER:-}:${BENCH_PASSWORD:-}
	BENCH_PLACE=${BENCH_HOST:-}:$BENCH_PORT/$BENCH_SCHEMA
	BENCH_DSN="$BENCH_ACCOUNT@tcp(${BENCH_HOST:-}:$BENCH_PORT)/$BENCH_SCHEMA"
	case $DATABASE in
	sqlite) BENCH_JDBC=jdbc:sqlite:$BENCH_FILE ;;
	postgresql) BENCH_JDBC=jdbc:postgresql://$BENCH_PLACE ;;
	*) BENCH_JDBC=jdbc:mariadb://$BENCH_PLACE ;;
	esac
	export BENCH_SCHEMA BENCH_FILE BENCH_PORT
}

sql_root() { # STATEMENT..
	local statement

	for statement in "$@"; do
		case $DATABASE in
		mysql) mariadb --no-defaults --socket="$server_socket" -uroot -N -B -e "$statement" ;;
		postgresql) psql -XqtA -h "$server_socket" -p "$server_port" -U postgres -c "$statement" postgres ;;
		esac || return
	done
}

sql() { # SQL, in the peer's schema
	case $DATABASE in
	sqlite) sqlite3 -batch "$BENCH_FILE" "$1" ;;
	postgresql)
		PGPASSWORD=$server_password psql -XqtA -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$server_port" \
			-U "$server_user" -c "$1" "$BENCH_SCHEMA"
		;;
	mysql)
		mariadb --no-defaults --socket="$server_socket" -uroot -N -B "$BENCH_SCHEMA" -e "
			SET max_recursive_iterations = 100000000,
				sql_mode = CONCAT(@@sql_mode, ',PIPES_AS_CONCAT'); $1"
		;;
	esac
}

numbers() { # COUNT EXPRESSION of n
	echo "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < $1)
		SELECT $2 FROM numbers"
}

database_reset() {
	case $DATABASE in
	sqlite) rm -f "$BENCH_FILE" "$BENCH_FILE"-* "$BENCH_FILE".* ;;
	postgresql)
		sql_root "DROP DATABASE IF EXISTS $BENCH_SCHEMA" \
			"CREATE DATABASE $BENCH_SCHEMA OWNER $server_user"
		;;
	mysql)
		sql_root "DROP DATABASE IF EXISTS ${BENCH_SCHEMA}_registry" \
			"DROP DATABASE IF EXISTS $BENCH_SCHEMA" \
			"CREATE DATABASE $BENCH_SCHEMA CHARACTER SET utf8mb4"
		;;
	esac && sql "CREATE TABLE bench (id INTEGER PRIMARY KEY, label VARCHAR(80))"
}

tables_count() {
	case $DATABASE in
	sqlite) sql "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name GLOB 'bench_0*'" ;;
	postgresql) sql "SELECT COUNT(*) FROM pg_tables WHERE tablename ~ '^bench_0'" ;;
	mysql) sql "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE()
		AND table_name LIKE 'bench\\_0%'" ;;
	esac
}

database_version() { # DATABASE
	case $1 in
	sqlite) echo "SQLite $(sqlite3 --version | cut -d' ' -f1), its own settings (rollback journal, synchronous=FULL)" ;;
	postgresql) echo "PostgreSQL $(sql_root 'SHOW server_version'), its own settings" ;;
	mysql) echo "MariaDB $(sql_root 'SELECT VERSION()'), ${server_options[*]}" ;;
	esac
}
