# glim with migrations that are SQL, as most of the others' are: they need no process of their own.
# shellcheck shell=bash disable=SC1090,SC1091,SC2004,SC2034,SC2153,SC2154 # the parts share variables
. "$BENCH/peers/glim/peer.sh"

peer_refuses() { # WORK
	case $1 in
	rows | rows-down | batch | tables | tables-down) ;;
	*) echo "only for rows, batch and tables: it would be glim's own time" ;;
	esac
}

plugins_write() { # COUNT
	printf '%s\n' '-- description: bench migration NUMBER00' '-- migrate:up' "$UP;" '-- migrate:down' \
		"$DOWN;" >migration.sql
	plugin_compile -x c -DGLIM_SQL='"migration.sql"' "$TOP/include/glim/sql.h"
	stamp "plugins/2026NUMBER00_BenchNUMBER00.sql.so" "$1" <plugin.so
}
