# shellcheck shell=bash
# As the Python original leaves it.
echo '{ "db": { "default": { "driver": "sqlite", "schema": "shop.db" } } }' >config.json
sqlite3 shop.db <<'END'
CREATE TABLE glim_migrations (id VARCHAR(255) NOT NULL, name VARCHAR(255), created_at DATETIME, description TEXT, PRIMARY KEY (id));
INSERT INTO glim_migrations VALUES ('5a9dce1', 'AddUserMigration', '2015-03-01 12:00:00.000000', 'creates a sample user in users table');
END
