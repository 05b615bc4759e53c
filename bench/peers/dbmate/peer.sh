# dbmate, the binary that its npm package ships.
# shellcheck shell=bash disable=SC1090,SC1091,SC2004,SC2034,SC2153,SC2154 # the parts share variables
dbmate_version=2.36.0
dbmate=$BENCH_CACHE/dbmate/node_modules/@dbmate/linux-x64/bin/dbmate

peer_install() {
	npm_install dbmate "dbmate@$dbmate_version"
}

peer_version() {
	"$dbmate" --version | sed 's/.* version //'
}

peer_refuses() { # WORK
	case $1 in
	batch) echo "has no common commit" ;;
	esac
}

peer_setup() { # COUNT
	mkdir -p db
	stamp db/2026NUMBER00_bench.sql "$1" <<-END
		-- migrate:up
		$UP;
		-- migrate:down
		$DOWN;
	END
}

peer_applied() { # COUNT
	sql "CREATE TABLE schema_migrations (version VARCHAR(128) PRIMARY KEY);
		INSERT INTO schema_migrations $(numbers "$1" 'CAST(202600000000 + n AS CHAR(12))')"
}

dbmate_command() { # VERB
	case $DATABASE in
	sqlite) url=sqlite:$BENCH_FILE ;;
	postgresql) url="postgres://$BENCH_ACCOUNT@$BENCH_PLACE?sslmode=disable" ;;
	*) url=mysql://$BENCH_ACCOUNT@$BENCH_PLACE ;;
	esac
	command=("$dbmate" --url "$url" --migrations-dir db --no-dump-schema "$1")
}

peer_up() {
	dbmate_command migrate
}

peer_status() {
	dbmate_command status
}

# It takes one back a call.
peer_down() {
	dbmate_command down
	times=$SIZE
}
