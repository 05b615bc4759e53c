# goose
# shellcheck shell=bash disable=SC1090,SC1091,SC2004,SC2034,SC2153,SC2154 # the parts share variables
goose_version=v3.24.1
goose=$BENCH_CACHE/go/bin/goose

peer_install() {
	go_install github.com/pressly/goose/v3/cmd/goose@$goose_version \
		"no_clickhouse no_libsql no_mssql no_vertica no_ydb no_duckdb no_starrocks no_turso no_spanner"
}

peer_version() {
	go_version "$goose"
}

peer_refuses() { # WORK
	case $1 in
	batch) echo "has no common commit" ;;
	esac
}

peer_setup() { # COUNT
	mkdir -p db
	stamp db/2026NUMBER00_bench.sql "$1" <<-END
		-- +goose Up
		$UP;
		-- +goose Down
		$DOWN;
	END
}

# Its history begins with a row of its own, version 0.
peer_applied() { # COUNT
	goose_command status
	"${command[@]}"
	sql "INSERT INTO goose_db_version (version_id, is_applied) $(numbers "$1" '202600000000 + n, TRUE')"
}

goose_command() { # VERB..
	case $DATABASE in
	sqlite) command=("$goose" -dir db sqlite3 "$BENCH_FILE" "$@") ;;
	postgresql) command=("$goose" -dir db postgres "postgres://$BENCH_ACCOUNT@$BENCH_PLACE?sslmode=disable" "$@") ;;
	*) command=("$goose" -dir db mysql "$BENCH_DSN?parseTime=true" "$@") ;;
	esac
}

peer_up() {
	goose_command up
}

peer_status() {
	goose_command status
}

peer_down() {
	goose_command down-to 0
}
