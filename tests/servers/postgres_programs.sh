# shellcheck shell=bash
# Sourced. Sets programs, a folder; fail() is the caller's.

# Debian keeps the programs of a server out of the PATH, by version.
find_programs() {
	local server
	server=$(find /usr/lib/postgresql -path '*/bin/postgres' 2>/dev/null | sort -V | tail -1)
	[ -n "$server" ] || server=$(command -v postgres) ||
		fail "postgres is missing: apt-get install postgresql-15"
	# shellcheck disable=SC2034 # for whoever sourced this
	programs=$(dirname "$(readlink -f "$server")")
}
