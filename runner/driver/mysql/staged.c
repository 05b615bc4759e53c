/*
 * An update by key of thousands of rows: they go into a temporary table as arrays, and one
 * statement takes them from there. Half of what an array of updates costs the server;
 * bench/floor/mysql/rewrite.c has the figures of all ways that were tried. INSERT .. ON DUPLICATE
 * KEY UPDATE costs as little, but fires triggers of inserts and wants columns that are not written.
 * MEMORY saves a twentieth, and takes neither long texts nor more than max_heap_table_size.
 *
 * The table is InnoDB's where a ROLLBACK is heard, which tells of rows in one without transactions
 * that they stay, as if the migration had written them; it takes twice as long to fill. It is made
 * anew each time: InnoDB never takes away the deleted rows of a temporary table, and TRUNCATE would
 * commit.
 */
#include "staged.h"

#include <stdlib.h>
#include <string.h>

#include "array.h"
#include "base/memory.h"
#include "warnings.h"

/* Fewer rows are not worth it. */
enum { ROWS_LEAST = 20 };

#define STAGE "glim_stage"

static void add_list(struct text *sql, const struct bulk *bulk)
{
	for (size_t i = 0; i < bulk->count; i++) {
		text_add(sql, i ? ", " : "");
		dialect_add_name(&dialect_mysql, sql, bulk->columns[i]);
	}
}

/* False for equal keys, and for those that only the server can compare. */
static bool key_rises(const struct bulk *bulk, const glim_value *row, const glim_value *next)
{
	for (size_t i = 0; i < bulk->count; i++) {
		if (!bulk->is_key[i])
			continue;
		if (row[i].type != GLIM_TYPE_INT || next[i].type != GLIM_TYPE_INT)
			return false;
		if (row[i].as.integer != next[i].as.integer)
			return row[i].as.integer < next[i].as.integer;
	}
	return false;
}

static bool keys_rise(const struct bulk *bulk, const glim_value *values, size_t rows)
{
	for (size_t row = 1; row < rows; row++, values += bulk->count)
		if (!key_rises(bulk, values, values + bulk->count))
			return false;
	return true;
}

/* A row that comes twice is found, and written in its turn: half of the time of filling it. */
static void add_key(struct text *sql, const struct bulk *bulk)
{
	const char *between = " (UNIQUE (";

	for (size_t i = 0; i < bulk->count; i++) {
		if (!bulk->is_key[i])
			continue;
		text_add(sql, between);
		dialect_add_name(&dialect_mysql, sql, bulk->columns[i]);
		between = ", ";
	}
	text_add(sql, "))");
}

static char *create_sql(const struct bulk *bulk, bool rising, enum bulk_company company)
{
	struct text sql = { 0 };

	text_add(&sql, "CREATE TEMPORARY TABLE " STAGE);
	if (!rising)
		add_key(&sql, bulk);
	text_add(&sql, company == COMPANY_NONE ? " ENGINE=Aria TRANSACTIONAL=0 SELECT "
					       : " ENGINE=InnoDB SELECT ");
	add_list(&sql, bulk);
	text_add(&sql, " FROM ");
	dialect_add_name(&dialect_mysql, &sql, bulk->table);
	text_add(&sql, " LIMIT 0");
	return text_take(&sql);
}

static char *insert_sql(const struct bulk *bulk)
{
	struct bulk stage = *bulk;
	struct text sql = { 0 };

	stage.table = STAGE;
	stage.mode = BULK_INSERT;
	dialect_bulk(&dialect_mysql, &sql, &stage, 1);
	return text_take(&sql);
}

static void add_pair(struct text *sql, const char *column)
{
	text_add(sql, "t.");
	dialect_add_name(&dialect_mysql, sql, column);
	text_add(sql, " = " STAGE ".");
	dialect_add_name(&dialect_mysql, sql, column);
}

static char *update_sql(const struct bulk *bulk)
{
	struct text sql = { 0 };
	const char *between = " AS t ON ";

	text_add(&sql, "UPDATE " STAGE " STRAIGHT_JOIN ");
	dialect_add_name(&dialect_mysql, &sql, bulk->table);
	for (size_t i = 0; i < bulk->count; i++) {
		if (!bulk->is_key[i])
			continue;
		text_add(&sql, between);
		add_pair(&sql, bulk->columns[i]);
		between = " AND ";
	}
	between = " SET ";
	for (size_t i = 0; i < bulk->count; i++) {
		if (bulk->is_key[i])
			continue;
		text_add(&sql, between);
		add_pair(&sql, bulk->columns[i]);
		between = ", ";
	}
	return text_take(&sql);
}

static bool run(struct session *session, const char *sql, struct outcome *out,
		struct failure *failure)
{
	return query_run(session, sql, strlen(sql), NULL, out, failure);
}

void staged_end(struct session *session)
{
	struct failure ignored = { 0 };

	if (session->stage)
		run(session, "DROP TEMPORARY TABLE IF EXISTS " STAGE, NULL, &ignored);
	failure_finish(&ignored);
	session->stage = false;
}

/* ROLLBACK TO tells of every temporary table that was made that something stays. */
void staged_company(struct session *session, enum bulk_company company)
{
	session->company = company;
}

/* A table of the migration's own would be hidden by it. */
static bool name_is_taken(struct session *session)
{
	struct failure failure = { 0 };
	const bool there = run(session, "SELECT 1 FROM " STAGE " LIMIT 0", NULL, &failure);
	const bool taken = there || failure.kind != FAILURE_NO_TABLE;

	failure_finish(&failure);
	return taken;
}

/* The account may lack the right to it, and the server the engine: then it is done without. */
static bool prepare_stage(struct session *session, const struct bulk *bulk, bool rising)
{
	struct failure ignored = { 0 };
	char *sql = create_sql(bulk, rising, session->company);

	staged_end(session);
	session->stage = !name_is_taken(session) && run(session, sql, NULL, &ignored);
	session->no_stage = !session->stage;
	failure_finish(&ignored);
	free(sql);
	return session->stage;
}

/* A key that the column does not take is no row's; the other way finds out, or fails as well. */
static bool is_about_a_value(const struct failure *failure)
{
	return failure->kind == FAILURE_SQL;
}

static bool fill(struct session *session, const struct bulk *bulk, const glim_value *values,
		 size_t rows, struct failure *failure, bool *failed)
{
	size_t *order = memory_alloc(bulk->count * sizeof *order);
	char *sql = insert_sql(bulk);
	const struct batch batch = {
		sql, strlen(sql), order, bulk->count, values, bulk->count, rows
	};
	struct outcome ignored = { 0 };
	enum array_answer answer;

	for (size_t i = 0; i < bulk->count; i++)
		order[i] = i;
	answer = array_write(session, &batch, &ignored, failure);
	*failed = answer == ARRAY_FAILED && !is_about_a_value(failure);
	if (!*failed)
		failure_finish(failure);
	free(sql);
	free(order);
	return answer == ARRAY_WRITTEN;
}

bool staged_update(struct session *session, const struct bulk *bulk, const glim_value *values,
		   size_t rows, struct outcome *out, struct failure *failure, bool *failed)
{
	struct outcome one = { 0 };
	char *sql;

	if (rows < ROWS_LEAST || session->no_stage || session->company == COMPANY_OTHERS ||
	    session->settings.plain_bulk || !mariadb_connection(session->mysql) ||
	    !prepare_stage(session, bulk, keys_rise(bulk, values, rows)) ||
	    !fill(session, bulk, values, rows, failure, failed))
		return false;
	sql = update_sql(bulk);
	*failed = !run(session, sql, &one, failure) || !warnings_check(session, failure);
	free(sql);
	out->changes += one.changes;
	return !*failed;
}
