#!/bin/bash
# sync --check and migration:dump on PostgreSQL; for the other databases tests/cli has cases.
set -u
. "$(dirname "$0")/report.sh"
if [ -z "${GLIM_TEST_POSTGRESQL_SOCKET:-}" ]; then
	skip "schema on PostgreSQL" "no server"
	report_end
	exit
fi
work=$(mktemp -d "${TMPDIR:-/tmp}/glim-schema.XXXXXX")
one=glim_schema_$$ two=glim_schema_copy_$$
psql=$(find /usr/lib/postgresql -name psql -path '*/bin/*' | sort -V | tail -1)
PATH=$build/bin:$PATH
cd "$work" || exit 1

ask() { # DATABASE OPTION..
	local database=$1
	shift
	PGPASSWORD=$GLIM_TEST_POSTGRESQL_PASSWORD "$psql" -qAt -v ON_ERROR_STOP=1 -h "$GLIM_TEST_POSTGRESQL_SOCKET" \
		-p "$GLIM_TEST_POSTGRESQL_PORT" -U "${as:-$GLIM_TEST_POSTGRESQL_USER}" -d "$database" "$@"
}

configure() { # DATABASE FILE
	as=postgres ask postgres -c "CREATE DATABASE $1 OWNER $GLIM_TEST_POSTGRESQL_USER" &&
		cat >"$2" <<-END
			{ "db": { "default": { "driver": "postgresql", "socket": "$GLIM_TEST_POSTGRESQL_SOCKET",
			  "port": $GLIM_TEST_POSTGRESQL_PORT, "schema": "$1", "user": "$GLIM_TEST_POSTGRESQL_USER",
			  "password": "$GLIM_TEST_POSTGRESQL_PASSWORD" } } }
		END
	chmod 600 "$2"
}

forget() {
	as=postgres ask postgres -c "DROP DATABASE IF EXISTS $one" -c "DROP DATABASE IF EXISTS $two"
	rm -rf "$work"
}
trap forget EXIT

models_are_compared() {
	mkdir migrations plugins && cp "$top/tests/schema/Models.c" migrations && glim -q build &&
		! glim sync --check && glim -q sync && glim sync --check &&
		ask "$one" -c "ALTER TABLE people ADD nick text, ALTER name DROP NOT NULL, DROP COLUMN pay,
			ALTER mail TYPE varchar(20), DROP CONSTRAINT people_boss_fkey; DROP INDEX ix_people_made" || return
	glim sync --check --json >differences && return 1
	diff - <(jq -r '.differences[] | "\(.column) \(.what): \(.database), \(.model)"' differences) <<-'END'
		name null: NULL, NOT NULL
		mail type: character varying(20), character varying(100)
		pay column: missing, double precision
		nick column: text, not in the model
		made index: missing, made
		boss foreign key: missing, people(id)
	END
}

nothing_stays() { # of the temporary tables
	[ "$(ask "$one" -c "SELECT count(*) FROM pg_class WHERE relname = 'glim_shadow'")" = 0 ]
}

a_dump_makes_the_same_dump() {
	ask "$one" -c "DROP TABLE people" -f "$top/tests/schema/everything.sql" && glim -q init &&
		glim -q dump -o one.sql && ask "$two" -f one.sql && glim -q --config two.json dump -o two.sql &&
		diff one.sql two.sql && glim dump --json >one.json && glim --config two.json dump --json | cmp - one.json
}

everything_is_in_it() {
	local what

	for what in 'CREATE TYPE mood' 'CREATE DOMAIN' 'CREATE SEQUENCE' 'OWNED BY' 'FUNCTION next_one' 'PROCEDURE p1' \
		'PARTITION OF' 'STORED' 'COLLATE "C"' 'IDENTITY' 'DEFERRABLE' 'MATERIALIZED' 'TRIGGER' 'COMMENT ON COLUMN'; do
		grep -qF "$what" one.sql || { echo "no $what"; return 1; }
	done
	! grep -E 'glim_|public\.|ON ONLY' one.sql &&
		[ "$(ask "$two" -c 'SELECT count(*) FROM pg_index WHERE NOT indisvalid')" = 0 ]
}

check "a database" configure "$one" config.json
check "another one" configure "$two" two.json
check "models are compared" models_are_compared
check "no temporary table stays" nothing_stays
check "a dump makes the same dump" a_dump_makes_the_same_dump
check "everything is in it" everything_is_in_it
report_end
