/*
 * All rows in one statement: each column travels as an array of texts, which the server casts to
 * what the column is. Needs no temporary table, nor the right to one.
 */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "bulk.h"

#define PROBE "glim_probe"

/* An element of an array. */
static const struct spelling spelling = {
	.null = "NULL",
	.around = "\"",
	.bytes = "\\\\x",
	.special = "\"\\",
	.letters = "\"\\",
};

static char *array_of(const struct rows *rows, size_t column, size_t *length)
{
	struct text array = { 0 };

	text_add_char(&array, '{');
	for (size_t row = 0; row < rows->count; row++) {
		if (row)
			text_add_char(&array, ',');
		spelling_add(&array, &spelling, &rows->values[row * rows->bulk->count + column]);
	}
	text_add_char(&array, '}');
	*length = array.length;
	return text_take(&array);
}

/* ---- Statements ---- */

static void add_name(struct text *sql, const char *name)
{
	dialect_add_name(&dialect_postgresql, sql, name);
}

/* u(c0, c1, .., n): the rows as texts, and their number. */
static void add_unnested(struct text *sql, const struct bulk *bulk)
{
	text_add(sql, " FROM unnest(");
	for (size_t i = 0; i < bulk->count; i++)
		text_print(sql, "%s$%zu::text[]", i ? ", " : "", i + 1);
	text_add(sql, ") WITH ORDINALITY AS u(");
	for (size_t i = 0; i < bulk->count; i++)
		text_print(sql, "c%zu, ", i);
	text_add(sql, "n)");
}

/* Which keys are equal is their column's to say. */
static void add_casts(struct text *sql, const struct rows *rows)
{
	for (size_t i = 0; i < rows->bulk->count; i++) {
		const struct shape_column *column = &rows->shape->columns[i];

		text_print(sql, "%sCAST(u.c%zu AS %s)", i ? ", " : "", i, column->type);
		if (column->collation)
			text_print(sql, " COLLATE %s", column->collation);
		text_print(sql, " AS c%zu", i);
	}
}

static void add_key_places(struct text *sql, const struct bulk *bulk)
{
	const char *between = "";

	for (size_t i = 0; i < bulk->count; i++) {
		if (!bulk->is_key[i])
			continue;
		text_print(sql, "%s%zu", between, i + 1);
		between = ", ";
	}
}

/*
 * Of rows with the same key the last one, as if they came one after the other. That they are
 * distinct also lets the server take them for few, and look for each by the index.
 */
static void add_latest(struct text *sql, const struct rows *rows)
{
	text_add(sql, "(SELECT DISTINCT ON (");
	add_key_places(sql, rows->bulk);
	text_add(sql, ") ");
	add_casts(sql, rows);
	add_unnested(sql, rows->bulk);
	text_add(sql, " ORDER BY ");
	add_key_places(sql, rows->bulk);
	text_add(sql, ", u.n DESC) AS s");
}

static void add_match(struct text *sql, const struct bulk *bulk)
{
	const char *between = " WHERE ";

	for (size_t i = 0; i < bulk->count; i++) {
		if (!bulk->is_key[i])
			continue;
		text_print(sql, "%st.", between);
		add_name(sql, bulk->columns[i]);
		text_print(sql, " = s.c%zu", i);
		between = " AND ";
	}
}

static void add_update(struct text *sql, const struct rows *rows)
{
	const struct bulk *bulk = rows->bulk;
	const char *between = " AS t SET ";

	text_add(sql, "UPDATE ");
	add_name(sql, bulk->table);
	for (size_t i = 0; i < bulk->count; i++) {
		if (bulk->is_key[i])
			continue;
		text_add(sql, between);
		add_name(sql, bulk->columns[i]);
		text_print(sql, " = s.c%zu", i);
		between = ", ";
	}
	text_add(sql, " FROM ");
	add_latest(sql, rows);
	add_match(sql, bulk);
}

static void add_delete(struct text *sql, const struct rows *rows)
{
	text_add(sql, "DELETE FROM ");
	add_name(sql, rows->bulk->table);
	text_add(sql, " AS t USING ");
	add_latest(sql, rows);
	add_match(sql, rows->bulk);
}

/* Two of the same key are refused in one statement, and then written one after the other. */
static void add_insert(struct text *sql, const struct rows *rows)
{
	const struct bulk *bulk = rows->bulk;

	text_add(sql, "INSERT INTO ");
	add_name(sql, bulk->table);
	for (size_t i = 0; i < bulk->count; i++) {
		text_add(sql, i ? ", " : " (");
		add_name(sql, bulk->columns[i]);
	}
	text_add(sql, ") SELECT ");
	add_casts(sql, rows);
	add_unnested(sql, bulk);
	text_add(sql, " ORDER BY u.n");
	if (bulk->mode == BULK_UPSERT)
		dialect_add_conflict(&dialect_postgresql, sql, bulk);
}

static void add_statement(struct text *sql, const struct rows *rows)
{
	if (rows->bulk->mode == BULK_UPDATE)
		add_update(sql, rows);
	else if (rows->bulk->mode == BULK_DELETE)
		add_delete(sql, rows);
	else
		add_insert(sql, rows);
}

/* ---- Which column it was ---- */

static bool run(struct session *session, const char *sql, struct failure *failure)
{
	return query_run(session, sql, strlen(sql), NULL, 0, NULL, NULL, failure);
}

static char *probe_sql(const struct bulk *bulk)
{
	struct text sql = { 0 };

	text_add(&sql, "CREATE TEMPORARY TABLE " PROBE " AS SELECT ");
	for (size_t i = 0; i < bulk->count; i++) {
		text_add(&sql, i ? ", " : "");
		add_name(&sql, bulk->columns[i]);
	}
	text_add(&sql, " FROM ");
	add_name(&sql, bulk->table);
	text_add(&sql, " WITH NO DATA");
	return text_take(&sql);
}

/*
 * An expression does not tell which column its value was for; COPY into a table of the same columns
 * does. The caller undoes all of it with what has failed.
 */
static bool name_by_copy(struct session *session, const struct rows *rows, struct failure *failure)
{
	struct failure other = { 0 };
	struct outcome ignored = { 0 };
	char *sql;

	if (failure->kind != FAILURE_SQL || !run(session, "ROLLBACK TO SAVEPOINT " PROBE, &other))
		return false;
	sql = probe_sql(rows->bulk);
	if (run(session, sql, &other) && !copy_rows(session, rows, PROBE, &ignored, &other) &&
	    other.native == failure->native) {
		failure_finish(failure);
		*failure = other;
		other = (struct failure){ 0 };
	}
	free(sql);
	failure_finish(&other);
	return false;
}

/* ---- All of it ---- */

static void fill(const struct rows *rows, glim_value *arrays)
{
	for (size_t i = 0; i < rows->bulk->count; i++) {
		size_t length;

		arrays[i] = glim_typed(GLIM_TYPE_TEXT);
		arrays[i].as.data = array_of(rows, i, &length);
		arrays[i].length = (uint32_t)length;
	}
}

static bool run_inside(struct session *session, const struct rows *rows, const struct text *sql,
		       const glim_value *arrays, struct outcome *out, struct failure *failure)
{
	const bool inside = PQtransactionStatus(session->conn) == PQTRANS_INTRANS;

	if (inside && !run(session, "SAVEPOINT " PROBE, failure))
		return false;
	if (!query_run(session, text_get(sql), sql->length, arrays, rows->bulk->count, NULL, out,
		       failure))
		return inside && name_by_copy(session, rows, failure);
	return !inside || run(session, "RELEASE SAVEPOINT " PROBE, failure);
}

bool columns_write(struct session *session, const struct rows *rows, struct outcome *out,
		   struct failure *failure)
{
	const size_t count = rows->bulk->count;
	glim_value *arrays = memory_alloc(count * sizeof *arrays);
	struct outcome one = { 0 };
	struct text sql = { 0 };
	bool done;

	add_statement(&sql, rows);
	fill(rows, arrays);
	done = run_inside(session, rows, &sql, arrays, &one, failure);
	out->changes += one.changes;
	for (size_t i = 0; i < count; i++)
		free((char *)arrays[i].as.data);
	free(arrays);
	text_finish(&sql);
	return done;
}
