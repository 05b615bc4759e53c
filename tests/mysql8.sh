#!/bin/bash
# mysql8.sh - what glim does with a MySQL 8 server: a MariaDB that greets as one and refuses what it
# refuses, and a script that logs clients in as it does (mysql8/main.c).
set -u
. "$(dirname "$0")/report.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/glim-mysql8.XXXXXX")
trap 'stop_servers; rm -rf "$work"' EXIT
PATH=$build/bin:$PATH
schema=glim_mysql8_$$

start_server() { # PATH WHAT: sets $server and $port
	local said=$work/server.$RANDOM

	"$build/tests/mysql8" "$1" "$2" >"$said" &
	server=$!
	echo "$server" >>"$work/servers"
	until grep -qs '^ready ' "$said"; do
		kill -0 "$server" || return
		sleep 0.05
	done
	port=$(sed -n 's/^ready //p' "$said")
}

stop_servers() {
	[ ! -e "$work/servers" ] || xargs kill <"$work/servers" 2>/dev/null
	[ -z "${GLIM_TEST_MYSQL_SOCKET:-}" ] || as_root -e "DROP DATABASE IF EXISTS $schema"
}

as_root() {
	mariadb --no-defaults --socket="$GLIM_TEST_MYSQL_SOCKET" -u"$GLIM_TEST_MYSQL_USER" \
		-p"$GLIM_TEST_MYSQL_PASSWORD" --skip-column-names --batch "$@"
}

project() { # NAME CONNECTION
	mkdir -p "$work/$1/plugins" && cd "$work/$1" || return
	echo "{ \"db\": { \"default\": { \"driver\": \"mysql\", $2 } } }" >config.json
	chmod 600 config.json
}

# ---- Logging in ----

says() { # NAME CONNECTION STATUS TEXT
	local status=0

	project "$1" "$2, \"schema\": \"x\", \"user\": \"u\", \"password\": \"sesame\"" || return
	glim migration:status >said 2>&1 || status=$?
	cat said
	[ "$status" = "$3" ] && grep -qF "$4" said
}

over_the_socket() { # WAY TEXT
	start_server "$work/$1.sock" "$1" && says "socket-$1" "\"socket\": \"$work/$1.sock\"" 1 "$2"
}

over_the_network() { # WAY: refused before anything of the password was sent
	start_server tcp "$1" &&
		says "network-$1" "\"host\": \"127.0.0.1\", \"port\": $port" 4 'give an "ssl" object'
}

tls_is_not_there() {
	start_server tcp fast &&
		says no-tls "\"host\": \"127.0.0.1\", \"port\": $port, \"ssl\": {}" 4 'TLS'
}

# ---- Working with one ----

compile() { # FOLDER
	make --no-print-directory -s -C "$top/tests/mysql8/$1" -f "$build/share/glim/glim.mk" \
		GLIM_OUT="$PWD/plugins" GLIM_INCLUDE="$build/include" migrations
}

dressed() { # NAME: a project on the dressed server, with a history
	as_root -e "DROP DATABASE IF EXISTS $schema; CREATE DATABASE $schema" || return
	start_server "$work/$1.sock" "$GLIM_TEST_MYSQL_SOCKET" && project "$1" \
		"\"socket\": \"$work/$1.sock\", \"schema\": \"$schema\",
		\"user\": \"$GLIM_TEST_MYSQL_USER\", \"password\": \"$GLIM_TEST_MYSQL_PASSWORD\"" &&
		glim migration:init
}

whole_life() {
	dressed life && compile migrations && glim migration:sync && glim migration:run &&
		glim migration:status | tee status && grep -q 'MySQL 8\.0\.36' status &&
		glim migration:status --check && glim migration:validate && glim migration:redo &&
		glim migration:rollback && glim migration:log && glim migration:run --to Rows
}

foreign_words_are_refused() {
	local status=0

	dressed foreign && compile foreign || return
	glim migration:run >said 2>&1 || status=$?
	cat said
	[ "$status" = 1 ] && grep -q 'MySQL 1064' said && grep -q 'foreign/1_Sequence.c:' said
}

a_half_is_resumed() {
	local status=0

	dressed half && compile half || return
	glim migration:run >said 2>&1 || status=$?
	cat said
	[ "$status" = 1 ] && as_root "$schema" -e "CREATE TABLE later (id INTEGER)" &&
		glim migration:run && as_root "$schema" -e "SELECT * FROM first, second"
}

one_at_a_time() {
	local status=0 first

	dressed lock && compile slow || return
	glim migration:run >first 2>&1 &
	first=$!
	until grep -qs Slow first; do sleep 0.05; done
	sleep 0.5
	glim --lock-timeout 0s migration:run >second 2>&1 || status=$?
	cat second
	wait "$first" && [ "$status" = 5 ] && grep -q "$GLIM_TEST_MYSQL_USER@localhost" second
}

for way in fast switch; do
	check "caching_sha2_password over the socket, known to the server: $way" over_the_socket "$way" \
		"came in with a scramble"
done
check "caching_sha2_password over the socket, for the first time" over_the_socket full \
	"came in with the password sesame"
for way in fast full switch; do
	check "caching_sha2_password without TLS is refused: $way" over_the_network "$way"
done
check "TLS that the server does not have" tls_is_not_there

if [ -n "${GLIM_TEST_MYSQL_SOCKET:-}" ]; then
	check "init, sync, run, status, validate, redo, rollback" whole_life
	check "what only MariaDB knows" foreign_words_are_refused
	check "a half-done migration" a_half_is_resumed
	check "one runner at a time" one_at_a_time
else
	skip "a server in the clothes of MySQL 8" "GLIM_TEST_MYSQL_SOCKET is not set"
fi
report_end
