#!/bin/bash
# schema.sh DATABASE PLACE - the schema as text, in one order, without what runners keep for
# themselves. PLACE is the name of a schema, for the mariadb program as its environment has it, or
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

schema=$2
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
