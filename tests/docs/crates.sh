# shellcheck shell=bash
# The crates of docs/writing.md, with its AddPrices to come, on the database of the project.
# shellcheck disable=SC2154 # docs is of tests/docs.sh
mkdir -p migrations
cat >config.json <<END
{ "db": { "default": { "driver": "mysql", "socket": "$GLIM_TEST_MYSQL_SOCKET", "schema": "$SCHEMA",
  "user": "$GLIM_TEST_MYSQL_USER", "password": "$GLIM_TEST_MYSQL_PASSWORD" } } }
END
chmod 600 config.json
for name in AddCrates AddPrices; do
	awk -v name="$name.c" '/^```c / && index($0, name) { inside = 1; next } /^```/ { inside = 0 } inside' \
		"$docs/writing.md" >"$(basename "$(grep -oE "migrations/[0-9]+_$name.c" "$docs/writing.md" | head -1)")"
done
mv ./*.c migrations/
glim -q migration:init && glim migration:build && glim migration:run AddCrates
