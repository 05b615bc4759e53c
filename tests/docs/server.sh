# shellcheck shell=bash
# What the states of docs/recovering.md on a server begin with: a connection, and a migration.
mkdir -p migrations
cat >config.json <<END
{ "db": { "default": { "driver": "mysql", "socket": "$GLIM_TEST_MYSQL_SOCKET", "schema": "$SCHEMA",
  "user": "$GLIM_TEST_MYSQL_USER", "password": "$GLIM_TEST_MYSQL_PASSWORD" } } }
END
chmod 600 config.json
glim -q migration:init

# Runs what is pending, and kills the runner while a statement with these words is under way.
killed_at() { # WORDS
	local runner at=0

	glim -q migration:run >run.log 2>&1 &
	runner=$!
	until mysql_do "SHOW FULL PROCESSLIST" | grep "$SCHEMA" | grep -q "$1"; do
		[ $((at += 1)) -lt 100 ] || { cat run.log; return 1; }
		sleep 0.1
	done
	kill -KILL $runner
	wait $runner
	until ! mysql_do "SHOW FULL PROCESSLIST" | grep "$SCHEMA" | grep -q "$1"; do
		[ $((at += 1)) -lt 200 ] || return
		sleep 0.1
	done
	rm run.log
}
