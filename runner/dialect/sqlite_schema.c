#include <stddef.h>
#include <string.h>

#include "dialect/dialect.h"
#include "dialect/schema.h"

/*
 * Tables that belong to a virtual one come and go with it. Names in the order of their bytes;
 * everything but tables may refer to any table.
 */
static const char objects[] =
	"SELECT s.type AS kind, s.name AS name, s.sql AS sql, NULL AS before FROM sqlite_master s "
	"WHERE s.sql IS NOT NULL AND substr(s.tbl_name, 1, 5) <> 'glim_' "
	"AND s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
	"AND NOT EXISTS (SELECT 1 FROM pragma_table_list l WHERE l.name = s.name "
	"AND l.schema = 'main' AND l.type = 'shadow') "
	"ORDER BY CASE s.type WHEN 'table' THEN 0 WHEN 'index' THEN 1 WHEN 'view' THEN 2 ELSE 3 "
	"END, "
	"CASE s.type WHEN 'index' THEN s.tbl_name ELSE '' END, s.name";

/* A comment at its end would take the semicolon with it. */
static void write(const struct schema_source *source, struct text *out, struct text *late)
{
	const char *last = strrchr(source->sql, '\n');

	(void)late;
	text_add(out, source->sql);
	if (strstr(last ? last : source->sql, "--"))
		text_add_char(out, '\n');
}

static void add_call(struct text *sql, const char *select, const char *table, const char *rest)
{
	text_add(sql, select);
	schema_add_text(sql, table, false);
	text_add(sql, rest);
}

/* A table counts by itself where its text says so; no pragma tells. */
static void columns(struct text *sql, const char *table)
{
	text_add(sql, "SELECT c.name AS \"Field\", c.type AS \"Type\", "
		      "CASE c.\"notnull\" WHEN 0 THEN 'YES' ELSE 'NO' END AS \"Null\", "
		      "c.dflt_value AS \"Default\", NULL AS \"Collation\", "
		      "CASE WHEN c.pk = 1 AND EXISTS (SELECT 1 FROM (SELECT name, sql FROM "
		      "sqlite_temp_master UNION ALL SELECT name, sql FROM sqlite_master) m "
		      "WHERE m.name = ");
	schema_add_text(sql, table, false);
	add_call(sql,
		 " COLLATE NOCASE AND m.sql LIKE '%AUTOINCREMENT%') THEN 'auto_increment' ELSE '' "
		 "END "
		 "AS \"Extra\" FROM pragma_table_xinfo(",
		 table, ") c WHERE c.hidden <> 1 ORDER BY c.cid");
}

static void keys(struct text *sql, const char *table)
{
	add_call(
		sql,
		"SELECT 'PRIMARY' AS \"Key_name\", 0 AS \"Non_unique\", c.name AS \"Column_name\", "
		"0 AS part, c.pk AS seq FROM pragma_table_xinfo(",
		table, ") c WHERE c.pk > 0 ");
	add_call(sql,
		 "UNION ALL SELECT l.name, NOT l.\"unique\", coalesce(i.name, '(expression)'), 1, "
		 "i.seqno FROM pragma_index_list(",
		 table, ") l, pragma_index_info(l.name) i WHERE l.origin <> 'pk' ORDER BY 4, 1, 5");
}

static void references(struct text *sql, const char *table)
{
	add_call(sql,
		 "SELECT f.id AS \"Key_name\", f.\"from\" AS \"Column_name\", "
		 "f.\"table\" AS \"To_table\", coalesce(f.\"to\", (SELECT p.name FROM "
		 "pragma_table_info(f.\"table\") p WHERE p.pk = f.seq + 1)) AS \"To_column\", "
		 "f.on_delete AS \"On_delete\", f.on_update AS \"On_update\" "
		 "FROM pragma_foreign_key_list(",
		 table, ") f ORDER BY f.id DESC, f.seq");
}

const struct schema_dialect sqlite_schema = {
	.objects = objects,
	.write = write,
	.columns = columns,
	.keys = keys,
	.references = references,
	.types_are_words = true,
	.create_temporary = "CREATE TEMPORARY TABLE",
	.drop_temporary = "DROP TABLE IF EXISTS temp.",
};
