# shellcheck shell=bash
# A table with rows, and a pending change of it, for docs/testing.md.
mkdir -p migrations
cat >config.json <<END
{ "db": { "default": { "driver": "mysql", "socket": "$GLIM_TEST_MYSQL_SOCKET", "schema": "$SCHEMA",
  "user": "$GLIM_TEST_MYSQL_USER", "password": "$GLIM_TEST_MYSQL_PASSWORD" } } }
END
chmod 600 config.json
printf -- '-- migrate:up\nCREATE TABLE users (id INT PRIMARY KEY, name VARCHAR(40));\n' >migrations/1_Users.sql
glim -q migration:init && glim migration:build && glim migration:run || return
printf -- '-- migrate:up\nALTER TABLE users ADD COLUMN email VARCHAR(255);\nALTER TABLE users MODIFY name VARCHAR(20);\n' \
	>migrations/2_Change.sql
glim migration:build
