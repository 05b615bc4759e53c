# shellcheck shell=bash
# As golang-migrate 4 leaves it: at version 2 of 3.
mkdir -p migrations
for name in 000001_authors 000002_books 000003_prices; do
	echo "CREATE TABLE ${name#*_} (id INTEGER PRIMARY KEY);" >"migrations/$name.up.sql"
	echo "DROP TABLE ${name#*_};" >"migrations/$name.down.sql"
done
sqlite3 glim.db <<'END'
CREATE TABLE schema_migrations (version uint64, dirty bool);
CREATE UNIQUE INDEX version_unique ON schema_migrations (version);
INSERT INTO schema_migrations VALUES (2, 0);
CREATE TABLE authors (id INTEGER PRIMARY KEY);
CREATE TABLE books (id INTEGER PRIMARY KEY);
END
