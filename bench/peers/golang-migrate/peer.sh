# golang-migrate. Its history is one row, the version; `version` is all the status it has.
# shellcheck shell=bash disable=SC1090,SC1091,SC2004,SC2034,SC2153,SC2154 # the parts share variables
migrate_version=v4.19.1
migrate=$BENCH_CACHE/go/bin/migrate

peer_install() {
	go_install github.com/golang-migrate/migrate/v4/cmd/migrate@$migrate_version \
		"mysql sqlite3 postgres"
}

peer_version() {
	go_version "$migrate"
}

peer_refuses() { # WORK
	case $1 in
	batch) echo "has no common commit" ;;
	esac
}

peer_setup() { # COUNT
	mkdir -p db
	echo "$UP" | stamp db/2026NUMBER00_bench.up.sql "$1"
	echo "$DOWN" | stamp db/2026NUMBER00_bench.down.sql "$1"
}

peer_applied() { # COUNT
	migrate_command force "$((202600000000 + $1))"
	"${command[@]}"
}

migrate_command() { # VERB..
	case $DATABASE in
	sqlite) url=sqlite3://$BENCH_FILE ;;
	postgresql) url="postgres://$BENCH_ACCOUNT@$BENCH_PLACE?sslmode=disable" ;;
	*) url=mysql://$BENCH_DSN ;;
	esac
	command=("$migrate" -path db -database "$url" "$@")
}

peer_up() {
	migrate_command up
}

peer_status() {
	migrate_command version
}

peer_down() {
	migrate_command down -all
}
