#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "execute/migration.h"
#include "interrupt/interrupt.h"

static const struct {
	enum error_code code;
	const char *verb;
} ends[] = {
	[HOST_DONE] = { ERROR_PLUGIN_ERROR, "failed" },
	[HOST_NOT_LOADED] = { ERROR_PLUGIN_REFUSED, "could not be loaded" },
	[HOST_CRASHED] = { ERROR_PLUGIN_CRASH, "crashed" },
	[HOST_EXITED] = { ERROR_PLUGIN_CRASH, "left without an answer" },
	[HOST_TIMEOUT] = { ERROR_TIMEOUT, "took too long" },
	[HOST_STOPPED] = { ERROR_CANCELLED, "was cancelled" },
	[HOST_BROKEN] = { ERROR_PLUGIN_CRASH, "sent what is no request" },
};

bool reason_is_a_signal(const struct migration *migration)
{
	return interrupt_signal() &&
	       (migration->status == GLIM_CANCELLED || migration->end.end == HOST_STOPPED);
}

static void say(const struct migration *migration, enum error_code code, const char *verb,
		struct error *error)
{
	char duration[CLOCK_TEXT], step[32] = "";

	clock_format_duration(clock_elapsed() - migration->began, duration);
	if (migration->failed_step)
		snprintf(step, sizeof step, ", step %u", migration->failed_step);
	else if (migration->steps)
		snprintf(step, sizeof step, ", after step %u", migration->steps);
	error_set(error, code, "%s %s in %s()%s, after %s", migration->name, verb,
		  direction_name(migration->direction), step, duration);
}

static char *show_sql(const struct migration *migration)
{
	return statement_show_masked(&migration->execution->db->dialect->lexis,
				     migration->failed_sql, 400);
}

/* Nothing was tried: the journal and the plugin, or the database, do not fit each other. */
static void explain_for_person(const struct migration *migration, struct error *error)
{
	error_set(error, ERROR_FAILED, "%s cannot be resumed: %s", migration->name,
		  migration->message);
	if (migration->failed_site)
		error_line(&error->at, "%s", migration->failed_site);
	if (migration->done_sql)
		error_line(&error->says, "done then: %s", migration->done_sql);
	if (migration->failed_sql) {
		char *shown = show_sql(migration);

		error_line(&error->sql, "%s%s", migration->done_sql ? "asked now: " : "", shown);
		free(shown);
	}
}

/* A statement, or glim_fail(), or a rule of the header: the failure that stuck. */
static void explain_stuck(const struct migration *migration, struct error *error)
{
	const bool limit = migration->failure.kind == FAILURE_CANCELLED && migration->failure.hint;

	if (migration->failure.kind != FAILURE_NONE) {
		database_explain(migration->execution->db, &migration->failure, "the statement",
				 error);
		free(error->at);
		error->at = NULL;
		for (int i = 0; i < ERROR_NEXT_LINES; i++) {
			free(error->next[i]);
			error->next[i] = NULL;
		}
		say(migration, limit ? ERROR_TIMEOUT : ERROR_SQL, "failed", error);
	} else {
		say(migration, ERROR_PLUGIN_ERROR, "failed", error);
		error_line(&error->says, "%s", migration->message);
	}
	if (migration->failed_site)
		error_line(&error->at, "%s", migration->failed_site);
	if (migration->failed_sql) {
		char *shown = show_sql(migration);

		error_line(&error->sql, "%s", shown);
		free(shown);
	}
}

static void explain_end(const struct migration *migration, struct error *error)
{
	const struct host_result *end = &migration->end;

	say(migration, ends[end->end].code, ends[end->end].verb, error);
	if (end->end == HOST_DONE)
		error_line(&error->says, "%s() returned %d", direction_name(migration->direction),
			   end->returned);
	else if (end->reason)
		error_line(&error->says, "%s%s%s", end->is_sentence ? "" : migration->name,
			   end->is_sentence ? "" : " ", end->reason);
	if (end->file)
		error_line(&error->at, "%s:%u", end->file, end->line);
	if (ends[end->end].code == ERROR_PLUGIN_REFUSED)
		error->exit_code = 1;
}

void reason_explain(const struct migration *migration, struct error *error)
{
	if (reason_is_a_signal(migration)) {
		say(migration, ERROR_CANCELLED, "was cancelled", error);
		error->exit_code = 128 + interrupt_signal();
		if (migration->failed_site)
			error_line(&error->at, "%s", migration->failed_site);
	} else if (migration->for_person) {
		explain_for_person(migration, error);
	} else if (migration->status != GLIM_OK) {
		explain_stuck(migration, error);
	} else {
		explain_end(migration, error);
	}
}

char *reason_record(const struct migration *migration)
{
	const struct failure *failure = &migration->failure;

	if (migration->message && failure->kind == FAILURE_CANCELLED && failure->hint)
		return memory_format("%s (%s)", migration->message, failure->hint);
	if (migration->message)
		return memory_copy(migration->message);
	if (migration->end.end == HOST_DONE && migration->end.returned)
		return memory_format("%s() returned %d", direction_name(migration->direction),
				     migration->end.returned);
	return memory_copy(migration->end.reason);
}

static const char *mark_of(const struct migration *migration, enum execution_after after)
{
	if (migration->for_person)
		return "stays as it was";
	if (migration->item->half_done && after == AFTER_UNDONE)
		return "stays as it was";
	if (migration->failure.kind == FAILURE_RECORD)
		return "is left to who changed its record";
	if (migration->direction == DIRECTION_ROLLBACK && after == AFTER_UNDONE)
		return "stays applied";
	return "is marked failed";
}

/* Of those that can no longer be undone; a new text. */
static char *kept_steps(const struct migration *migration)
{
	const char *product = migration->execution->db->server.product;

	if (migration->kept == 1)
		return memory_format("step 1 stays (%s cannot undo it)", product);
	if (migration->kept == 2)
		return memory_format("steps 1 and 2 stay (%s cannot undo them)", product);
	return memory_format("steps 1 to %u stay (%s cannot undo them)", migration->kept, product);
}

static char *kept_and_unseen(const struct migration *migration)
{
	char *kept, *both;

	if (!migration->kept)
		return memory_copy("what step 1 did before it failed is not known");
	kept = kept_steps(migration);
	both = memory_format("%s, and what step %u did before it failed is not known", kept,
			     migration->boundary);
	free(kept);
	return both;
}

/* What is left of it in the database; a new text. */
static char *what_is_left(const struct migration *migration, enum execution_after after)
{
	const struct database *db = migration->execution->db;

	if (after == AFTER_UNDONE && migration->transaction.stays)
		return memory_format("not everything it did was undone: %s",
				     db->dialect->plain_why);
	if (after == AFTER_UNDONE)
		return memory_copy("everything it did was undone");
	if (migration->paged_rows)
		return memory_format("%llu rows of step %u are done and stay; the next run goes on "
				     "behind them",
				     (unsigned long long)migration->paged_rows,
				     migration->paged_step);
	if (migration->left_unseen)
		return kept_and_unseen(migration);
	if (migration->kept)
		return kept_steps(migration);
	return memory_copy("whether its last step took effect is not known");
}

static const char *unrecorded_mark(const struct migration *migration, enum execution_after after)
{
	if (after != AFTER_UNDONE || migration->journaled)
		return "it shows as interrupted";
	return migration->direction == DIRECTION_RUN ? "it counts as not run" : "it stays applied";
}

void reason_state(const struct migration *migration, enum execution_after after, bool recorded,
		  struct error *error)
{
	char *left;

	if (migration->overtaken) {
		error_line(&error->state, "another run went on with it in the meantime");
		error_next(error, "glim migration:status");
		return;
	}
	left = what_is_left(migration, after);
	if (recorded)
		error_line(&error->state, "%s; %s %s", left, migration->name,
			   mark_of(migration, after));
	else
		error_line(&error->state, "%s, which could not be recorded: %s", left,
			   unrecorded_mark(migration, after));
	free(left);
	advice_add(migration, after, error);
}
