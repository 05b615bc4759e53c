#!/bin/bash
# A private MariaDB for the tests: a folder of its own, a unix socket and a loopback port.
#
#   eval "$(tests/servers/mariadb.sh start [--tls] [--tls-required] [-- mariadbd options])"
#   tests/servers/mariadb.sh stop DIRECTORY
#   tests/servers/mariadb.sh kill DIRECTORY
#
# `start` prints GLIM_TEST_MYSQL_DIR, _SOCKET, _PORT, _USER, _PASSWORD and _SCHEMA; with --tls also
# _TLS, a folder with ca.pem, wrong-ca.pem, server.pem and client.pem. Needs mariadb-server-core
# and mariadb-client-core; --tls needs openssl. `stop` takes the folder away.
set -eu

user=glim password=glim schema=glim_test
unset MYSQL_PWD # root has none here, whatever a case has for its own account

fail() {
	echo "mariadb.sh: $*" >&2
	exit 1
}

need() {
	command -v "$1" >/dev/null || fail "$1 is missing: apt-get install $2"
}

# Prints the process id if it is still the server of this folder.
running() {
	local pid
	pid=$(cat "$1/pid" 2>/dev/null) || return 1
	[ -n "$pid" ] && tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF -- "--datadir=$1/data" ||
		return 1
	echo "$pid"
}

# A server nobody waited for is a zombie; its first thread is one before the others have ended.
ended() {
	! kill -0 "$1" 2>/dev/null ||
		[ "$(grep -cE '^(State:.Z|Threads:.1$)' "/proc/$1/status" 2>/dev/null)" = 2 ]
}

end_server() { # folder, signal
	local pid
	pid=$(running "$1") || return 0
	kill "-$2" "$pid" 2>/dev/null || true
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
		-keyout "$1/$2-key.pem" -out "$1/$2.csr" -subj "/CN=glim test $2" 2>/dev/null
	echo "subjectAltName=$3" >"$1/$2.ext"
	openssl x509 -req -in "$1/$2.csr" -CA "$1/ca.pem" -CAkey "$1/ca-key.pem" -CAcreateserial \
		-out "$1/$2.pem" -extfile "$1/$2.ext" -days 2 2>/dev/null
	rm "$1/$2.csr" "$1/$2.ext"
}

make_certificates() { # folder
	need openssl openssl
	mkdir "$1"
	authority "$1" ca
	authority "$1" wrong-ca
	certificate "$1" server "DNS:localhost,IP:127.0.0.1"
	certificate "$1" client "DNS:client"
}

as_server() {
	[ "$(id -u)" != 0 ] || echo --user=root
}

install_tables() { # folder
	# shellcheck disable=SC2046
	mariadb-install-db --no-defaults --force $(as_server) --datadir="$1/data" \
		--auth-root-authentication-method=normal --skip-test-db \
		--innodb-log-file-size=8M >"$1/install.log" 2>&1 ||
		fail "mariadb-install-db failed: $(tail -5 "$1/install.log")"
}

answers() { # folder
	mariadb --no-defaults --socket="$1/m.sock" -uroot --connect-timeout=2 -e 'DO 0' \
		>/dev/null 2>&1
}

# A port that was free a moment ago may be taken now: try another.
launch() { # options..
	local pid
	for _ in 1 2 3 4 5; do
		port=$((20000 + RANDOM % 12000))
		# shellcheck disable=SC2046
		setsid mariadbd --no-defaults $(as_server) --datadir="$directory/data" \
			--socket="$directory/m.sock" --pid-file="$directory/server.pid" \
			--log-error="$directory/error.log" --tmpdir="$directory/tmp" \
			--port="$port" --bind-address=127.0.0.1 --skip-name-resolve \
			--innodb-buffer-pool-size=32M --innodb-log-file-size=8M \
			--character-set-server=utf8mb4 "$@" </dev/null >/dev/null 2>&1 &
		pid=$!
		echo "$pid" >"$directory/pid"
		for _ in $(seq 600); do
			if answers "$directory"; then return 0; fi
			if ended "$pid"; then break; fi
			sleep 0.1
		done
		ended "$pid" || fail "the server does not answer: $directory/error.log"
	done
	fail "the server did not start: $(tail -5 "$directory/error.log")"
}

make_account() { # folder, REQUIRE clause
	mariadb --no-defaults --socket="$1/m.sock" -uroot <<-SQL
		DROP USER IF EXISTS ''@localhost;
		CREATE DATABASE IF NOT EXISTS $schema;
		CREATE USER $user@'127.0.0.1' IDENTIFIED BY '$password' $2;
		CREATE USER $user@localhost IDENTIFIED BY '$password';
		GRANT ALL ON \`glim\\_%\`.* TO $user@'127.0.0.1';
		GRANT ALL ON \`glim\\_%\`.* TO $user@localhost;
	SQL
}

print_variables() { # folder
	cat <<-END
		export GLIM_TEST_MYSQL_DIR='$1'
		export GLIM_TEST_MYSQL_SOCKET='$1/m.sock'
		export GLIM_TEST_MYSQL_PORT=$port
		export GLIM_TEST_MYSQL_USER=$user
		export GLIM_TEST_MYSQL_PASSWORD=$password
		export GLIM_TEST_MYSQL_SCHEMA=$schema
	END
	[ ! -d "$1/tls" ] || echo "export GLIM_TEST_MYSQL_TLS='$1/tls'"
}

start() {
	local require='' tls=()
	need mariadbd mariadb-server-core
	need mariadb mariadb-client-core
	# A socket's path has to be shorter than 108 bytes, whatever TMPDIR is.
	directory=$(mktemp -d "${TMPDIR:-/tmp}/glim-mariadb.XXXXXX")
	[ ${#directory} -lt 90 ] || {
		rmdir "$directory"
		directory=$(mktemp -d /tmp/glim-mariadb.XXXXXX)
	}
	mkdir "$directory/data" "$directory/tmp"
	trap 'stop "$directory" KILL' EXIT
	while [ $# -gt 0 ] && [ "$1" != -- ]; do
		case $1 in
		--tls) ;;
		--tls-required) require='REQUIRE SSL' ;;
		*) fail "unknown option $1" ;;
		esac
		[ -d "$directory/tls" ] || make_certificates "$directory/tls"
		tls=(--ssl-ca="$directory/tls/ca.pem" --ssl-cert="$directory/tls/server.pem"
			--ssl-key="$directory/tls/server-key.pem")
		shift
	done
	[ $# -eq 0 ] || shift
	install_tables "$directory"
	launch "${tls[@]}" "$@"
	make_account "$directory" "$require"
	trap - EXIT
	print_variables "$directory"
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
stop) stop "${2:?which folder}" TERM ;;
kill) end_server "${2:?which folder}" KILL ;;
*) fail "usage: mariadb.sh start [--tls] [--tls-required] [-- options] | stop DIR | kill DIR" ;;
esac
