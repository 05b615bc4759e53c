#!/bin/bash
# show_schema.sh DATABASE PLACE - the schema as text, in one order, without what runners keep for
# themselves. PLACE is the name of a schema, for the client program as its environment has it, or
# a file.
set -eu
own='^(glim_|schema_migrations$|goose_db_version|sqlite_)'

ask() { # SQL
	mariadb --no-defaults --skip-column-names --batch --raw -u"$MYSQL_USER" "$schema" -e "$1"
}

show() { # KIND NAME COLUMN
	echo "-- $1 $2"
	mariadb --no-defaults --batch -u"$MYSQL_USER" "$schema" -e "SHOW CREATE $1 \`$2\`" |
		tail -n +2 | cut -f "$3" |
		sed -E -e 's/ AUTO_INCREMENT=[0-9]+//' -e 's/ DEFINER=`[^`]*`@`[^`]*`//' -e 's/\\n/\n/g'
}

all() { # KIND COLUMN SQL
	local name

	ask "$3" | { grep -vE "$own" || true; } | sort | while read -r name; do
		show "$1" "$name" "$2"
	done
}

# From the catalogues, which name what the server's own words are made of.
postgresql() {
	psql -XqAt -d "$schema" -c "
	SELECT 'TABLE ' || c.relname || '.' || a.attname || ' ' ||
		format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END ||
		COALESCE(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '')
	FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
	LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
	WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relname !~ '$own'
	UNION ALL SELECT 'CONSTRAINT ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
	FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text !~ '$own'
	UNION ALL SELECT 'INDEX ' || indexdef FROM pg_indexes
	WHERE schemaname = 'public' AND tablename !~ '$own'
	UNION ALL SELECT 'VIEW ' || viewname || ' ' || definition FROM pg_views WHERE schemaname = 'public'
	UNION ALL SELECT 'TRIGGER ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
	UNION ALL SELECT 'FUNCTION ' || pg_get_functiondef(oid) FROM pg_proc
	WHERE pronamespace = 'public'::regnamespace
	ORDER BY 1"
}

schema=$2
if [ "$1" = postgresql ]; then
	postgresql
	exit
fi
if [ "$1" = sqlite ]; then
	sqlite3 -batch -list "$schema" "SELECT type, name, tbl_name, sql FROM sqlite_schema
		ORDER BY type, name" | awk -v own="$own" -F'|' 'NF > 3 { skip = $2 ~ own || $3 ~ own }
		!skip'
	exit
fi
all TABLE 2 "SELECT table_name FROM information_schema.tables
	WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'"
all VIEW 2 "SELECT table_name FROM information_schema.tables
	WHERE table_schema = DATABASE() AND table_type = 'VIEW'"
all SEQUENCE 2 "SELECT table_name FROM information_schema.tables
	WHERE table_schema = DATABASE() AND table_type = 'SEQUENCE'"
all TRIGGER 3 "SELECT trigger_name FROM information_schema.triggers
	WHERE trigger_schema = DATABASE()"
all PROCEDURE 3 "SELECT routine_name FROM information_schema.routines
	WHERE routine_schema = DATABASE() AND routine_type = 'PROCEDURE'"
all FUNCTION 3 "SELECT routine_name FROM information_schema.routines
	WHERE routine_schema = DATABASE() AND routine_type = 'FUNCTION'"
