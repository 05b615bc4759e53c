#!/bin/bash
# A private pgbouncer before the PostgreSQL of postgres.sh, whose variables have to be set.
#
#   eval "$(tests/servers/pgbouncer.sh start session|transaction|statement [SETTING..])"
#   tests/servers/pgbouncer.sh stop DIRECTORY
#
# `start` prints GLIM_TEST_PGBOUNCER_DIR and _PORT, on 127.0.0.1; accounts are those of the server,
# and the account may say SHOW POOLS and the like to the database `pgbouncer`. A SETTING is a line of
# pgbouncer.ini, "default_pool_size = 3". Needs the package pgbouncer. `stop` takes the folder away.
set -eu

fail() {
	echo "pgbouncer.sh: $*" >&2
	exit 1
}

# It refuses to be root.
find_account() {
	local account=nobody
	as_pooler=()
	[ "$(id -u)" = 0 ] || return 0
	! id postgres >/dev/null 2>&1 || account=postgres
	as_pooler=(setpriv "--reuid=$account" "--regid=$(id -g "$account")" --clear-groups)
	chown -R "$account" "$directory"
}

write_settings() { # mode, settings..
	local user=$GLIM_TEST_POSTGRESQL_USER mode=$1
	shift
	echo "\"$user\" \"$GLIM_TEST_POSTGRESQL_PASSWORD\"" >"$directory/users"
	cat >"$directory/pgbouncer.ini" <<-END
		[databases]
		* = host=127.0.0.1 port=$GLIM_TEST_POSTGRESQL_PORT
		[pgbouncer]
		listen_addr = 127.0.0.1
		listen_port = $port
		unix_socket_dir =
		auth_type = md5
		auth_file = $directory/users
		admin_users = $user
		pool_mode = $mode
		$(printf '%s\n' "$@")
	END
}

answers() {
	(: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null
}

launch_once() {
	local pid
	"${as_pooler[@]}" setsid "$pooler" "$directory/pgbouncer.ini" \
		</dev/null >>"$directory/log" 2>&1 &
	pid=$!
	echo "$pid" >"$directory/pid"
	for _ in $(seq 100); do
		! ended "$pid" || return 1
		if answers; then return 0; fi
		sleep 0.05
	done
	fail "it does not answer: $(tail -5 "$directory/log")"
}

start() { # mode, settings..
	pooler=$(PATH=$PATH:/usr/sbin command -v pgbouncer) ||
		fail "pgbouncer is missing: apt-get install pgbouncer"
	directory=$(mktemp -d "${TMPDIR:-/tmp}/glim-pgbouncer.XXXXXX")
	chmod 755 "$directory"
	# A port that was free a moment ago may be taken now: try another.
	for _ in 1 2 3 4 5; do
		port=$((20000 + RANDOM % 12000))
		write_settings "$@"
		find_account
		if launch_once; then
			echo "export GLIM_TEST_PGBOUNCER_DIR='$directory'"
			echo "export GLIM_TEST_PGBOUNCER_PORT=$port"
			return
		fi
	done
	fail "it did not start: $(tail -5 "$directory/log")"
}

# One that nobody waited for is a zombie.
ended() {
	! kill -0 "$1" 2>/dev/null || grep -q '^State:.Z' "/proc/$1/status" 2>/dev/null
}

stop() { # folder
	local pid
	pid=$(cat "$1/pid" 2>/dev/null) || fail "$1 is no folder of a pgbouncer"
	! tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF "$1/pgbouncer.ini" ||
		kill -TERM "$pid" 2>/dev/null || true
	for _ in $(seq 100); do
		! ended "$pid" || break
		sleep 0.05
	done
	rm -rf "$1"
}

case ${1:-} in
start)
	shift
	start "${@:?session, transaction or statement}"
	;;
stop) stop "${2:?which folder}" ;;
*) fail "usage: pgbouncer.sh start MODE [SETTING..] | stop DIR" ;;
esac
