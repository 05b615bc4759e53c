#include "preview/stage.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "preview/values.h"
#include "statement/statement.h"

/* A migration that waits for an end which no write brings would go on for ever. */
enum { STATEMENTS_MOST = 2000 };

static const char not_executed[] = "it follows a read that an unexecuted write may change";
static const char look_at_changes[] = "it follows a look at what an unexecuted write has done";
static const char try_counts[] = "it follows a glim_try() that was not executed";
static const char lock_not_taken[] = "it follows a read with locks, which was not executed";
static const char empty_copy[] = "it follows a read, and the copy has no rows";

static bool begin_reading(struct stage *stage, struct error *error)
{
	if (!stage->db->session)
		return true;
	if (!stage->db->dialect->begin_reading)
		return error_set(error, ERROR_INTERNAL,
				 "code cannot be planned on this kind of database");
	return database_do(stage->db, stage->db->dialect->begin_reading, NULL, 0, NULL, error);
}

static bool keys_off(struct stage *stage, struct error *error)
{
	const struct dialect *dialect = stage->db->dialect;
	bool rebuilds = false;

	for (size_t i = 0; i < stage->request->plan->count; i++)
		rebuilds |= stage->request->plan->items[i].entry &&
			    stage->request->plan->items[i].entry->facts.rebuilds;
	return !rebuilds || !dialect->keys_off ||
	       database_do(stage->db, dialect->keys_off, NULL, 0, NULL, error);
}

bool stage_open(struct stage *stage, struct error *error)
{
	stage->transaction.db = stage->db;
	switch (stage->request->mode) {
	case PREVIEW_NOTE:
		return !preview_needs_guest(stage->request) || begin_reading(stage, error);
	case PREVIEW_TRY:
		return keys_off(stage, error);
	default:
		stage->shadow = shadow_open(stage->db, stage->request->execution->output, error);
		return stage->shadow != NULL;
	}
}

bool stage_close(struct stage *stage, struct error *error)
{
	bool done = true;

	if (stage->request->mode == PREVIEW_TRY)
		transaction_undo(&stage->transaction);
	if (stage->shadow)
		done = shadow_close(stage->shadow, error);
	if (stage->request->mode == PREVIEW_NOTE && stage->db->session &&
	    preview_needs_guest(stage->request))
		done = database_do(stage->db, stage->db->dialect->rollback, NULL, 0, NULL, error);
	lint_tables_finish(&stage->made);
	return done;
}

static void lint(struct stage *stage, struct preview_statement *statement)
{
	const struct lint lint = {
		.lexis = &stage->db->dialect->lexis,
		.made = &stage->made,
		.column = stage->db->session ? preview_column : NULL,
		.data = stage->db,
	};

	lint_statement(&lint, statement->sql, &statement->findings);
	if (stage->db->dialect->lint)
		stage->db->dialect->lint(&lint, statement->sql, &statement->findings);
}

/* A table that the plan makes is read by nobody who does not name it. */
static void note_written(struct stage *stage, const char *sql)
{
	char *target = lint_target(&stage->db->dialect->lexis, sql);

	if (!target || !lint_makes(&stage->made, target))
		stage->written = not_executed;
	free(target);
}

struct preview_statement *stage_note(struct stage *stage, const struct rehearsal_step *step)
{
	struct preview_item *item = stage->out;
	struct preview_statement *statement;

	item->statements = memory_grow_for(item->statements, item->count, sizeof *item->statements);
	statement = &item->statements[item->count++];
	*statement = (struct preview_statement){
		.sql = memory_copy(step->sql),
		.values = values_show(step->values, step->count),
		.site = memory_copy(step->site),
		.uncertain = stage->uncertain,
	};
	lint(stage, statement);
	note_written(stage, step->sql);
	return statement;
}

static bool has_words(const struct stage *stage, const char *sql, const char *const *words)
{
	for (; *words; words++)
		if (statement_has_word(&stage->db->dialect->lexis, sql, *words))
			return true;
	return false;
}

/* Only what surely changes nothing and takes no lock. */
static bool is_plain_read(const struct stage *stage, const struct rehearsal_step *step)
{
	static const char *const others[] = { "INSERT", "UPDATE",  "DELETE", "REPLACE", "INTO",
					      "LOCK",   "NEXTVAL", "SHARE",  "CALL",    NULL };

	return step->reads && step->class == STATEMENT_TRANSACTIONAL &&
	       !has_words(stage, step->sql, others);
}

static void becomes_uncertain(struct stage *stage, const char *why)
{
	if (!stage->uncertain)
		stage->uncertain = why;
}

static bool reads_what_is_not_there(const struct stage *stage, const char *sql)
{
	return statement_names_any(&stage->db->dialect->lexis, sql,
				   (const char *const *)stage->made.names, stage->made.count);
}

/* What lists tables lists those too that the plan makes. */
static bool reads_the_catalog(const struct stage *stage, const char *sql)
{
	return stage->made.count && (strcasestr(sql, "schema") || strcasestr(sql, "master") ||
				     strcasestr(sql, "catalog") || strcasestr(sql, "show"));
}

static enum rehearsal_answer note_read(struct stage *stage, const struct rehearsal_step *step)
{
	const bool absent = reads_what_is_not_there(stage, step->sql);

	if (stage->written || absent || reads_the_catalog(stage, step->sql))
		becomes_uncertain(stage, not_executed);
	return absent || !stage->db->session ? REHEARSAL_SKIP : REHEARSAL_EXECUTE;
}

static enum rehearsal_answer note_only(struct stage *stage, const struct rehearsal_step *step)
{
	if (is_plain_read(stage, step))
		return note_read(stage, step);
	stage_note(stage, step);
	if (step->may_fail)
		becomes_uncertain(stage, try_counts);
	if (step->reads)
		becomes_uncertain(stage, step->class == STATEMENT_TRANSACTIONAL ? lock_not_taken
										: not_executed);
	return REHEARSAL_SKIP;
}

static enum rehearsal_answer try_it(struct stage *stage, const struct rehearsal_step *step)
{
	struct preview_statement *statement;

	if (is_plain_read(stage, step))
		return REHEARSAL_EXECUTE;
	statement = stage_note(stage, step);
	if (step->class != STATEMENT_BOUNDARY)
		return REHEARSAL_EXECUTE;
	statement->not_done = memory_copy("it cannot be undone, so it was not tried");
	becomes_uncertain(stage, "it follows a statement that was not tried");
	return REHEARSAL_SKIP;
}

static enum rehearsal_answer in_shadow(struct stage *stage, const struct rehearsal_step *step,
				       struct failure *failure)
{
	struct preview_statement *statement;

	if (is_plain_read(stage, step)) {
		becomes_uncertain(stage, empty_copy);
		return shadow_takes(stage->shadow, step->sql) ? REHEARSAL_EXECUTE : REHEARSAL_SKIP;
	}
	statement = stage_note(stage, step);
	if (!shadow_takes(stage->shadow, step->sql)) {
		if (!shadow_reads(stage->shadow, step->sql, failure)) {
			statement->says = memory_copy(failure->message);
			return REHEARSAL_FAIL;
		}
		statement->not_done =
			memory_copy("it reaches beyond the copy, so it was not tried");
		becomes_uncertain(stage, "it follows a statement that was not tried");
		return REHEARSAL_SKIP;
	}
	switch (shadow_ask(stage->shadow, step, &statement->cost, &statement->findings, failure)) {
	case SHADOW_DONE:
		return REHEARSAL_SKIP;
	case SHADOW_FAILED:
		statement->says = memory_copy(failure->message);
		return REHEARSAL_FAIL;
	default:
		return REHEARSAL_EXECUTE;
	}
}

enum rehearsal_answer stage_step(void *data, const struct rehearsal_step *step,
				 struct outcome *outcome, struct failure *failure)
{
	struct stage *stage = data;

	(void)outcome;
	if (stage->out->count >= STATEMENTS_MOST) {
		failure_set(
			failure, FAILURE_CANCELLED, 0,
			"the plan ends here: more than %d statements, and what it waits for may "
			"never come when nothing is executed",
			STATEMENTS_MOST);
		return REHEARSAL_FAIL;
	}
	switch (stage->request->mode) {
	case PREVIEW_NOTE:
		return note_only(stage, step);
	case PREVIEW_TRY:
		return try_it(stage, step);
	default:
		return in_shadow(stage, step, failure);
	}
}

void stage_failed(void *data, const struct failure *failure)
{
	struct stage *stage = data;

	if (stage->out->count && !stage->out->statements[stage->out->count - 1].says)
		stage->out->statements[stage->out->count - 1].says = memory_copy(failure->message);
}

void stage_looked(void *data)
{
	struct stage *stage = data;

	if (stage->request->mode == PREVIEW_NOTE && stage->out->count)
		becomes_uncertain(stage, look_at_changes);
}
