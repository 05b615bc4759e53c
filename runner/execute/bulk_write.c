#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "execute/bulk.h"
#include "execute/step.h"

/* What is wrong with a row is found by writing it alone; what is wrong with more is not. */
static bool is_about_a_row(const struct failure *failure)
{
	return failure->kind == FAILURE_SQL || failure->kind == FAILURE_FULL;
}

/* A column that is not there is no row's fault. Two SQLSTATEs say that there is none. */
static bool is_about_the_statement(const struct failure *failure)
{
	return strcmp(failure->sqlstate, "42703") == 0 || strcmp(failure->sqlstate, "42S22") == 0;
}

static void add_value(struct text *out, const glim_value *value)
{
	enum { SHOWN_MOST = 80 };

	if (value->type == GLIM_TYPE_INT)
		text_print(out, "%lld", (long long)value->as.integer);
	else if (value->type == GLIM_TYPE_REAL)
		text_print(out, "%.17g", value->as.real);
	else if (value->type == GLIM_TYPE_TEXT)
		text_add_safe(out, value->as.data,
			      value->length < SHOWN_MOST ? value->length : SHOWN_MOST);
	else
		text_add(out, value->type == GLIM_TYPE_NULL ? "NULL" : "..");
}

/* Its number says little of a row that was found by its key. */
static void add_key(struct text *out, const struct bulk *bulk, const glim_value *row)
{
	const char *between = " (";

	if (bulk->mode == BULK_INSERT || !bulk_key_count(bulk))
		return;
	for (size_t i = 0; i < bulk->count; i++) {
		if (!bulk->is_key[i])
			continue;
		text_print(out, "%s%s = ", between, bulk->columns[i]);
		add_value(out, &row[i]);
		between = ", ";
	}
	text_add(out, ")");
}

/* What many rows were refused for together, by a database that then tells more. */
struct refusal {
	const char *column; /* of the bulk, or NULL */
	int native;
};

static struct refusal refusal_of(const struct bulk *bulk, const struct failure *failure)
{
	return (struct refusal){
		.column = failure->message ? bulk_column_named(bulk, failure->message) : NULL,
		.native = failure->native,
	};
}

static const char *column_of(const struct bulk *bulk, const struct refusal *together,
			     const struct failure *failure, const char *said)
{
	const char *named = bulk_column_named(bulk, said);

	return named || failure->native != together->native ? named : together->column;
}

static bool fail_for_row(const struct bulk *bulk, const glim_value *row, uint64_t number,
			 const struct refusal *together, struct failure *failure)
{
	const char *said = failure->message ? failure->message : "";
	const char *column = column_of(bulk, together, failure, said);
	struct text message = { 0 };

	if (is_about_the_statement(failure))
		return false;
	text_print(&message, "row %llu", (unsigned long long)number);
	add_key(&message, bulk, row);
	if (column)
		text_print(&message, ", column %s", column);
	text_print(&message, ": %s", said);
	free(failure->message);
	failure->message = text_take(&message);
	return false;
}

struct single {
	struct text sql;
	size_t *order;
	glim_value *values; /* of one row, as the statement wants them */
};

static void single_init(struct single *single, const struct dialect *dialect,
			const struct bulk *bulk)
{
	single->sql = (struct text){ 0 };
	dialect_bulk(dialect, &single->sql, bulk, 1);
	single->order = memory_alloc(bulk->count * sizeof *single->order);
	single->values = memory_alloc(bulk->count * sizeof *single->values);
	bulk_order(bulk, single->order);
}

static void single_finish(struct single *single)
{
	text_finish(&single->sql);
	free(single->order);
	free(single->values);
}

/* Only a bulk tells what was cut in a lenient session, or left out of a table that settles so. */
static bool write_one(struct database *db, const struct bulk *bulk, const struct single *single,
		      const glim_value *row, struct outcome *outcome, struct failure *failure)
{
	if (db->driver->bulk && (db->dialect->cuts_values || db->dialect->settles_conflicts))
		return database_bulk(db, bulk, row, 1, outcome, failure);
	for (size_t i = 0; i < bulk->count; i++)
		single->values[i] = row[single->order[i]];
	return database_execute(db, text_get(&single->sql), single->values, bulk->count, NULL,
				outcome, failure);
}

static bool write_singly(struct migration *migration, const struct bulk *bulk,
			 const glim_value *values, size_t rows, uint64_t before,
			 const struct refusal *together, struct outcome *outcome,
			 struct failure *failure)
{
	struct database *db = migration->execution->db;
	struct single single;
	bool done = true;

	single_init(&single, db->dialect, bulk);
	for (size_t row = 0; done && row < rows; row++) {
		const glim_value *own = values + row * bulk->count;
		struct outcome one = { 0 };

		done = write_one(db, bulk, &single, own, &one, failure) ||
		       fail_for_row(bulk, own, before + row + 1, together, failure);
		outcome->changes += one.changes;
		outcome->last_id = one.last_id;
	}
	single_finish(&single);
	return done;
}

bool bulk_write(struct migration *migration, const struct bulk *bulk, const glim_value *values,
		size_t rows, uint64_t before, struct outcome *outcome, struct failure *failure)
{
	struct transaction *transaction = &migration->transaction;
	struct refusal together = { 0 };

	*outcome = (struct outcome){ 0 };
	if (!migration->execution->db->driver->bulk)
		return transaction_open(transaction, failure) &&
		       database_flush(migration->execution->db, failure) &&
		       write_singly(migration, bulk, values, rows, before, &together, outcome,
				    failure);
	if (!transaction_begin_nested(transaction, failure))
		return false;
	database_bulk_company(migration->execution->db, transaction->shared  ? COMPANY_OTHERS
							: transaction->alone ? COMPANY_NONE
									     : COMPANY_OWN);
	if (database_bulk(migration->execution->db, bulk, values, rows, outcome, failure))
		return transaction_commit_nested(transaction, failure);
	if (!is_about_a_row(failure)) {
		step_take_back(transaction, failure);
		return false;
	}
	together = refusal_of(bulk, failure);
	failure_finish(failure);
	*outcome = (struct outcome){ 0 };
	return transaction_undo_nested(transaction, failure) &&
	       write_singly(migration, bulk, values, rows, before, &together, outcome, failure);
}
