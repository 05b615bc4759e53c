# shellcheck shell=bash
# The users of docs/data.md, and its first two migrations to come.
# shellcheck disable=SC2154 # docs and here are of tests/docs.sh
mkdir -p migrations
cp "$here/Users.c" migrations/20261101080000_Users.c
for n in 1 2; do
	awk -v n="$n" '/^```c$/ { inside = ++at == n; next } /^```/ { inside = 0 } inside' "$docs/data.md" \
		>"$(awk -v n="$n" -F '`' '/^`migrations\// && ++at == n { print $2 }' "$docs/data.md")"
done
glim -q migration:init && glim -q migration:build && glim migration:run Users || return
