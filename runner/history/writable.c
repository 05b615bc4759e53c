#include "history/writable.h"

#include <stdlib.h>

#include "history/reading.h"

/* What a run will write, over no rows: a right that is missing shows before anything is started. */
static const char *const trials[] = {
	"INSERT INTO glim_migrations SELECT * FROM glim_migrations WHERE 1 = 0",
	"UPDATE glim_migrations SET name = name WHERE 1 = 0",
	"DELETE FROM glim_migrations WHERE 1 = 0",
	"INSERT INTO glim_steps SELECT * FROM glim_steps WHERE 1 = 0",
	"INSERT INTO glim_log SELECT * FROM glim_log WHERE 1 = 0",
};

/* Tables that are gone, or are something else by now, are no fault of the account. */
static void explain(struct database *db, const struct failure *failure, struct error *error)
{
	database_explain(db, failure, "writing the history", error);
	error_line(&error->state, "nothing was started");
	if (failure->kind == FAILURE_SQL || failure->kind == FAILURE_NO_TABLE)
		error->code = ERROR_HISTORY;
	if (failure->kind == FAILURE_NO_TABLE)
		error_next(error, "make what is missing: glim migration:init");
}

static bool try_all(struct database *db, struct failure *failure)
{
	for (size_t i = 0; i < sizeof trials / sizeof *trials; i++)
		if (!database_later(db, &(struct later){ .sql = trials[i] }, failure))
			return false;
	return database_flush(db, failure);
}

/* One round trip. */
bool history_writable(struct database *db, struct error *error)
{
	struct failure failure = { 0 };
	bool done;

	packet_open(db, NULL, NULL);
	done = try_all(db, &failure);
	db->packet.open = false;
	if (!done)
		explain(db, &failure, error);
	failure_finish(&failure);
	return done;
}

static bool take_any(void *data, size_t count, const glim_value *values)
{
	bool *empty = data;

	(void)count, (void)values;
	*empty = false;
	return false;
}

bool history_journal_empty(struct database *db)
{
	bool empty = true;
	const struct row_sink sink = { .row = take_any, .data = &empty };
	struct failure failure = { 0 };
	const bool done = database_execute(db, "SELECT step FROM glim_steps LIMIT 1", NULL, 0,
					   &sink, NULL, &failure);

	failure_finish(&failure);
	return done && empty;
}

struct plain {
	struct error *error;
	bool found;
};

static bool take_plain(void *data, size_t count, const glim_value *values)
{
	struct plain *plain = data;
	char *name, *why;

	if (count < 2)
		return false;
	name = reading_text(&values[0]);
	why = reading_text(&values[1]);
	plain->found = true;
	error_set(plain->error, ERROR_HISTORY,
		  "the table %s %s: it has no transactions, and records would outlive what is "
		  "undone",
		  name ? name : "?", why ? why : "?");
	free(name);
	free(why);
	return false;
}

bool history_undoable(struct database *db, struct error *error)
{
	struct plain plain = { .error = error };
	const struct row_sink sink = { .row = take_plain, .data = &plain };
	struct failure failure = { 0 };

	if (!db->dialect->plain_history)
		return true;
	if (!database_execute(db, db->dialect->plain_history, NULL, 0, &sink, NULL, &failure) &&
	    !plain.found)
		database_explain(db, &failure, "reading the history tables", error);
	failure_finish(&failure);
	if (error->code == ERROR_NONE)
		return true;
	error_line(&error->state, "nothing was started");
	if (plain.found)
		error_next(error, "give it transactions: glim migration:init");
	return false;
}
