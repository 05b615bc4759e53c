# shellcheck shell=bash
# As Alembic 1 leaves it, and the first migration written beside it.
mkdir -p migrations
sqlite3 shop.db <<'END'
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL,
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO alembic_version VALUES ('ae1027a6acf1');
CREATE TABLE books (id INTEGER PRIMARY KEY);
END
printf -- '-- migrate:up\nCREATE TABLE books (id INTEGER PRIMARY KEY);\n' >migrations/20260101_schema_ae1027a6acf1.sql
echo '{ "db": { "default": { "driver": "sqlite", "schema": "shop.db" } } }' >config.json
