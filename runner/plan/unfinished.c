#include <string.h>

#include "plan/plan.h"

static const char *fate(const char *state)
{
	if (strcmp(state, "started") == 0)
		return "was started";
	if (strcmp(state, "failed") == 0 || strcmp(state, "refused") == 0)
		return "failed";
	return strcmp(state, "ended") == 0 ? "ended the transaction" : "is done";
}

/* The statement that the error is about has no row of its own behind one that is done. */
static void tell_statement(const struct step_record *step, struct error *error)
{
	const bool done = strcmp(fate(step->state), "is done") == 0;

	if (step->site && !done)
		error_line(&error->at, "%s", step->site);
	if (step->sql)
		error_line(&error->sql, "%s%s", done ? "done last: " : "", step->sql);
}

static void tell_step(const struct record *record, struct error *error)
{
	const struct step_record *step = record->last_step;

	if (!step) {
		error_line(&error->state, "nothing is known of how far it came");
		return;
	}
	tell_statement(step, error);
	error_line(&error->state, "step %lld of its %s() %s; nothing was started",
		   (long long)step->step, direction_name(record->direction), fate(step->state));
}

bool plan_refuse_unfinished(const struct record *record, const char *advice, struct error *error)
{
	error_set(
		error, record->state == RECORD_FAILED ? ERROR_FAILED : ERROR_INTERRUPTED,
		"%s was %s in the middle of its %s; nothing else is started before that is settled",
		record->name,
		record->state == RECORD_FAILED ? "stopped by an error" : "interrupted",
		direction_name(record->direction));
	if (record->error)
		error_line(&error->says, "%s", record->error);
	tell_step(record, error);
	error_next(error, "%s %s", advice, record->name);
	return false;
}

bool plan_knows_states(const struct history *history, struct error *error)
{
	for (size_t i = 0; i < history->count; i++) {
		const struct record *record = &history->records[i];

		if (record->state != RECORD_UNKNOWN)
			continue;
		error_set(error, ERROR_HISTORY,
			  "glim_migrations gives %s a state that this version does not know",
			  record->name);
		error_line(&error->state, "nothing was started");
		error_next(error, "use the glim that wrote it, or say what is true:");
		error_next(error, "glim migration:repair --name %s --mark applied --reason \"why\"",
			   record->name);
		return false;
	}
	return true;
}
