#include "command/batch_execute.h"

#include <stdlib.h>

#include "base/chaos.h"
#include "base/memory.h"
#include "command/batch_event.h"
#include "command/batch_plan.h"
#include "execute/train.h"
#include "interrupt/interrupt.h"

static bool execute_one(struct batch *batch, size_t at, struct execution_result *result,
			struct error *error)
{
	const struct plan_item *item = &batch->plan->items[at];
	const bool shares = batch->execution.group.most > 1;
	struct output *output = &batch->options->output;
	bool done;

	CHAOS_POINT("planned");
	if (!shares && item != batch->announced)
		batch_announce(batch, item);
	event_migration_start(output, item, batch->direction);
	batch->execution.history = batch->history;
	batch->execution.ahead = batch->plan->count - at - 1;
	batch->execution.next = batch->execution.ahead ? item + 1 : NULL;
	done = execute_item(&batch->execution, item, batch->direction, result, error);
	batch->session_changed = result->session_changed;
	if (done && result->waits)
		return held_add(&batch->held, item, result), true;
	if (shares)
		batch_announce(batch, item);
	event_migration_end(output, item, batch->direction, result, error);
	if (!done)
		return batch_tell_failed(batch, at, 0, result, error);
	CHAOS_POINT("done");
	batch_tell_done(batch, item, result);
	return true;
}

static void begins(void *data, const struct plan_item *item)
{
	struct batch *batch = data;

	batch_announce(batch, item);
	batch->announced = item;
}

static void is_done(void *data, const struct plan_item *item, const struct execution_result *result)
{
	struct batch *batch = data;

	CHAOS_POINT("done");
	batch_tell_done(batch, item, result);
}

/* Of a few nothing is gained, and the times in the history are those of each. */
enum { MANY = 10 };

/* As many as travel in one packet; none is no failure. */
static bool execute_together(struct batch *batch, size_t at, size_t *done, struct error *error)
{
	const struct train_listener listener = { begins, is_done, batch };
	struct train_result result;
	bool good;

	batch->session_changed = false;
	if (batch->plan->count < MANY)
		return true;
	CHAOS_POINT("planned");
	batch->execution.history = batch->history;
	good = execute_train(&batch->execution, &batch->plan->items[at], batch->plan->count - at,
			     batch->direction, &listener, &result, error);
	batch->session_changed = result.session_changed;
	*done = result.done;
	return good ||
	       batch_tell_failed(batch, at + result.done, result.unknown, &result.failed, error);
}

static bool stopped_between(struct batch *batch, size_t next, struct error *error)
{
	if (!interrupt_signal() || next >= batch->plan->count)
		return false;
	execution_settle(&batch->execution, NULL);
	error_set(error, ERROR_CANCELLED, "cancelled before %s",
		  batch_name_of(&batch->plan->items[next]));
	error->exit_code = 128 + interrupt_signal();
	error_line(&error->state, "done: %zu, not started: %zu", batch->done,
		   batch->plan->count - next);
	held_explain(&batch->held, error);
	for (size_t i = next; i < batch->plan->count; i++)
		batch_document_left(&batch->document, batch_name_of(&batch->plan->items[i]));
	return true;
}

/* A migration changed its session: the next one gets a new one, and the lock, and a new plan. */
static bool replace_session(struct batch *batch, struct error *error)
{
	return database_reopen(batch->db, error) && batch_plan_locked(batch, error);
}

/* In place of the items of the plan that are done. */
static bool execute_next(struct batch *batch, size_t *at, struct error *error)
{
	struct execution_result result;
	size_t done = 0;

	if (!execute_together(batch, *at, &done, error))
		return false;
	*at += done;
	if (done || batch->session_changed)
		return true;
	return execute_one(batch, (*at)++, &result, error);
}

bool batch_execute(struct batch *batch, struct error *error)
{
	size_t at = 0;

	while (at < batch->plan->count) {
		if (stopped_between(batch, at, error) || !execute_next(batch, &at, error))
			return false;
		if (!batch->session_changed || at == batch->plan->count)
			continue;
		if (!replace_session(batch, error))
			return false;
		at = 0;
	}
	return true;
}

/* Back, and then forth, under one lock. */
bool batch_execute_twice(struct batch *batch, struct error *error)
{
	char *name = memory_copy(batch_name_of(&batch->plan->items[0]));

	if (!batch_execute(batch, error)) {
		free(name);
		return false;
	}
	batch->redone = name;
	batch->direction = batch->document.direction = DIRECTION_RUN;
	if (batch->session_changed ? replace_session(batch, error) : batch_plan(batch, error))
		return batch_execute(batch, error);
	error_line(&error->state, "%s is rolled back and was not run again", name);
	batch_document_left(&batch->document, name);
	return false;
}
