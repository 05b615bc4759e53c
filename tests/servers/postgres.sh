#!/bin/bash
# A private PostgreSQL for the tests: a folder of its own, a unix socket and a loopback port.
#
#   eval "$(tests/servers/postgres.sh start [--tls] [--tls-required] [-- postgres options])"
#   tests/servers/postgres.sh stop DIRECTORY
#   tests/servers/postgres.sh kill DIRECTORY
#   tests/servers/postgres.sh again DIRECTORY     after kill: the same server, as it was left
#
# `start` prints GLIM_TEST_POSTGRESQL_DIR, _SOCKET (a folder), _PORT, _USER, _PASSWORD and _SCHEMA;
# with --tls also _TLS, a folder with ca.pem, wrong-ca.pem, server.pem and client.pem. Needs the
# programs of the package postgresql-15; --tls needs openssl. The account `postgres` may do all, over
# the socket only. `stop` takes the folder away.
set -eu

user=glim password=glim schema=glim_test

fail() {
	echo "postgres.sh: $*" >&2
	exit 1
}

# shellcheck source=tests/servers/postgres_programs.sh
. "$(dirname "$0")/postgres_programs.sh"

# What begins a command that runs as the server: that refuses to be root.
find_account() {
	local account
	as_server=()
	[ "$(id -u)" = 0 ] || return 0
	account=$(server_account)
	as_server=(setpriv "--reuid=$account" "--regid=$(id -g "$account")" --clear-groups)
}

server_account() {
	if id postgres >/dev/null 2>&1; then echo postgres; else echo nobody; fi
}

# Prints the process id if it is still the server of this folder.
running() {
	local pid
	pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null) || return 1
	[ -n "$pid" ] && tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF -- "-D $1/data" ||
		return 1
	echo "$pid"
}

# A server nobody waited for is a zombie.
ended() {
	! kill -0 "$1" 2>/dev/null || grep -q '^State:.Z' "/proc/$1/status" 2>/dev/null
}

children() { # pid
	ps -o pid= --ppid "$1" || true
}

end_server() { # folder, signal
	local pid sessions
	pid=$(running "$1") || return 0
	sessions=$(children "$pid")
	kill "-$2" "$pid" 2>/dev/null || true
	# shellcheck disable=SC2086 # a list of numbers
	[ "$2" != KILL ] || kill -KILL $sessions 2>/dev/null || true
	for _ in $(seq 600); do
		if ended "$pid"; then return 0; fi
		sleep 0.1
	done
	kill -KILL "$pid" 2>/dev/null || true
}

authority() { # folder, name
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 \
		-keyout "$1/$2-key.pem" -out "$1/$2.pem" -subj "/CN=glim test $2" 2>/dev/null
}

certificate() { # folder, name, alternative names
	openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
		-keyout "$1/$2-key.pem" -out "$1/$2.csr" -subj "/CN=$user" 2>/dev/null
	echo "subjectAltName=$3" >"$1/$2.ext"
	openssl x509 -req -in "$1/$2.csr" -CA "$1/ca.pem" -CAkey "$1/ca-key.pem" -CAcreateserial \
		-out "$1/$2.pem" -extfile "$1/$2.ext" -days 2 2>/dev/null
	rm "$1/$2.csr" "$1/$2.ext"
}

make_certificates() { # folder
	command -v openssl >/dev/null || fail "openssl is missing: apt-get install openssl"
	mkdir "$1"
	authority "$1" ca
	authority "$1" wrong-ca
	certificate "$1" server "DNS:localhost,IP:127.0.0.1"
	certificate "$1" client "DNS:client"
	# The server takes a key that only its own account may read.
	mkdir "$1/own"
	cp "$1/server.pem" "$1/server-key.pem" "$1/ca.pem" "$1/own"
	chmod 600 "$1/own/server-key.pem"
	[ "$(id -u)" != 0 ] || chown -R "$(server_account)" "$1/own"
}

install_tables() {
	"${as_server[@]}" env HOME="$directory" "$programs/initdb" -D "$directory/data" -U postgres --auth-local=trust \
		--auth-host=scram-sha-256 -E UTF8 --locale=C.UTF-8 --no-sync \
		>"$directory/install.log" 2>&1 || fail "initdb failed: $(tail -5 "$directory/install.log")"
	cat >"$directory/data/pg_hba.conf" <<-END
		local all all trust
		local replication all trust
		$1 all all 127.0.0.0/8 scram-sha-256
	END
}

answers() {
	"$programs/pg_isready" -q -h "$directory" -p "$port"
}

launch_once() { # options..
	local pid
	"${as_server[@]}" setsid "$programs/postgres" -D "$directory/data" -k "$directory" -h 127.0.0.1,127.0.0.2 \
		-p "$port" -c shared_buffers=32MB -c max_connections=60 -c max_wal_senders=0 \
		-c wal_level=minimal "$@" \
		</dev/null >>"$directory/error.log" 2>&1 &
	pid=$!
	for _ in $(seq 600); do
		if answers; then return 0; fi
		if ended "$pid"; then return 1; fi
		sleep 0.1
	done
	fail "the server does not answer: $directory/error.log"
}

# A port that was free a moment ago may be taken now: try another.
launch() { # options..
	for _ in 1 2 3 4 5; do
		port=$((20000 + RANDOM % 12000))
		if launch_once "$@"; then return 0; fi
	done
	fail "the server did not start: $(tail -5 "$directory/error.log")"
}

make_account() {
	"$programs/psql" -X -q -h "$directory" -p "$port" -U postgres -d postgres \
		-v ON_ERROR_STOP=1 >/dev/null <<-SQL
			CREATE ROLE $user LOGIN CREATEDB PASSWORD '$password';
			CREATE DATABASE $schema OWNER $user;
		SQL
}

print_variables() {
	cat <<-END
		export GLIM_TEST_POSTGRESQL_DIR='$directory'
		export GLIM_TEST_POSTGRESQL_SOCKET='$directory'
		export GLIM_TEST_POSTGRESQL_PORT=$port
		export GLIM_TEST_POSTGRESQL_USER=$user
		export GLIM_TEST_POSTGRESQL_PASSWORD=$password
		export GLIM_TEST_POSTGRESQL_SCHEMA=$schema
	END
	[ ! -d "$directory/tls" ] || echo "export GLIM_TEST_POSTGRESQL_TLS='$directory/tls'"
}

start() {
	local kind=host options=()
	find_programs
	find_account
	# A socket's path has to be shorter than 108 bytes, whatever TMPDIR is.
	directory=$(mktemp -d "${TMPDIR:-/tmp}/glim-postgres.XXXXXX")
	[ ${#directory} -lt 85 ] || {
		rmdir "$directory"
		directory=$(mktemp -d /tmp/glim-postgres.XXXXXX)
	}
	mkdir "$directory/data"
	chmod 755 "$directory"
	trap 'stop "$directory" KILL' EXIT
	while [ $# -gt 0 ] && [ "$1" != -- ]; do
		case $1 in
		--tls) ;;
		--tls-required) kind=hostssl ;;
		*) fail "unknown option $1" ;;
		esac
		[ -d "$directory/tls" ] || make_certificates "$directory/tls"
		options=(-c ssl=on -c "ssl_ca_file=$directory/tls/own/ca.pem"
			-c "ssl_cert_file=$directory/tls/own/server.pem"
			-c "ssl_key_file=$directory/tls/own/server-key.pem")
		shift
	done
	[ $# -eq 0 ] || shift
	options+=("$@")
	[ "$(id -u)" != 0 ] || chown "$(server_account)" "$directory" "$directory/data"
	install_tables "$kind"
	launch "${options[@]}"
	printf '%s\n' "$port" "${options[@]}" >"$directory/launched"
	make_account
	trap - EXIT
	print_variables
}

again() { # folder
	local launched
	find_programs
	find_account
	directory=$1
	# One that was killed and that nobody waited for would count as running.
	! ended "$(head -n 1 "$1/data/postmaster.pid")" ||
		rm -f "$1/data/postmaster.pid" "$1"/.s.PGSQL.*
	mapfile -t launched <"$directory/launched"
	port=${launched[0]}
	for _ in 1 2 3; do
		if launch_once "${launched[@]:1}"; then return 0; fi
		sleep 0.5
	done
	fail "the server did not start again: $(tail -5 "$directory/error.log")"
}

stop() { # folder, signal
	[ -d "$1/data" ] || fail "$1 is no folder of a server"
	end_server "$1" "$2"
	rm -rf "$1"
}

case ${1:-} in
start)
	shift
	start "$@"
	;;
stop) stop "${2:?which folder}" INT ;;
kill) end_server "${2:?which folder}" KILL ;;
again) again "${2:?which folder}" ;;
*) fail "usage: postgres.sh start [--tls] [--tls-required] [-- options] | stop DIR | kill DIR | again DIR" ;;
esac
