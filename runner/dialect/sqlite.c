#include <stddef.h>

#define GLIM_RUNNER
#include <glim/model.h>

#include "dialect/dialect.h"
#include "dialect/rules.h"
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

static void add_type(struct text *out, const struct column *column)
{
	text_add(out, types[column->type]);
	if (column->type == GLIM_COLUMN_STRING)
		text_print(out, "(%u)", column->length ? column->length : 255);
	if (column->type == GLIM_COLUMN_DECIMAL && column->length)
		text_print(out, "(%u,%u)", column->length, column->scale);
}

/* A key that counts by itself has to be spelled exactly so, whatever its width. */
static bool counts(const struct model *model, const struct column *column)
{
	return column->autoincrement && column->primary_key && model_key_count(model) == 1;
}

static void add_column(struct text *out, const struct model *model, const struct column *column)
{
	dialect_add_name(&dialect_sqlite, out, column->name);
	text_add(out, " ");
	if (counts(model, column)) {
		text_add(out, "INTEGER PRIMARY KEY AUTOINCREMENT");
		return;
	}
	add_type(out, column);
	table_add_constraints(out, column);
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

static void add_create_index(struct text *out, const char *create, const char *prefix,
			     const struct model *model, const struct column *column)
{
	text_add(out, create);
	table_add_index_name(&dialect_sqlite, out, prefix, model, column);
	text_add(out, " ON ");
	dialect_add_name(&dialect_sqlite, out, model->table);
	text_add(out, " (");
	dialect_add_name(&dialect_sqlite, out, column->name);
	text_add(out, ")");
}

static bool create_index(struct text *out, const struct model *model, size_t n)
{
	for (size_t i = 0; i < model->count; i++) {
		if (!model->columns[i].index || n--)
			continue;
		add_create_index(out, "CREATE INDEX ", "ix", model, &model->columns[i]);
		return true;
	}
	return false;
}

static void add_unique(struct text *out, const struct model *model, const struct column *column)
{
	add_create_index(out, "CREATE UNIQUE INDEX IF NOT EXISTS ", "uq", model, column);
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

static const char keys[] =
	"WITH t(name) AS (SELECT ? UNION SELECT ?) "
	"SELECT NULL, c.name, c.\"notnull\" = 0 AND NOT (c.pk > 0 AND upper(c.type) = 'INTEGER'), "
	"'?' FROM t, pragma_table_info(t.name) c "
	"UNION ALL SELECT NULL, 'rowid', 0, '?' FROM t, pragma_table_list(t.name) l "
	"WHERE l.type = 'table' AND NOT l.wr "
	"UNION ALL SELECT 'rowid', 'rowid', 0, NULL FROM t, pragma_table_list(t.name) l "
	"WHERE l.type = 'table' AND NOT l.wr "
	"UNION ALL SELECT 'primary key', c.name, 0, NULL FROM t, pragma_table_info(t.name) c "
	"WHERE c.pk > 0 "
	"UNION ALL SELECT i.name, x.name, 0, NULL FROM t, pragma_index_list(t.name) i, "
	"pragma_index_info(i.name) x WHERE i.\"unique\" AND NOT i.partial";

const struct dialect dialect_sqlite = {
	.name = "sqlite",
	.product = "SQLite",
	.begin = "BEGIN IMMEDIATE",
	.commit = "COMMIT",
	.rollback = "ROLLBACK",
	.transactional_ddl = true,
	.keys_off = "PRAGMA foreign_keys = OFF",
	.keys_check = "PRAGMA foreign_key_check",
	.lexis = SQLITE_LEXIS,
	.rules = sqlite_rules,
	.mark = '?',
	.quote = '"',
	.no_values = "DEFAULT VALUES",
	.missing_object_errors = missing_object_errors,
	.plain_tables = NULL,
	.table_exists = "SELECT 1 FROM sqlite_master WHERE type IN ('table', 'view') "
			"AND name = ? COLLATE NOCASE",
	.keys = keys,
	.walks_by_row_values = true,
	.locks_rows = "",
	.names_conflicts = true,
	.create_table = create_table,
	.create_index = create_index,
	.column = add_column,
	.upgrade_column = upgrade_column,
	.add_unique = add_unique,
	.objects = read_objects,
};
