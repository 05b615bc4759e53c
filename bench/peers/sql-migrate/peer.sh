# sql-migrate
# shellcheck shell=bash disable=SC1090,SC1091,SC2004,SC2034,SC2153,SC2154 # the parts share variables
sql_migrate_version=v1.8.0
sql_migrate=$BENCH_CACHE/go/bin/sql-migrate

peer_install() {
	go_install github.com/rubenv/sql-migrate/sql-migrate@$sql_migrate_version ""
}

peer_version() {
	go_version "$sql_migrate"
}

peer_refuses() { # WORK
	case $1 in
	batch) echo "has no common commit" ;;
	esac
}

peer_setup() { # COUNT
	mkdir -p db
	case $DATABASE in
	sqlite) set -- "$1" sqlite3 "$BENCH_FILE" ;;
	postgresql) set -- "$1" postgres "postgres://$BENCH_ACCOUNT@$BENCH_PLACE?sslmode=disable" ;;
	*) set -- "$1" mysql "$BENCH_DSN?parseTime=true" ;;
	esac
	printf 'bench:\n  dialect: %s\n  datasource: %s\n  dir: db\n  table: bench_migrations\n' \
		"$2" "$3" >dbconfig.yml
	stamp db/2026NUMBER00_bench.sql "$1" <<-END
		-- +migrate Up
		$UP;
		-- +migrate Down
		$DOWN;
	END
}

peer_applied() { # COUNT
	sql_migrate_command status
	"${command[@]}"
	sql "INSERT INTO bench_migrations (id, applied_at)
		$(numbers "$1" "CAST(202600000000 + n AS CHAR(12)) || '_bench.sql', CURRENT_TIMESTAMP")"
}

sql_migrate_command() { # VERB..
	command=("$sql_migrate" "$1" -config=dbconfig.yml -env=bench "${@:2}")
}

peer_up() {
	sql_migrate_command up
}

peer_status() {
	sql_migrate_command status
}

peer_down() {
	sql_migrate_command down -limit=0
}
