#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "execute/settle.h"
#include "execute/step.h"
#include "statement/scanner.h"

/* These give the same in a new session, from what was set there. */
static bool is_constant(struct token function)
{
	static const char *const names[] = { "CONCAT", "CONCAT_WS", "REPLACE", "IF",     "IFNULL",
					     "NULLIF", "COALESCE",  "LOWER",   "UPPER",  "TRIM",
					     "HEX",    "UNHEX",     "CAST",    "CONVERT" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (token_is(function, names[i]))
			return true;
	return false;
}

/* A value that is read or made anew each time it is asked for. */
static bool is_moving(struct token token, struct token next)
{
	static const char *const words[] = { "SELECT",       "LAST_INSERT_ID",    "IDENTITY",
					     "CURRENT_DATE", "CURRENT_TIMESTAMP", "CURRENT_TIME",
					     "LOCALTIME",    "LOCALTIMESTAMP",    "UTC_TIMESTAMP" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (token_is(token, words[i]))
			return true;
	return (token.kind == TOKEN_WORD || token.kind == TOKEN_NAME) &&
	       token_is_symbol(next, '(') && !is_constant(token);
}

/* SET @n = (SELECT ..): set again later, it would be another value. */
static bool sets_moving(const struct lexis *lexis, const char *sql)
{
	struct scanner scanner = { .lexis = lexis, .at = sql };
	struct token token = scanner_next(&scanner);

	if (!token_is(token, "SET") || token_is(scanner_peek(&scanner), "STATEMENT"))
		return false;
	while ((token = scanner_next(&scanner)).kind != TOKEN_END)
		if (is_moving(token, scanner_peek(&scanner)))
			return true;
	return false;
}

/* SELECT .. INTO @x; the other INTO names a table. */
static bool reads_into_variable(const struct lexis *lexis, const char *sql)
{
	struct scanner scanner = { .lexis = lexis, .at = sql };
	struct token token;

	while ((token = scanner_next(&scanner)).kind != TOKEN_END)
		if (token_is(token, "INTO") && token_is_symbol(scanner_peek(&scanner), '@'))
			return true;
	return false;
}

static bool keeps_data(const struct lexis *lexis, const char *sql)
{
	return (strchr(sql, '@') && strstr(sql, ":=")) || sets_moving(lexis, sql) ||
	       reads_into_variable(lexis, sql);
}

/* How texts are read was set for the session that the runner began. */
static void leave_packets(struct migration *migration, const struct step *step)
{
	struct failure failure = { 0 };

	migration->session_changed = true;
	if (!packet_close(migration->execution->db, &failure))
		migration_stick(migration, GLIM_ERROR, &failure, step->site, step->sql);
}

static bool is_first(const struct lexis *lexis, const char *sql, const char *word)
{
	struct scanner scanner = { .lexis = lexis, .at = sql };

	return token_is(scanner_next(&scanner), word);
}

static bool is_local(const struct dialect *dialect, const char *sql)
{
	return dialect->sets_locally && dialect->sets_locally(&dialect->lexis, sql);
}

static bool makes_temporary(const struct lexis *lexis, const struct step *step)
{
	return step->class == STATEMENT_SESSION &&
	       (statement_has_word(lexis, step->sql, "TEMPORARY") ||
		statement_has_word(lexis, step->sql, "TEMP"));
}

/* A constant text; NULL: nothing. */
static const char *what_it_keeps(const struct dialect *dialect, const struct step *step)
{
	const struct lexis *lexis = &dialect->lexis;

	if (makes_temporary(lexis, step))
		return "it has used a temporary table";
	if (keeps_data(lexis, step->sql))
		return "it has kept data in a variable of the session";
	return dialect->session_keeps ? dialect->session_keeps(lexis, step->sql) : NULL;
}

static void note_kept(struct migration *migration, const char *what)
{
	if (!what)
		return;
	migration->journal.lost_by = what;
	migration->session_keeps = true;
}

/* What the session then knows and a new one would not: a replay could not bring it back. */
void session_note(struct migration *migration, const struct step *step)
{
	const struct dialect *dialect = migration->execution->db->dialect;
	const struct lexis *lexis = &dialect->lexis;

	if (step->changes_session)
		leave_packets(migration, step);
	else if (dialect->runs_code && statement_runs_code(lexis, dialect->runs_code, step->sql))
		migration->session_changed = true;
	if (migration->last.last_id)
		migration->session_id = migration->last.last_id;
	if (strcasestr(step->sql, "storage_engine"))
		migration->execution->engine_set = true;
	migration->sets_locally |= is_local(dialect, step->sql);
	migration->has_temporaries |= makes_temporary(lexis, step);
	migration->set_inside |=
		dialect->sets_locally && step->changes_session && migration->transaction.depth > 0;
	/* No savepoint takes it back, and it cannot be prepared twice. */
	migration->session_keeps |= is_first(lexis, step->sql, "PREPARE");
	note_kept(migration, what_it_keeps(dialect, step));
}

/* What was set inside of a savepoint is as it was before, which no replay repeats. */
void session_note_undone(struct migration *migration)
{
	if (migration->set_inside)
		note_kept(migration, "it has set the session and taken that back");
	migration->set_inside = false;
}

/* A new session does not know what these set; a replay sets it again. */
bool session_is_set_by(const struct migration *migration, const struct step *step)
{
	const struct lexis *lexis = &migration->execution->db->dialect->lexis;

	if (is_local(migration->execution->db->dialect, step->sql))
		return false;
	if (step->class == STATEMENT_BOUNDARY)
		return step->changes_session && settle_repeatable(migration, step->sql);
	return step->changes_session ||
	       (statement_has_word(lexis, step->sql, "SET") && !step_is_write(lexis, step->sql));
}

static bool is_refused(const struct failure *failure)
{
	return failure->kind == FAILURE_SQL || failure->kind == FAILURE_NO_TABLE ||
	       failure->kind == FAILURE_AUTH;
}

/* A boundary is sent outside of the transaction, in which nothing durable has happened yet. */
bool session_set_again(struct migration *migration, const struct step *step)
{
	struct failure failure = { 0 };
	bool done = step_check_marks(migration, step->sql, step->count, step->site);

	if (done && step->class == STATEMENT_BOUNDARY) {
		transaction_undo(&migration->transaction);
		done = database_execute(migration->execution->db, step->sql, step->values,
					step->count, NULL, NULL, &failure);
	} else if (done) {
		done = step_run_inside(migration, step->sql, step->values, step->count, NULL, false,
				       &failure);
	}
	session_note(migration, step);
	if (!done && migration->status == GLIM_OK && is_refused(&failure))
		migration_for_person(migration, step->site, step->sql,
				     "what step %u has set for the session cannot be set again: %s",
				     migration->steps, failure.message);
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

/*
 * A migration may have set where names are looked for, or as whom it works; what a function or a
 * trigger of it did shows in no text.
 */
static bool send_own(struct migration *migration, const char *sql, struct failure *failure)
{
	return !sql ||
	       database_later(migration->execution->db, &(struct later){ .sql = sql }, failure);
}

bool session_own(struct migration *migration, struct failure *failure)
{
	return send_own(migration, migration->execution->db->dialect->own_session, failure);
}

bool session_own_for_good(struct migration *migration, struct failure *failure)
{
	return send_own(migration, migration->execution->db->dialect->own_session_for_good,
			failure);
}

void session_ask_id(struct migration *migration)
{
	struct database *db = migration->execution->db;

	if (migration->asks_id && db->session && db->driver->last_id)
		migration->last.last_id = db->driver->last_id(db->session);
	migration->asks_id = false;
}
