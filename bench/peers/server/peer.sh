# What the server itself can do: as much of the rule as SQL has, in one statement.
# shellcheck shell=bash disable=SC1090,SC1091,SC2004,SC2034,SC2153,SC2154 # the parts share variables
peer_setup() {
	:
}

# A hash is none of SQLite's functions; its shell has one of the same length.
server_hash() { # TEXT
	case $DATABASE in
	sqlite) echo "lower(hex(sha3($1, 256)))" ;;
	*) echo "SHA2($1, 256)" ;;
	esac
}

server_sql() {
	local normal="LOWER(TRIM(email))" hash

	hash=$(server_hash "$normal")
	case $WORK in
	rewrite) echo "UPDATE people SET normal = $normal, hash = $hash" ;;
	copy) echo "INSERT INTO people_new SELECT id, $normal, $hash FROM people" ;;
	esac
}

peer_up() {
	case $DATABASE in
	sqlite) command=(sqlite3 -batch "$BENCH_FILE" "$(server_sql)") ;;
	*)
		command=(mariadb --no-defaults --protocol=tcp -h "$BENCH_HOST" -P "$BENCH_PORT"
			-u "$BENCH_USER" "--password=$BENCH_PASSWORD" "$BENCH_SCHEMA" -e "$(server_sql)")
		;;
	esac
}
