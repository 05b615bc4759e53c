#!/bin/bash
# demo.sh BUILD - the original's example, from source to table and back, on SQLite. Says each
# command before it runs it, and stops when an answer is not the expected one.
set -eu
cd "$(dirname "$0")/.."
top=$(pwd)
build=$(cd "$1" && pwd)
demo=$build/demo
PATH=$build/bin:$PATH
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES GLIM_CONFIG DATABASE_URL

rm -rf "$demo"
mkdir -p "$demo"
cd "$demo"
cp -R "$top/migrations" .
cat >config.json <<'END'
{
  "extensions": { "migration": { "plugins": ["plugins"], "sources": "migrations" } },
  "db": { "default": { "driver": "sqlite", "schema": "demo.db" } }
}
END

step() { # COMMAND..: what it has to say comes on the standard input
	local status=0

	cat >.expected
	printf '\n$ %s\n' "$*"
	"$@" >.said 2>&1 </dev/null || status=$?
	cat .said
	sed "s|$demo/||g" .said >.neutral
	awk -f "$top/tests/match.awk" .expected .neutral >.difference && [ "$status" = 0 ] && return
	printf '\nglim: the demo went wrong: exit status %s\n' "$status" >&2
	cat .difference >&2
	exit 1
}

step glim migration:init <<'END'
...
END
step glim migration:build <<'END'
...
END
step glim migration:sync --name User <<'END'
...
END
step glim migration:run <<'END'
Migrating AddUserMigration..
Done.
END
step glim migration:status <<'END'
...
applied  AddUserMigration  <any>
...
END
step glim migration:rollback <<'END'
Rolling back AddUserMigration
Done.
END
step glim migration:status <<'END'
...
pending  AddUserMigration<any>
...
END

printf '\nAll of it happened in %s; nothing else was touched.\n' "$demo"
