# What the server itself can do: as much of the rule as SQL has, in one statement.
# shellcheck shell=bash disable=SC1090,SC1091,SC2004,SC2034,SC2153,SC2154 # the parts share variables
peer_setup() {
	:
}

peer_up() {
	local sql

	case $WORK in
	rewrite) sql="UPDATE people SET normal = LOWER(TRIM(email)), hash = SHA2(LOWER(TRIM(email)), 256)" ;;
	copy) sql="INSERT INTO people_new SELECT id, LOWER(TRIM(email)), SHA2(LOWER(TRIM(email)), 256) FROM people" ;;
	esac
	command=(mariadb --no-defaults --protocol=tcp -h "$BENCH_HOST" -P "$BENCH_PORT"
		-u "$BENCH_USER" "--password=$BENCH_PASSWORD" "$BENCH_SCHEMA" -e "$sql")
}
