#include "history/writable.h"

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

bool history_writable(struct database *db, struct error *error)
{
	for (size_t i = 0; i < sizeof trials / sizeof *trials; i++) {
		struct failure failure = { 0 };
		struct outcome outcome;
		const bool done =
			database_execute(db, trials[i], NULL, 0, NULL, &outcome, &failure);

		if (!done)
			explain(db, &failure, error);
		failure_finish(&failure);
		if (!done)
			return false;
	}
	return true;
}
