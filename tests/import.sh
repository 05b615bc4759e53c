#!/bin/bash
# import.sh [TOOL..] - the tools themselves make histories, on every database, and glim takes them over:
# what they call applied is applied, what they took back is pending, and the rest runs. `make peers`.
# shellcheck disable=SC1090,SC1091,SC2034,SC2153,SC2154 # parts of the bench know how the tools are had and called
set -u
. "$(dirname "$0")/report.sh"
TOP=$top BENCH=$top/bench GLIM_BUILD=$build BENCH_CACHE=${BENCH_CACHE:-$build/bench/peers} WORK=
[ $# -gt 0 ] || set -- dbmate goose golang-migrate flyway alembic
export PATH=$build/bin:$PATH LC_ALL=C.UTF-8 GLIM_BUILD
. "$BENCH/database.sh"
. "$BENCH/install.sh"
server_options=() server_dir='' DATABASE=
export BENCH_USER='' BENCH_PASSWORD=''
BENCH_WORK=$(mktemp -d "${TMPDIR:-/tmp}/glim-import.XXXXXX")
chmod 711 "$BENCH_WORK"
trap 'server_stop; rm -rf "$BENCH_WORK"' EXIT
names=(1_users 2_boxes 3_crates 4_labels)

record() { # why a tool cannot be had
	echo "$*" >&2
}

config() {
	case $DATABASE in
	sqlite) echo "{ \"db\": { \"default\": { \"driver\": \"sqlite\", \"schema\": \"$BENCH_FILE\" } } }" ;;
	*) echo "{ \"db\": { \"default\": { \"driver\": \"$DATABASE\", \"host\": \"127.0.0.1\",
		\"port\": $BENCH_PORT, \"schema\": \"$BENCH_SCHEMA\", \"user\": \"$BENCH_USER\",
		\"password\": \"$BENCH_PASSWORD\" } } }" ;;
	esac >config.json
	chmod 600 config.json
}

# The name of the table, for the up and the down of a migration: 3_crates makes crates.
up_of() { # NAME
	echo "CREATE TABLE ${1#*_} (id INTEGER PRIMARY KEY);"
}

down_of() { # NAME
	echo "DROP TABLE ${1#*_};"
}

marked() { # UP DOWN NAME
	printf '%s\n%s\n%s\n%s\n' "$1" "$(up_of "$3")" "$2" "$(down_of "$3")"
}

# Each makes a history of all four of which the last is taken back, or of three.
history_of_dbmate() {
	local name

	for name in "${names[@]}"; do
		marked '-- migrate:up' '-- migrate:down' "$name" | tee "db/$name.sql" >"migrations/$name.sql"
	done
	dbmate_command migrate && "${command[@]}" && dbmate_command rollback && "${command[@]}"
}

history_of_goose() {
	local name

	for name in "${names[@]}"; do
		marked '-- +goose Up' '-- +goose Down' "$name" | tee "db/$name.sql" >"migrations/$name.sql"
	done
	goose_command up && "${command[@]}" && goose_command down && "${command[@]}"
}

history_of_golang-migrate() {
	local name

	for name in "${names[@]}"; do
		up_of "$name" >"db/$name.up.sql" && down_of "$name" >"db/$name.down.sql"
		marked '-- migrate:up' '-- migrate:down' "$name" >"migrations/$name.sql"
	done
	migrate_command up && "${command[@]}" && migrate_command down 1 && "${command[@]}"
}

# Its baseline stands for the first one; a repeatable one has no version. Undoing is not in the free edition.
history_of_flyway() {
	local name

	for name in "${names[@]}"; do
		marked '-- migrate:up' '-- migrate:down' "$name" >"migrations/V${name/_/__}.sql"
		up_of "$name" >"db/V${name/_/__}.sql"
	done
	echo 'SELECT 1;' >db/R__again.sql
	sql "$(up_of 1_users)" && flyway baseline && flyway migrate -target=3
}

flyway() { # VERB OPTION..
	flyway_command "$@" && "${command[@]/#-baselineVersion=0/-baselineVersion=1}"
}

history_of_alembic() {
	local name before=00000000 revision

	alembic_folder True
	for name in "${names[@]}"; do
		revision=$(sha256sum <<<"$name" | cut -c1-12)
		cat >"alembic/versions/${revision}_${name#*_}.py" <<-END
			from alembic import op

			revision = "$revision"
			down_revision = "$before"


			def upgrade():
			    op.execute("$(up_of "$name")")


			def downgrade():
			    op.execute("$(down_of "$name")")
		END
		marked '-- migrate:up' '-- migrate:down' "$name" >"migrations/${name}_$revision.sql"
		before=$revision
	done
	"$alembic" upgrade head && "$alembic" downgrade -1
}

project() { # TOOL
	rm -rf "${BENCH_WORK:?}/$1" && mkdir -p "$BENCH_WORK/$1" && cd "$BENCH_WORK/$1" &&
		mkdir db migrations && . "$BENCH/peers/$1/peer.sh" && database_address "$1" && database_reset
}

takes_over() { # TOOL
	project "$1" && config && "history_of_$1" && glim -q migration:init && glim -q migration:build &&
		glim migration:import --from "$1" --reason 'we change over' && glim migration:status &&
		[ "$(states)" = 'applied applied applied pending' ] && glim migration:run && glim migration:status --check && sql 'SELECT id FROM labels'
}

states() {
	glim migration:status --json | jq -r '[.migrations[].state] | join(" ")'
}

# What stopped half-way is not taken over.
refuses_dirty() {
	project golang-migrate && config && echo 'CREATE TABLE;' >db/1_bad.up.sql && migrate_command up &&
		! "${command[@]}" && refuses golang-migrate 'calls version 1 dirty'
}

# A failed one keeps its row where the database cannot take its tables back.
refuses_failed() {
	project flyway && config && echo 'CREATE TABLE;' >db/V2__bad.sql && ! flyway migrate &&
		refuses flyway 'calls version 2 failed'
}

refuses() { # TOOL WORDS
	mkdir -p plugins && glim -q migration:init && ! glim migration:import --from "$1" --reason x 2>said &&
		grep -q "$2" said
}

import_all() { # TOOL..
	local tool

	for tool in "$@"; do
		check "$tool on $DATABASE" takes_over "$tool"
	done
}

for tool in "$@"; do
	check "$tool can be had" install_peer "$tool"
done
for DATABASE in sqlite mysql postgresql; do
	server_start "$DATABASE"
	import_all "$@"
	[[ " $* " != *" golang-migrate "* ]] || check "golang-migrate's dirty one on $DATABASE" refuses_dirty
	[[ " $* " != *" flyway "* || $DATABASE != mysql ]] || check "flyway's failed one" refuses_failed
	server_stop
done
report_end
