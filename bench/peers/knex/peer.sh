# Knex with mysql2 and better-sqlite3. By default it puts all pending migrations into one
# transaction, which is measured as `batch`; else each statement commits by itself.
# shellcheck shell=bash disable=SC1090,SC1091,SC2004,SC2034,SC2153,SC2154 # the parts share variables
way=$BENCH/peers/knex
knex=$BENCH_CACHE/knex/node_modules/.bin/knex

peer_install() {
	npm_install knex knex@3.3.0 mysql2@3.24.6 better-sqlite3@12.11.1 pg@8.23.1
}

peer_version() {
	node -p "require('$BENCH_CACHE/knex/node_modules/knex/package.json').version"
}

peer_refuses() {
	:
}

knex_connection() {
	case $DATABASE in
	sqlite) echo "{ filename: '$BENCH_FILE' }" ;;
	*)
		echo "{ host: '$BENCH_HOST', port: $BENCH_PORT, user: '$BENCH_USER',"
		echo "password: '$BENCH_PASSWORD', database: '$BENCH_SCHEMA' }"
		;;
	esac
}

knex_client() {
	case $DATABASE in
	sqlite) echo better-sqlite3 ;;
	postgresql) echo pg ;;
	*) echo mysql2 ;;
	esac
}

knex_folder() { # DISABLE_TRANSACTIONS
	mkdir -p migrations
	ln -sfn "$BENCH_CACHE/knex/node_modules" node_modules
	cat >knexfile.js <<-END
		module.exports = {
			client: '$(knex_client)', connection: $(knex_connection), useNullAsDefault: true,
			migrations: { directory: './migrations', disableTransactions: $1 },
		};
	END
}

peer_setup() { # COUNT
	if [ -e "$way/$WORK.js" ]; then
		knex_folder false
		cp "$way/$WORK.js" migrations
		cp "$BENCH/peers/knex/address.js" .
		return
	fi
	knex_folder "$([ "$WORK" = batch ] && echo false || echo true)"
	stamp migrations/2026NUMBER00_bench.js "$1" <<-END
		exports.up = (knex) => knex.raw("$UP");
		exports.down = (knex) => knex.raw("$DOWN");
	END
}

peer_applied() { # COUNT
	"$knex" migrate:list
	sql "INSERT INTO knex_migrations (name, batch, migration_time)
		$(numbers "$1" "CAST(202600000000 + n AS CHAR(12)) || '_bench.js', 1, CURRENT_TIMESTAMP")"
}

peer_up() {
	command=("$knex" migrate:latest)
}

peer_status() {
	command=("$knex" migrate:list)
}

peer_down() {
	command=("$knex" migrate:rollback --all)
}
