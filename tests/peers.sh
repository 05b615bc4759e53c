#!/bin/bash
# peers.sh [--accept] - runs the folders of migrations that tests/cli has of other tools with those
# tools themselves, and compares the schemas with the recorded ones, to which the cases hold glim.
# Needs npm and go, for dbmate and goose of fixed versions; `make check` needs neither.
set -u
. "$(dirname "$0")/report.sh"
dbmate_version=2.36.0 goose_version=v3.24.1
peers=$build/peers
accept=${1:-}
mkdir -p "$peers"
eval "$("$top/tests/servers/mariadb.sh" start)"
work=$(mktemp -d)
trap '"$top/tests/servers/mariadb.sh" stop "$GLIM_TEST_MYSQL_DIR"; rm -rf "$work"' EXIT
export MYSQL_UNIX_PORT=$GLIM_TEST_MYSQL_SOCKET MYSQL_USER=$GLIM_TEST_MYSQL_USER
export MYSQL_PWD=$GLIM_TEST_MYSQL_PASSWORD
at="$MYSQL_USER:$MYSQL_PWD"

install_peers() {
	npm install --silent --no-audit --no-fund --prefix "$peers" "dbmate@$dbmate_version" &&
		GOBIN="$peers/bin" go install "github.com/pressly/goose/v3/cmd/goose@$goose_version"
}

same() { # RECORDED DATABASE PLACE
	"$top/tests/show_schema.sh" "$2" "$3" >"$work/schema" || return
	[ "$accept" != --accept ] || cp "$work/schema" "$1"
	diff -u "$1" "$work/schema"
}

fresh() { # SCHEMA
	mariadb --no-defaults -u"$MYSQL_USER" -e "DROP DATABASE IF EXISTS $1; CREATE DATABASE $1"
}

dbmate_up() {
	fresh glim_dbmate && "$peers/node_modules/.bin/dbmate" --no-dump-schema \
		--url "mysql://$at@/glim_dbmate?socket=$MYSQL_UNIX_PORT" \
		--migrations-dir "$top/tests/cli/dbmate-folder/migrations" up
}

goose_up() { # DRIVER DSN
	"$peers/bin/goose" -dir "$top/tests/cli/goose-folder/migrations" "$1" "$2" up
}

check "dbmate and goose can be had" install_peers
check "dbmate takes its folder" dbmate_up
check "its schema is the recorded one" \
	same "$top/tests/cli/dbmate-folder/schema" mysql glim_dbmate
fresh glim_goose
check "goose takes its folder, on a server" \
	goose_up mysql "$at@unix($MYSQL_UNIX_PORT)/glim_goose?parseTime=true"
check "its schema there is the recorded one" \
	same "$top/tests/cli/goose-folder/schema.mysql" mysql glim_goose
check "goose takes its folder, in a file" goose_up sqlite3 "$work/by_goose.db"
check "its schema there is the recorded one" \
	same "$top/tests/cli/goose-folder/schema.sqlite" sqlite "$work/by_goose.db"
report_end
