# shellcheck shell=bash
# A database that was made by hand, and the migrations that would have made it.
mkdir -p migrations
for name in 1_Authors 2_Books 3_Prices; do
	printf -- '-- migrate:up\nCREATE TABLE %s (id INTEGER PRIMARY KEY);\n-- migrate:down\nDROP TABLE %s;\n' \
		"${name#*_}" "${name#*_}" >"migrations/$name.sql"
done
sqlite3 glim.db 'CREATE TABLE Authors (id INTEGER PRIMARY KEY); CREATE TABLE Books (id INTEGER PRIMARY KEY);'
