# shellcheck shell=bash
# As Flyway 10 leaves it.
mkdir -p migrations
echo 'CREATE TABLE authors (id INTEGER PRIMARY KEY);' >migrations/V1.1__Create_authors.sql
echo 'CREATE TABLE books (id INTEGER PRIMARY KEY);' >migrations/V2__Create_books.sql
echo 'CREATE TABLE prices (id INTEGER PRIMARY KEY);' >migrations/V9__Create_prices.sql
echo 'ALTER TABLE prices ADD COLUMN cents INTEGER;' >migrations/V10__Add_cents.sql
sqlite3 glim.db <<'END'
CREATE TABLE flyway_schema_history (
	installed_rank INT NOT NULL, version VARCHAR(50), description VARCHAR(200) NOT NULL,
	type VARCHAR(20) NOT NULL, script VARCHAR(1000) NOT NULL, checksum INT,
	installed_by VARCHAR(100) NOT NULL, installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
	execution_time INT NOT NULL, success BOOL NOT NULL,
	CONSTRAINT flyway_schema_history_pk PRIMARY KEY (installed_rank)
);
INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, installed_by, execution_time, success) VALUES
	(1, '1.1', 'Create authors', 'SQL', 'V1.1__Create_authors.sql', 'ana', 5, 1),
	(2, '2', 'Create books', 'SQL', 'V2__Create_books.sql', 'ana', 5, 1);
CREATE TABLE authors (id INTEGER PRIMARY KEY);
CREATE TABLE books (id INTEGER PRIMARY KEY);
END
