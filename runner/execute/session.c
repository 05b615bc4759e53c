#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "execute/settle.h"
#include "execute/step.h"

/* What the session then knows and a new one would not: a replay could not bring it back. */
void session_note(struct migration *migration, const struct step *step)
{
	const struct lexis *lexis = &migration->execution->db->dialect->lexis;

	migration->session_changed |= step->changes_session;
	if (migration->last.last_id)
		migration->session_id = migration->last.last_id;
	if (step->class == STATEMENT_SESSION && statement_has_word(lexis, step->sql, "TEMPORARY"))
		migration->journal.lost_by = "it has used a temporary table";
	else if (strstr(step->sql, ":=") ||
		 (strchr(step->sql, '@') && statement_has_word(lexis, step->sql, "INTO") &&
		  statement_has_word(lexis, step->sql, "SELECT")))
		migration->journal.lost_by = "it has kept data in a variable of the session";
}

/* A new session does not know what these set; a replay sets it again. */
bool session_is_set_by(const struct migration *migration, const struct step *step)
{
	const struct lexis *lexis = &migration->execution->db->dialect->lexis;

	if (step->class == STATEMENT_BOUNDARY)
		return step->changes_session && settle_repeatable(migration, step->sql);
	return step->changes_session ||
	       (statement_has_word(lexis, step->sql, "SET") && !step_is_write(lexis, step->sql));
}

/* A boundary is sent outside of the transaction, in which nothing durable has happened yet. */
bool session_set_again(struct migration *migration, const struct step *step)
{
	struct failure failure = { 0 };
	char *bound = step_bind_marks(migration, step->sql, step->count, step->site);
	bool done = bound != NULL;

	if (done && step->class == STATEMENT_BOUNDARY) {
		transaction_undo(&migration->transaction);
		done = database_execute(migration->execution->db, bound, step->values, step->count,
					NULL, NULL, &failure);
	} else if (done) {
		done = step_run_inside(migration, bound, step->values, step->count, NULL, false,
				       &failure);
	}
	free(bound);
	session_note(migration, step);
	return done || migration_stick(migration, GLIM_ERROR, &failure, step->site, step->sql);
}

/* The session of a resumed migration is a new one: LAST_INSERT_ID() goes on where it was. */
bool session_restore(struct migration *migration, const struct step *step)
{
	const char *format = migration->execution->db->dialect->restore_last_id;
	struct failure failure = { 0 };
	char sql[96];

	if (!format || !migration->session_id)
		return true;
	snprintf(sql, sizeof sql, "%s%lld", format, (long long)migration->session_id);
	return database_execute(migration->execution->db, sql, NULL, 0, NULL, NULL, &failure) ||
	       migration_stick(migration, GLIM_ERROR, &failure, step->site, sql);
}
