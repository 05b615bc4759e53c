#include <stddef.h>

#define GLIM_RUNNER
#include <glim/model.h>

#include "dialect/dialect.h"
#include "dialect/rules.h"
#include "dialect/sqlite_lint.h"
#include "dialect/table.h"

/* SQLite gives every failure of this kind the number 1: there is nothing to tell them apart. */
static const int missing_object_errors[] = { 0 };

static const char *const types[] = {
	[GLIM_COLUMN_INTEGER] = "INTEGER", [GLIM_COLUMN_BIGINT] = "BIGINT",
	[GLIM_COLUMN_FLOAT] = "DOUBLE",    [GLIM_COLUMN_BOOLEAN] = "BOOLEAN",
	[GLIM_COLUMN_STRING] = "VARCHAR",  [GLIM_COLUMN_TEXT] = "TEXT",
	[GLIM_COLUMN_BLOB] = "BLOB",       [GLIM_COLUMN_DATETIME] = "DATETIME",
	[GLIM_COLUMN_DATE] = "DATE",       [GLIM_COLUMN_DECIMAL] = "DECIMAL",
};

static const struct table_words words = { .types = types, .bytewise = "", .counts = "" };

/* A key that counts by itself has to be spelled exactly so, whatever its width. */
static bool counts(const struct model *model, const struct column *column)
{
	return column->autoincrement && column->primary_key && model_key_count(model) == 1;
}

static void add_column(struct text *out, const struct model *model, const struct column *column)
{
	if (!counts(model, column)) {
		table_add_column(&dialect_sqlite, &words, out, column);
		return;
	}
	dialect_add_name(&dialect_sqlite, out, column->name);
	text_add(out, " INTEGER PRIMARY KEY AUTOINCREMENT");
}

static bool has_inline_key(const struct model *model)
{
	for (size_t i = 0; i < model->count; i++)
		if (counts(model, &model->columns[i]))
			return true;
	return false;
}

static void create_table(struct text *out, const struct model *model)
{
	text_add(out, "CREATE TABLE ");
	dialect_add_name(&dialect_sqlite, out, model->table);
	for (size_t i = 0; i < model->count; i++) {
		text_add(out, i ? ",\n\t" : " (\n\t");
		add_column(out, model, &model->columns[i]);
	}
	if (model_key_count(model) && !has_inline_key(model)) {
		text_add(out, ",\n\tPRIMARY KEY ");
		table_add_key(&dialect_sqlite, out, model);
	}
	table_add_uniques(&dialect_sqlite, out, model);
	table_add_references(&dialect_sqlite, out, model);
	text_add(out, "\n)");
}

static bool create_index(struct text *out, const struct model *model, size_t n)
{
	return table_create_index(&dialect_sqlite, &words, out, model, n);
}

static void add_unique(struct text *out, const struct model *model, const struct column *column)
{
	table_create_unique(&dialect_sqlite, &words, out, model, column);
}

/* Texts are compared byte by byte and times are texts: every older column fits. */
static bool upgrade_column(struct text *out, const struct model *model, const struct column *column)
{
	(void)out;
	(void)model;
	(void)column;
	return false;
}

/* VACUUM, and settings of a session that is gone: all else is part of a transaction. */
static void read_objects(const struct lexis *lexis, const char *sql, struct object_list *out)
{
	(void)lexis;
	(void)sql;
	*out = (struct object_list){ .fate = FATE_REPEATABLE };
}

/*
 * A walk compares as the column does: an index that tells more apart does not make it unique. Of an
 * ordinary table's primary key only the column that is the rowid itself is never NULL. Each of the
 * rowid's three names is one as long as no column of the table's own has taken it.
 */
#define PRIMARY_IS_ROWID                                                                           \
	"c.pk > 0 AND NOT EXISTS (SELECT 1 FROM pragma_index_list(t.name) i "                      \
	"WHERE i.origin = 'pk') "
static const char keys[] =
	"WITH t(name) AS (SELECT ? UNION SELECT ?), "
	"given(name) AS (SELECT n.column1 FROM t, pragma_table_list(t.name) l, "
	"(VALUES ('rowid'), ('_rowid_'), ('oid')) n WHERE l.type = 'table' AND NOT l.wr "
	"AND NOT EXISTS (SELECT 1 FROM pragma_table_xinfo(t.name) c "
	"WHERE c.name = n.column1 COLLATE NOCASE)), "
	"own(name) AS (SELECT name FROM given UNION SELECT c.name "
	"FROM t, pragma_table_info(t.name) c WHERE " PRIMARY_IS_ROWID ") "
	"SELECT NULL, c.name, c.\"notnull\" = 0 AND NOT (" PRIMARY_IS_ROWID "), '?', "
	"CASE WHEN c.hidden > 1 THEN c.name END FROM t, pragma_table_xinfo(t.name) c "
	"UNION ALL SELECT NULL, name, 0, '?', NULL FROM given WHERE name = 'rowid' "
	"UNION ALL SELECT NULL, a.name, 0, '?', b.name FROM own a, own b WHERE a.name <> b.name "
	"UNION ALL SELECT 'rowid', name, 0, NULL, NULL FROM given WHERE name = 'rowid' "
	"UNION ALL SELECT 'primary key', c.name, 0, NULL, NULL FROM t, pragma_table_info(t.name) c "
	"WHERE " PRIMARY_IS_ROWID "UNION ALL SELECT i.name, "
	"CASE WHEN upper(glim_collation(t.name, x.name)) IN ('BINARY', upper(x.coll)) THEN x.name "
	"END, 0, NULL, NULL FROM t, pragma_index_list(t.name) i, "
	"pragma_index_xinfo(i.name) x WHERE i.\"unique\" AND NOT i.partial AND x.\"key\"";

const struct dialect dialect_sqlite = {
	.name = "sqlite",
	.product = "SQLite",
	.begin = "BEGIN IMMEDIATE",
	.commit = "COMMIT",
	.rollback = "ROLLBACK",
	.lint = sqlite_lint,
	.begin_reading = "BEGIN", /* the file is open only to be read */
	.column_now = "SELECT type, CASE \"notnull\" WHEN 0 THEN 'YES' ELSE 'NO' END "
		      "FROM pragma_table_info(?) WHERE name = ? COLLATE NOCASE",
	.transactional_ddl = true,
	.keys_off = "PRAGMA foreign_keys = OFF",
	.keys_check = "PRAGMA foreign_key_check",
	.lexis = SQLITE_LEXIS,
	.rules = sqlite_rules,
	.mark = '?',
	.quote = '"',
	.column_quote = '`', /* "x" is the text 'x' where there is no column x */
	.no_values = "DEFAULT VALUES",
	.missing_object_errors = missing_object_errors,
	.plain_tables = NULL,
	.table_exists = "SELECT 1 FROM sqlite_master WHERE type IN ('table', 'view') "
			"AND name = ? COLLATE NOCASE",
	.keys = keys,
	.walks_by_row_values = true,
	.locks_rows = "",
	.names_conflicts = true,
	.update_strictly = "UPDATE OR ABORT ",
	.settles_conflicts = "SELECT 1 FROM (SELECT name, type, sql FROM sqlite_temp_master "
			     "UNION ALL SELECT name, type, sql FROM sqlite_master) "
			     "WHERE type = 'table' AND name = ? COLLATE NOCASE "
			     "AND sql LIKE '%CONFLICT%' LIMIT 1",
	.create_table = create_table,
	.create_index = create_index,
	.column = add_column,
	.upgrade_column = upgrade_column,
	.add_unique = add_unique,
	.objects = read_objects,
	.schema = &sqlite_schema,
};
