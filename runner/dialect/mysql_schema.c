#include "dialect/mysql_schema.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "dialect/dialect.h"
#include "dialect/mysql_objects.h"
#include "dialect/schema.h"

#define OURS(column) "SUBSTRING(" column ", 1, 5) <> 'glim_'"
#define MODE(column) "CONCAT('SET sql_mode = ', QUOTE(" column "))"

/*
 * Sequences may stand in a table's defaults, routines in views; the order of the triggers of one
 * event is the order in which they fire. BINARY: the order does not depend on the server's
 * settings.
 */
static const char objects[] =
	"SELECT o.kind, o.name, o.statement AS `sql`, o.before_it AS `before` FROM ("
	"SELECT 1 AS place, 'sequence' AS kind, table_name AS name, NULL AS statement, "
	"NULL AS before_it, '' AS first, 0 AS second FROM information_schema.tables "
	"WHERE table_schema = DATABASE() AND table_type = 'SEQUENCE' "
	"UNION ALL SELECT 2, 'table', table_name, NULL, NULL, '', 0 FROM "
	"information_schema.tables "
	"WHERE table_schema = DATABASE() AND table_type NOT IN ('SEQUENCE', 'VIEW', 'SYSTEM "
	"VIEW', "
	"'TEMPORARY') AND " OURS(
		"table_name") " "
			      "UNION ALL SELECT 3, LOWER(routine_type), routine_name, "
			      "NULL, " MODE(
				      "sql_mode") ", CASE routine_type WHEN 'PACKAGE' THEN "
						  "'0' WHEN 'PACKAGE BODY' THEN '1' ELSE '2' "
						  "END, 0 "
						  "FROM information_schema.routines WHERE "
						  "routine_schema = DATABASE() "
						  "UNION ALL SELECT 4, 'view', table_name, "
						  "NULL, NULL, '', 0 FROM "
						  "information_schema.views "
						  "WHERE table_schema = DATABASE() "
						  "UNION ALL SELECT 5, 'trigger', "
						  "trigger_name, NULL, " MODE(
							  "sql_mode") ", "
								      "CONCAT(event_object_"
								      "table, ' ', "
								      "event_manipulation, ' "
								      "', action_timing), "
								      "action_order "
								      "FROM "
								      "information_schema."
								      "triggers WHERE "
								      "trigger_schema = "
								      "DATABASE() AND " OURS(
									      "event_object_"
									      "table") " "
										       "UNION "
										       "ALL "
										       "SELECT"
										       " 6, "
										       "'event"
										       "', "
										       "event_"
										       "name, "
										       "NULL, "
										       "CONCAT"
										       "(" MODE(
											       "sql"
											       "_mo"
											       "de") ", ', time_zone = ', QUOTE(time_zone)), '', 0 "
												     "FROM information_schema.events WHERE event_schema = DATABASE()"
												     ") o ORDER BY o.place, BINARY o.first, o.second, BINARY o.name";

static const struct {
	const char *kind;
	enum object_kind object;
} kinds[] = {
	{ "table", OBJECT_TABLE },         { "view", OBJECT_VIEW },
	{ "sequence", OBJECT_SEQUENCE },   { "trigger", OBJECT_TRIGGER },
	{ "procedure", OBJECT_PROCEDURE }, { "function", OBJECT_FUNCTION },
	{ "package", OBJECT_PACKAGE },     { "package body", OBJECT_PACKAGE_BODY },
	{ "event", OBJECT_EVENT },
};

static enum object_kind object_of(const char *kind)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(kinds[i].kind, kind) == 0)
			return kinds[i].object;
	return OBJECT_TABLE;
}

static void show(struct text *sql, const char *kind, const char *name, int *column)
{
	struct text quoted = { 0 };
	struct object object = { .kind = object_of(kind) };
	size_t at = 0;

	dialect_add_name(&dialect_mysql, &quoted, name);
	object.name = text_take(&quoted);
	mysql_show_object(sql, &object, &at);
	*column = (int)at;
	free(object.name);
}

static void add_show(struct text *sql, const char *words, const char *table)
{
	text_add(sql, words);
	dialect_add_name(&dialect_mysql, sql, table);
}

static void columns(struct text *sql, const char *table)
{
	add_show(sql, "SHOW FULL COLUMNS FROM ", table);
}

static void keys(struct text *sql, const char *table)
{
	add_show(sql, "SHOW INDEX FROM ", table);
}

static void references(struct text *sql, const char *table)
{
	text_add(sql, "SELECT k.constraint_name AS Key_name, k.column_name AS Column_name, "
		      "k.referenced_table_name AS To_table, k.referenced_column_name AS To_column, "
		      "r.delete_rule AS On_delete, r.update_rule AS On_update "
		      "FROM information_schema.key_column_usage k "
		      "JOIN information_schema.referential_constraints r "
		      "ON r.constraint_schema = k.constraint_schema "
		      "AND r.constraint_name = k.constraint_name AND r.table_name = k.table_name "
		      "WHERE k.table_schema = DATABASE() AND k.referenced_table_name IS NOT NULL "
		      "AND k.table_name = ");
	schema_add_text(sql, table, true);
	text_add(sql, " ORDER BY BINARY k.constraint_name, k.ordinal_position");
}

const struct schema_dialect mysql_schema = {
	.objects = objects,
	.show = show,
	.write = mysql_write_object,
	.first = "SET NAMES utf8mb4",
	.last_of_before = "SET sql_mode = DEFAULT, time_zone = DEFAULT",
	.columns = columns,
	.keys = keys,
	.references = references,
	.create_temporary = "CREATE TEMPORARY TABLE",
	.drop_temporary = "DROP TEMPORARY TABLE IF EXISTS ",
};
