# shellcheck shell=bash
# As goose 3 leaves it: two of three migrations applied.
mkdir -p migrations
migration() { # FILE TABLE
	printf -- '-- +goose Up\nCREATE TABLE %s (id INTEGER PRIMARY KEY);\n\n-- +goose Down\nDROP TABLE %s;\n' \
		"$2" "$2" >"migrations/$1.sql"
}
migration 20260101000000_authors authors
migration 20260102000000_books books
cat >migrations/20260103000000_count.sql <<'COUNT'
-- +goose Up
CREATE TABLE counts (n INTEGER);
-- +goose StatementBegin
CREATE TRIGGER counted AFTER INSERT ON books BEGIN
  INSERT INTO counts VALUES (new.id);
END;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER counted;
DROP TABLE counts;
COUNT
sqlite3 glim.db <<'END'
CREATE TABLE goose_db_version (
	id INTEGER PRIMARY KEY AUTOINCREMENT, version_id INTEGER NOT NULL, is_applied INTEGER NOT NULL,
	tstamp TIMESTAMP DEFAULT (datetime('now'))
);
INSERT INTO goose_db_version (version_id, is_applied) VALUES (0, 1), (20260101000000, 1), (20260102000000, 1);
CREATE TABLE authors (id INTEGER PRIMARY KEY);
CREATE TABLE books (id INTEGER PRIMARY KEY);
END
