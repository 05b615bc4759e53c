#include "command/batch_plan.h"

#include "command/batch_tell.h"
#include "history/writable.h"
#include "lock/lock.h"
#include "overview/drift.h"

static const char *newest(const struct history *history)
{
	for (size_t i = history->count; i > 0; i--)
		if (history->records[i - 1].state == RECORD_APPLIED)
			return history->records[i - 1].name;
	return NULL;
}

static struct plan_request request_of(const struct batch *batch)
{
	const struct options *options = batch->options;
	struct plan_request request = {
		.direction = batch->direction,
		.name = batch->redone ? batch->redone : options->name,
		.to = options->to,
		.count = options->count < 0 ? -1 : options->count - (long)batch->done,
		.out_of_order_stops = batch->config->out_of_order_stops,
		.again = batch->again,
		.look = drift_look,
		.look_data = batch->catalog,
	};

	if (batch->again && !request.name) {
		request.name = newest(batch->history);
		request.count = request.name ? -1 : 0;
	}
	return request;
}

/* Only the files that the plan needs are opened. */
static void inspect(const struct batch *batch)
{
	for (size_t i = 0; i < batch->catalog->count; i++)
		if (plan_wants(batch->history, &batch->request, &batch->catalog->entries[i]))
			catalog_inspect(batch->catalog, &batch->catalog->entries[i]);
}

/* To see whether there is anything to run, names are enough. What is done is planned from all of
 * it. */
static struct history *read_history(const struct batch *batch, struct error *error)
{
	struct history *history = NULL;

	if (batch->direction == DIRECTION_RUN && !batch->prepared)
		history = history_glance(batch->db);
	return history ? history : history_read(batch->db, error);
}

bool batch_plan(struct batch *batch, struct error *error)
{
	execution_forget_plan(&batch->execution);
	batch->announced = NULL;
	plan_destroy(batch->plan);
	history_destroy(batch->history);
	batch->plan = NULL;
	batch->history = read_history(batch, error);
	if (!batch->history || !history_require(batch->history, batch->db, error))
		return false;
	batch->request = request_of(batch);
	inspect(batch);
	batch->plan = plan_make(batch->catalog, batch->history, &batch->request, error);
	return batch->plan != NULL;
}

bool batch_plan_locked(struct batch *batch, struct error *error)
{
	if (!lock_take(batch->db, batch->config->lock_timeout, &batch->options->output, error) ||
	    !batch_plan(batch, error))
		return false;
	batch->execution.journal_empty = history_journal_empty(batch->db);
	return true;
}

/* What looks broken off may be under way: only who has the lock can tell. */
static bool is_in_doubt(const struct batch *batch, const struct error *error)
{
	const struct plan *plan = batch->plan;

	if (error->code == ERROR_INTERRUPTED)
		return true;
	return batch->direction == DIRECTION_ROLLBACK && plan && plan->count &&
	       plan->items[0].half_done && plan->items[0].record->state == RECORD_RUNNING;
}

static bool has_ended_well(const struct batch *batch, bool half_done, struct error *error)
{
	const char *name;

	if (!half_done || !batch->plan->count || batch->plan->items[0].half_done)
		return false;
	name = batch_name_of(&batch->plan->items[0]);
	error_set(error, ERROR_LOCKED, "another run was at %s, and has ended well", name);
	error_line(&error->state, "%s is as that run left it; nothing was started", name);
	error_next(error, "to see it: glim migration:status");
	error_next(error, "to undo it all the same, the same command again");
	return true;
}

bool batch_plan_first(struct batch *batch, struct error *error)
{
	const bool planned = batch_plan(batch, error);
	bool half_done;

	if (!is_in_doubt(batch, error))
		return planned;
	half_done = planned;
	error_finish(error);
	return lock_take(batch->db, batch->config->lock_timeout, &batch->options->output, error) &&
	       batch_plan(batch, error) && !has_ended_well(batch, half_done, error);
}
