#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/chaos.h"
#include "base/memory.h"
#include "execute/leftover.h"
#include "execute/migration.h"
#include "execute/settle.h"
#include "execute/step.h"
#include "interrupt/interrupt.h"

/*
 * A statement that ends the transaction by itself. What came before it is committed together with
 * a record that says `running` and a journal row that names this step and what its objects look
 * like, so that whatever stops us now can be told truthfully and settled; only then is it sent.
 */

/* A statement that waits for a lock makes every later reader of the table wait behind it. */
enum { RETRIES = 5, BACK_OFF = 500 * 1000 };

bool boundary_note(struct migration *migration, struct failure *failure)
{
	if (!migration->boundary)
		return true;
	return record_steps_set(migration->execution->db, &migration->record, migration->boundary,
				migration->boundary_state, migration->boundary_code,
				migration->boundary_changes, migration->session_id, failure);
}

static bool write_running(struct migration *migration, struct failure *failure)
{
	if (migration->journaled)
		return true;
	migration->record.state = RECORD_RUNNING;
	migration->record.direction = migration->direction;
	migration->record.statements = migration->steps;
	return (migration->execution->journal_empty ||
		record_steps_forget(migration->execution->db, &migration->record, failure)) &&
	       record_write(migration->execution->db, &migration->record, failure);
}

static struct step_record row_of(const struct migration *migration, const struct boundary *boundary,
				 const char *fingerprint, const char *why)
{
	const struct journal *journal = &migration->journal;

	return (struct step_record){
		.step = migration->steps,
		.state = (char *)"started",
		.site = (char *)boundary->site,
		.sql = (char *)boundary->sql,
		.hash = (char *)boundary->hash,
		.fingerprint = (char *)fingerprint,
		.note = (char *)(why ? why : journal->lost_by),
		.journal = journal->lost_by ? NULL : (char *)text_get(&journal->bytes),
		.journal_length = journal->bytes.length,
		.last_id = migration->session_id,
	};
}

/* Asked first: then the transaction and all that it holds can travel at once. */
static bool write_all(struct migration *migration, const struct boundary *boundary,
		      struct failure *failure)
{
	struct transaction *transaction = &migration->transaction;
	struct step_record row;
	char *fingerprint = NULL;
	const char *why = NULL;
	bool done;

	if (boundary->fingerprint)
		fingerprint = memory_copy(boundary->fingerprint);
	else if (!settle_before(migration, boundary->sql, boundary->plain, &fingerprint, &why,
				failure))
		return false;
	row = row_of(migration, boundary, fingerprint, why);
	migration->row_sent = migration->steps;
	migration->boundary_seen = fingerprint != NULL;
	done = transaction_open_plain(transaction, failure) &&
	       transaction_check(transaction, failure) && session_own(migration, failure) &&
	       boundary_note(migration, failure) && write_running(migration, failure) &&
	       record_step_start(migration->execution->db, &migration->record, &row,
				 migration->replay.again, failure) &&
	       transaction_commit(transaction, failure);
	free(fingerprint);
	return done;
}

static bool journal_start(struct migration *migration, const struct boundary *boundary,
			  struct failure *failure)
{
	if (!write_all(migration, boundary, failure))
		return false;
	group_settle(migration, true);
	migration->row = migration->steps;
	migration->row_sent = 0;
	migration->boundary = 0;
	migration->journaled = true;
	migration->sets_locally = migration->set_inside = false;
	migration->record.exists = true;
	migration->replay.again = NULL;
	migration->kept = migration->steps - 1;
	journal_clear(&migration->journal);
	return true;
}

bool boundary_begin(struct migration *migration, const struct boundary *boundary,
		    struct failure *failure)
{
	if (migration->sets_locally)
		return migration_misuse(migration, boundary->site, boundary->sql,
					"what was set for its transaction alone would end with the "
					"first commit: set it for the session (SET without LOCAL)");
	return journal_start(migration, boundary, failure);
}

/* Only what has done nothing yet may be sent again: a procedure waits in its midst. */
static bool leaves_nothing(const struct migration *migration, const struct boundary *boundary)
{
	return !boundary->plain && (settle_all_or_nothing(migration, boundary->sql) ||
				    settle_repeatable(migration, boundary->sql));
}

/* One boundary while it is sent. */
struct sending {
	const struct boundary *boundary;
	char *broken_off;           /* what an earlier run has sent in its place; NULL: nothing */
	struct leftovers of_others; /* what looked like a leftover before it was sent */
	bool sent;
};

/* The row is written anew when it begins, so it is asked before. */
static struct sending sending_of(const struct migration *migration, const struct boundary *boundary)
{
	const struct step_record *again = migration->replay.again;
	const bool broken_off = again && again->sql && strcmp(again->state, "started") == 0;

	return (struct sending){
		.boundary = boundary,
		.broken_off = broken_off ? memory_copy(again->sql) : NULL,
	};
}

static void sending_finish(struct sending *sending)
{
	leftovers_finish(&sending->of_others);
	free(sending->broken_off);
}

static bool remove_own(struct migration *migration, const struct sending *sending,
		       struct failure *failure)
{
	return leftover_remove(migration, sending->boundary->sql, &sending->of_others,
			       "left this unfinished", failure);
}

static bool remove_broken_off(struct migration *migration, struct sending *sending,
			      struct failure *failure)
{
	static const struct leftovers none = { 0 };

	if (!sending->broken_off)
		return true;
	if (!leftover_remove(migration, sending->broken_off, &none, "was broken off before",
			     failure))
		return false;
	free(sending->broken_off);
	sending->broken_off = NULL;
	return true;
}

static bool clear_the_way(struct migration *migration, struct sending *sending,
			  struct failure *failure)
{
	if (sending->sent)
		return remove_own(migration, sending, failure);
	if (!remove_broken_off(migration, sending, failure))
		return false;
	leftovers_finish(&sending->of_others);
	return leftovers_find(migration, sending->boundary->sql, &sending->of_others, failure) &&
	       leftovers_let_pass(&sending->of_others, failure);
}

static bool send_once(struct migration *migration, struct sending *sending,
		      const struct row_sink *sink, struct failure *failure)
{
	const struct boundary *boundary = sending->boundary;

	if (!clear_the_way(migration, sending, failure))
		return false;
	sending->sent = true;
	return database_execute(migration->execution->db, boundary->sql, boundary->values,
				boundary->count, sink, &migration->last, failure);
}

static bool send(struct migration *migration, struct sending *sending, const struct row_sink *sink,
		 struct failure *failure)
{
	struct execution *execution = migration->execution;

	for (int attempt = 0;; attempt++) {
		if (send_once(migration, sending, sink, failure))
			return true;
		if (failure->kind != FAILURE_LOCK_WAIT || attempt >= RETRIES ||
		    interrupt_signal() || !leaves_nothing(migration, sending->boundary))
			return false;
		output_note(execution->output,
			    "%s: step %u waits for somebody else's lock; trying again",
			    migration->name, migration->steps);
		failure_finish(failure);
		usleep((useconds_t)BACK_OFF << attempt);
	}
}

static bool parse_refused(const struct dialect *dialect, const char *sql,
			  const struct failure *failure)
{
	return dialect->parse_refused && failure->kind == FAILURE_SQL && failure->message &&
	       dialect->parse_refused(&dialect->lexis, sql, failure->native, failure->position,
				      failure->message);
}

/* Does what has failed leave nothing behind that is to be taken away? */
static bool taken_away(struct migration *migration, const struct sending *sending)
{
	struct database *db = migration->execution->db;
	struct failure ignored = { 0 };
	bool nothing;

	if (!sending->sent)
		return !sending->broken_off;
	db->finishing = true;
	nothing = remove_own(migration, sending, &ignored);
	db->finishing = false;
	failure_finish(&ignored);
	return nothing;
}

static const char *ending(const struct migration *migration, const struct boundary *boundary,
			  bool done, const struct failure *failure)
{
	if (done)
		return "done";
	if (boundary->may_fail && failure->kind != FAILURE_CANCELLED)
		return "forgiven";
	return parse_refused(migration->execution->db->dialect, boundary->sql, failure) ? "refused"
											: "failed";
}

static bool is_behind(const char *state)
{
	return strcmp(state, "done") == 0 || strcmp(state, "forgiven") == 0;
}

/* By its name, as a copy of another one, or in a way that cannot be seen from here. */
static bool may_make_plain_table(const struct execution *execution, const char *sql)
{
	static const char *const words[] = { "CREATE", "ENGINE",  "LIKE", "RENAME",
					     "CALL",   "EXECUTE", "BEGIN" };
	const struct lexis *lexis = &execution->db->dialect->lexis;

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (statement_has_word(lexis, sql, words[i]))
			return true;
	return execution->engine_set;
}

/* What is left behind is known to be of this step only as long as its row says `started`. */
static void settle_failed(struct migration *migration, const struct sending *sending)
{
	const bool whole = settle_all_or_nothing(migration, sending->boundary->sql);
	const bool nothing = !whole || taken_away(migration, sending);

	if (!nothing && strcmp(migration->boundary_state, "failed") == 0)
		migration->boundary_state = "started";
	migration->refused_whole =
		strcmp(migration->boundary_state, "refused") == 0 || (whole && nothing);
	migration->left_unseen = strcmp(migration->boundary_state, "failed") == 0 && !whole &&
				 !migration->boundary_seen;
}

static void take_ending(struct migration *migration, const struct sending *sending, bool done,
			const struct failure *failure)
{
	migration->boundary = migration->steps;
	migration->boundary_state = ending(migration, sending->boundary, done, failure);
	migration->boundary_changes = migration->last.changes;
	migration->boundary_code = done ? 0 : failure->native ? failure->native : -1;
	migration->refused_whole = migration->left_unseen = false;
	if (!done)
		settle_failed(migration, sending);
	if (is_behind(migration->boundary_state))
		migration->kept = migration->steps;
}

static bool set_waiting(struct database *db, const char *sql, struct failure *failure)
{
	return database_execute(db, sql, NULL, 0, NULL, NULL, failure);
}

static bool send_patiently(struct migration *migration, struct sending *sending,
			   const struct row_sink *sink, struct failure *failure)
{
	struct database *db = migration->execution->db;
	const struct dialect *dialect = db->dialect;
	struct failure ignored = { 0 };
	bool done;

	if (!dialect->waits_harmlessly ||
	    !dialect->waits_harmlessly(&dialect->lexis, sending->boundary->sql))
		return send(migration, sending, sink, failure);
	done = set_waiting(db, dialect->wait_freely, failure) &&
	       send(migration, sending, sink, failure);
	if (db->session)
		set_waiting(db, dialect->wait_as_before, &ignored);
	failure_finish(&ignored);
	return done;
}

static bool send_through(struct migration *migration, struct sending *sending,
			 const struct row_sink *sink, struct failure *failure)
{
	const bool done = send_patiently(migration, sending, sink, failure);

	CHAOS_POINT("boundary");
	if (may_make_plain_table(migration->execution, sending->boundary->sql))
		plain_tables_forget(migration->execution);
	if (done || failure->kind != FAILURE_LOST)
		take_ending(migration, sending, done, failure);
	return done;
}

bool boundary_run(struct migration *migration, const struct boundary *boundary,
		  const struct row_sink *sink, struct failure *failure)
{
	struct sending sending = sending_of(migration, boundary);
	bool done = journal_start(migration, boundary, failure);

	if (done) {
		CHAOS_POINT("journaled");
		done = send_through(migration, &sending, sink, failure);
	} else {
		step_failed_around(failure, boundary->may_fail);
	}
	sending_finish(&sending);
	return done;
}
