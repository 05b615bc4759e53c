# shellcheck shell=bash
# As dbmate 2 leaves it: two of three migrations applied.
mkdir -p db/migrations
migration() { # FILE TABLE
	printf -- '-- migrate:up\nCREATE TABLE %s (id INTEGER PRIMARY KEY);\n\n-- migrate:down\nDROP TABLE %s;\n' \
		"$2" "$2" >"db/migrations/$1.sql"
}
migration 20260101000000_create_authors authors
migration 20260102000000_add_books books
migration 20260103000000_add_prices prices
sqlite3 shop.db <<'END'
CREATE TABLE IF NOT EXISTS "schema_migrations" (version varchar(128) primary key);
INSERT INTO schema_migrations VALUES ('20260101000000'), ('20260102000000');
CREATE TABLE authors (id INTEGER PRIMARY KEY);
CREATE TABLE books (id INTEGER PRIMARY KEY);
END
