#!/bin/bash
# hostile.sh [BEHAVIOUR..] - plugins that misbehave, run by the whole program on real databases;
# hostile/README.md says what has to hold.
# faults: 54-78 80-92
set -u
. "$(dirname "$0")/report.sh"
cases=$top/tests/hostile/cases
work=$(mktemp -d "${TMPDIR:-/tmp}/glim-hostile.XXXXXX")
trap 'rm -rf "$work"' EXIT
account=glim_hostile_$$

as_root() {
	mariadb --no-defaults --socket="$GLIM_TEST_MYSQL_SOCKET" -uroot --skip-column-names --batch "$@"
}

# The right that FLUSH TABLES wants is for everything, so the account is not the tests' own.
make_account() {
	as_root -e "CREATE USER $account@localhost IDENTIFIED BY 'glim';
		GRANT ALL ON \`glim\\_%\`.* TO $account@localhost;
		GRANT RELOAD ON *.* TO $account@localhost"
	trap 'as_root -e "DROP USER $account@localhost"; rm -rf "$work"' EXIT
}

compile() { # SOURCE OUT [BEHAVIOUR]
	cc -g -shared -fPIC -fvisibility=hidden -pthread -I"$build/include" \
		-I"$top/tests/faults/behaviour" "-DBEHAVIOUR=\"${3:-}.c\"" "-DDATABASE=\"$PWD/test.db\"" \
		-w -o "$2.new" "$top/tests/hostile/$1" && mv "$2.new" "$2"
}

connection() { # DATABASE
	case $1 in
	sqlite) echo '"driver": "sqlite", "schema": "test.db"' ;;
	mysql)
		echo '"driver": "mysql", "socket": "'"$GLIM_TEST_MYSQL_SOCKET"'", "schema": "'"$schema"'",
			"user": "'"$account"'", "password": "glim"'
		;;
	postgresql)
		echo '"driver": "postgresql", "socket": "'"$GLIM_TEST_POSTGRESQL_SOCKET"'",
			"port": '"$GLIM_TEST_POSTGRESQL_PORT"', "schema": "'"$schema"'", "user": "glim"'
		;;
	esac
}

write_config() { # DATABASE SETTINGS
	local settings=$2

	[ "$settings" != - ] || settings='"plugins":["plugins"]'
	echo "{ \"extensions\": { \"migration\": { $settings } },
		\"db\": { \"default\": { $(connection "$1") } } }" >config.json
	chmod 600 config.json
}

postgresql() { # DATABASE SQL
	psql -XqAt -h "$GLIM_TEST_POSTGRESQL_SOCKET" -p "$GLIM_TEST_POSTGRESQL_PORT" -U postgres \
		-d "$1" -c "$2"
}

ask() { # SQL
	case $database in
	sqlite) sqlite3 -batch test.db "$1" ;;
	mysql) as_root "$schema" -e "$1" ;;
	postgresql) postgresql "$schema" "$1" ;;
	esac
}

schema_create() {
	case $database in
	mysql) as_root -e "CREATE DATABASE $schema" ;;
	postgresql) postgresql postgres "CREATE DATABASE $schema OWNER glim" ;;
	esac
}

schema_drop() {
	case $database in
	mysql) as_root -e "DROP DATABASE $schema" ;;
	postgresql) postgresql postgres "DROP DATABASE $schema" ;;
	esac
}

# The run's exit status goes to `status`, the number of processes left to `left`.
glim_run() {
	"$work/leftovers" left timeout --kill-after=5 60 "$build/bin/glim" migration:run --json \
		>answer.json 2>answer.log </dev/null
	echo $? >status
}

equal() { # WHAT EXPECTED ACTUAL
	[ "$2" = "$3" ] && return
	echo "$1: '$3' instead of '$2'"
	return 1
}

names_seen() {
	ask "SELECT name FROM seen ORDER BY name" | xargs
}

states() {
	ask "SELECT name, state FROM glim_migrations ORDER BY name" | tr '|\t' ' ' | xargs
}

sessions_of() {
	if [ "$database" = mysql ]; then
		as_root -e "SELECT id, state, info FROM information_schema.processlist
			WHERE db = '$schema'; SHOW OPEN TABLES FROM $schema WHERE In_use > 0"
	else
		postgresql postgres "SELECT pid, state, query FROM pg_stat_activity
			WHERE datname = '$schema'"
	fi
}

# Sessions and locked tables of the schema. A session ends a moment after its client.
still_open() {
	local found

	for _ in $(seq 200); do
		found=$(sessions_of)
		[ -n "$found" ] || break
		sleep 0.02
	done
	echo "$found"
}

check_database_is_free() {
	if [ "$database" != sqlite ]; then
		equal "open on the server" "" "$(still_open)"
	else
		equal "lock of the file" "" "$(sqlite3 -batch test.db 'BEGIN IMMEDIATE; ROLLBACK' 2>&1)"
		equal "journal" "" "$(ls test.db-journal 2>/dev/null)"
		flock --nonblock test.db.glim-lock true || { echo "the runner's lock is held"; return 1; }
	fi
}

check_after_hostile() { # EXIT CODE STATE ROWS
	local wrong=0 seen=before records="Before applied Hostile $3"

	[ "$4" = gone ] || seen="before hostile"
	[ "$3" != applied ] || { seen="after before hostile"; records="After applied $records"; }
	equal "exit" "$1" "$(cat status)" || wrong=1
	equal "code" "$2" "$(jq -r '.failed.error.code // "-"' answer.json)" || wrong=1
	equal "records" "$records" "$(states)" || wrong=1
	equal "rows" "$seen" "$(names_seen)" || wrong=1
	equal "processes left" 0 "$(cat left)" || wrong=1
	check_database_is_free || wrong=1
	return $wrong
}

check_corrected() {
	local wrong=0

	equal "exit when corrected" 0 "$(cat status)" || wrong=1
	equal "rows when corrected" "after before hostile" "$(names_seen)" || wrong=1
	equal "records when corrected" "After applied Before applied Hostile applied" "$(states)" ||
		wrong=1
	equal "steps left" 0 "$(ask "SELECT count(*) FROM glim_steps")" || wrong=1
	equal "processes left" 0 "$(cat left)" || wrong=1
	check_database_is_free || wrong=1
	return $wrong
}

run_case() { # BEHAVIOUR DATABASE EXIT CODE STATE ROWS CORRECTED SETTINGS
	local database=$2 schema=glim_hostile_${1}_$$ wrong=0

	schema_create || return
	mkdir -p "$work/$1.$2/plugins" && cd "$work/$1.$2" || return
	write_config "$2" "$8"
	cp "$work"/*.so plugins && compile Hostile.c plugins/2_Hostile.so "$1" &&
		"$build/bin/glim" -q migration:init || return
	glim_run
	check_after_hostile "$3" "$4" "$5" "$6" || { wrong=1; cat answer.json; tail -c 2000 answer.log; }
	compile Hostile.c plugins/2_Hostile.so "$7" && glim_run
	check_corrected || { wrong=1; cat answer.json; tail -c 2000 answer.log; }
	schema_drop
	return $wrong
}

run_job() { # BEHAVIOUR DATABASE ..
	local word=passed

	if ! (run_case "$@") >"$work/report.$1.$2" 2>&1; then
		word=failed
		echo "FAILED: hostile/$1 on $2"
		sed 's/^/    /' "$work/report.$1.$2"
	fi
	echo "$word" >>"$work/words"
}

is_wanted() { # BEHAVIOUR
	[ -z "$wanted" ] || [[ " $wanted " == *" $1 "* ]]
}

# "BEHAVIOUR DATABASE ..", one job a line; what takes longest first.
jobs_of() {
	grep -v '^#' "$cases" | sort -t' ' -k4,4r -s | while read -r name on rest; do
		is_wanted "$name" || continue
		for database in sqlite mysql postgresql; do
			[ "$on" != all ] && [ "$on" != "$database" ] || echo "$name $database $rest"
		done
	done
}

count() { grep -c "^$1$" "$work/words"; }

wanted=$*
ulimit -S -c "$(ulimit -H -c)" # so that only the runner can keep a guest from leaving core files
: >"$work/words"
cc -O2 -Wall -Wextra -o "$work/leftovers" "$top/tests/hostile/leftovers.c" &&
	compile Before.c "$work/1_Before.so" && compile After.c "$work/3_After.so" || exit 1
databases=sqlite
[ -z "${GLIM_TEST_MYSQL_SOCKET:-}" ] || { databases+=" mysql"; make_account; }
[ -z "${GLIM_TEST_POSTGRESQL_SOCKET:-}" ] || databases+=" postgresql"
while read -r name database rest; do
	if [[ " $databases " != *" $database "* ]]; then
		skip "hostile/$name on $database" "no server"
		continue
	fi
	while [ "$(jobs -pr | wc -l)" -gt "$(nproc)" ]; do
		wait -n
	done
	# shellcheck disable=SC2086 # words
	run_job "$name" "$database" $rest &
done < <(jobs_of)
wait
[[ $databases != *mysql* ]] || check "no transaction is open" equal "transactions" 0 \
	"$(as_root -e "SELECT count(*) FROM information_schema.innodb_trx")"
passed=$((passed + $(count passed))) failed=$((failed + $(count failed)))
report_end
