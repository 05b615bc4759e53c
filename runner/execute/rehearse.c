#include "execute/rehearse.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"
#include "execute/rebuild.h"
#include "execute/step.h"
#include "interrupt/interrupt.h"

static bool pass_columns(void *data, size_t count, const char *const *names)
{
	struct host_rows *rows = data;

	return rows->columns(rows, count, names);
}

static bool pass_row(void *data, size_t count, const glim_value *values)
{
	struct host_rows *rows = data;

	return rows->row(rows, count, values);
}

static bool execute(struct migration *migration, const struct rehearsal_step *step,
		    struct host_rows *rows, struct failure *failure)
{
	const struct rehearsal *rehearsal = migration->rehearsal;
	const struct row_sink sink = {
		.columns = pass_columns, .row = pass_row, .data = rows, .exact = true
	};
	bool done;

	if (!step_check_marks(migration, step->sql, step->count, step->site))
		return false;
	if (rehearsal->transaction)
		done = step_run_inside(migration, step->sql, step->values, step->count,
				       rows ? &sink : NULL, step->may_fail, failure);
	else
		done = database_execute(migration->execution->db, step->sql, step->values,
					step->count, rows ? &sink : NULL, &migration->last,
					failure);
	if (!done && rehearsal->failed)
		rehearsal->failed(rehearsal->data, failure);
	return done;
}

static bool take(struct migration *migration, const struct rehearsal_step *step,
		 struct host_rows *rows, struct failure *failure)
{
	const struct rehearsal *rehearsal = migration->rehearsal;

	migration->last = (struct outcome){ 0 };
	switch (rehearsal->step(rehearsal->data, step, &migration->last, failure)) {
	case REHEARSAL_SKIP:
		return true;
	case REHEARSAL_EXECUTE:
		return execute(migration, step, rows, failure);
	default:
		return false;
	}
}

static bool is_fatal(const struct failure *failure)
{
	return failure->kind == FAILURE_LOST || failure->kind == FAILURE_CONFLICT ||
	       failure->kind == FAILURE_CANCELLED || failure->kind == FAILURE_NO_SAVEPOINT;
}

bool rehearse_step(struct migration *migration, const struct rehearsal_step *step,
		   struct host_rows *rows, int *code)
{
	struct failure failure = { 0 };
	bool done = take(migration, step, rows, &failure);
	char *exact;

	*code = 0;
	if (done || migration->status != GLIM_OK) {
		failure_finish(&failure);
		return done;
	}
	if (step->may_fail && !is_fatal(&failure)) {
		*code = failure.native ? failure.native : -1;
		failure_finish(&failure);
		return true;
	}
	*code = -1;
	exact = step_exact_site(migration, step->site, step->sql, &failure);
	migration_stick(migration, failure.kind == FAILURE_CANCELLED ? GLIM_CANCELLED : GLIM_ERROR,
			&failure, exact, step->sql);
	free(exact);
	return false;
}

bool rehearse_savepoint(struct migration *migration, enum wire_kind kind)
{
	if (kind == WIRE_ROLLBACK) {
		migration->forgivable = true;
		migration->rehearsal->looked(migration->rehearsal->data);
	}
	if (kind == WIRE_CLEAR && migration->status == GLIM_ERROR && migration->forgivable)
		migration_forgive(migration);
	return migration->status == GLIM_OK;
}

static bool is_done(const struct migration *migration)
{
	return migration->end.end == HOST_DONE && migration->end.returned == 0 &&
	       migration->status == GLIM_OK && !interrupt_signal();
}

/* A failure here sticks as one of the migration's own. */
static void check_keys(struct migration *migration)
{
	struct failure failure = { 0 };

	if (migration->rehearsal->transaction && migration->status == GLIM_OK &&
	    !rebuild_check(migration, &failure))
		migration_stick(migration, GLIM_ERROR, &failure, NULL, NULL);
	failure_finish(&failure);
}

static bool call(struct migration *migration, struct error *error)
{
	const struct execution *execution = migration->execution;
	struct plugin_image image = { .fd = -1 };
	bool done;

	if (!catalog_open_image(execution->catalog, migration->item->entry, &image, error))
		return false;
	done = migration_call(migration, &image, error);
	host_end(execution->host, &migration->end);
	close(image.fd);
	if (done)
		check_keys(migration);
	execution->db->deadline = 0;
	if (done && !is_done(migration)) {
		reason_explain(migration, error);
		done = false;
	}
	return done;
}

bool execute_rehearse(struct execution *execution, const struct plan_item *item,
		      enum direction direction, const struct rehearsal *rehearsal,
		      struct error *error)
{
	struct migration migration = {
		.execution = execution,
		.item = item,
		.direction = direction,
		.name = item->entry->name,
		.began = clock_elapsed(),
		.rehearsal = rehearsal,
	};
	bool done;

	migration.transaction.db = execution->db;
	if (rehearsal->transaction)
		migration.transaction = *rehearsal->transaction;
	done = call(&migration, error);
	if (rehearsal->transaction)
		*rehearsal->transaction = migration.transaction;
	migration_finish(&migration);
	return done;
}
