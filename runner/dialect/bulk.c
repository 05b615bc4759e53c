#include "dialect/dialect.h"

static void add_columns(const struct dialect *dialect, struct text *out, const struct bulk *bulk,
			bool keys_only)
{
	const char *between = "";

	for (size_t i = 0; i < bulk->count; i++) {
		if (keys_only && !bulk->is_key[i])
			continue;
		text_add(out, between);
		dialect_add_name(dialect, out, bulk->columns[i]);
		between = ", ";
	}
}

static void add_where_key(const struct dialect *dialect, struct text *out, const struct bulk *bulk,
			  char *const *marks)
{
	const char *between = " WHERE ";

	for (size_t i = 0; i < bulk->count; i++) {
		if (!bulk->is_key[i])
			continue;
		text_add(out, between);
		dialect_add_name(dialect, out, bulk->columns[i]);
		text_print(out, " = %s", marks ? marks[i] : "?");
		between = " AND ";
	}
}

static void add_inserted(const struct dialect *dialect, struct text *out, const struct bulk *bulk,
			 size_t rows)
{
	text_add(out, "INSERT INTO ");
	dialect_add_name(dialect, out, bulk->table);
	text_add(out, " (");
	add_columns(dialect, out, bulk, false);
	text_add(out, ") VALUES ");
	for (size_t row = 0; row < rows; row++) {
		text_add(out, row ? ", (?" : "(?");
		for (size_t i = 1; i < bulk->count; i++)
			text_add(out, ", ?");
		text_add(out, ")");
	}
}

/* The value that would have been inserted. */
static void add_new_value(const struct dialect *dialect, struct text *out, const char *column)
{
	text_add(out, dialect->names_conflicts ? "excluded." : "VALUES(");
	dialect_add_name(dialect, out, column);
	text_add(out, dialect->names_conflicts ? "" : ")");
}

/* Rows that are all key have nothing to set, and the key is set to what it is. */
void dialect_add_conflict(const struct dialect *dialect, struct text *out, const struct bulk *bulk)
{
	const bool all_key = bulk_key_count(bulk) == bulk->count;
	const char *between = "";

	text_add(out, dialect->names_conflicts ? " ON CONFLICT (" : " ON DUPLICATE KEY UPDATE ");
	if (dialect->names_conflicts) {
		add_columns(dialect, out, bulk, true);
		text_add(out, ") DO UPDATE SET ");
	}
	for (size_t i = 0; i < bulk->count; i++) {
		if (bulk->is_key[i] && !(all_key && i == 0))
			continue;
		text_add(out, between);
		dialect_add_name(dialect, out, bulk->columns[i]);
		text_add(out, " = ");
		add_new_value(dialect, out, bulk->columns[i]);
		between = ", ";
	}
}

static void add_update(const struct dialect *dialect, struct text *out, const struct bulk *bulk,
		       char *const *marks)
{
	const char *between = " SET ";

	text_add(out, "UPDATE ");
	dialect_add_name(dialect, out, bulk->table);
	for (size_t i = 0; i < bulk->count; i++) {
		if (bulk->is_key[i])
			continue;
		text_add(out, between);
		dialect_add_name(dialect, out, bulk->columns[i]);
		text_add(out, " = ?");
		between = ", ";
	}
	add_where_key(dialect, out, bulk, marks);
}

void dialect_bulk_by_key(const struct dialect *dialect, struct text *out, const struct bulk *bulk,
			 char *const *marks)
{
	if (bulk->mode == BULK_UPDATE) {
		add_update(dialect, out, bulk, marks);
		return;
	}
	text_add(out, "DELETE FROM ");
	dialect_add_name(dialect, out, bulk->table);
	add_where_key(dialect, out, bulk, marks);
}

void dialect_bulk(const struct dialect *dialect, struct text *out, const struct bulk *bulk,
		  size_t rows)
{
	if (bulk->mode == BULK_UPDATE || bulk->mode == BULK_DELETE) {
		dialect_bulk_by_key(dialect, out, bulk, NULL);
		return;
	}
	add_inserted(dialect, out, bulk, rows);
	if (bulk->mode == BULK_UPSERT)
		dialect_add_conflict(dialect, out, bulk);
}
