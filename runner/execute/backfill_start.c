#include "execute/backfill.h"

#include <stdlib.h>
#include <string.h>

#include "base/chaos.h"
#include "catalog/checksum.h"
#include "execute/bulk.h"
#include "execute/columns.h"
#include "execute/key.h"
#include "execute/step.h"
#include "execute/tell.h"

static bool take_number(void *data, size_t count, const glim_value *values)
{
	if (count && values[0].type == GLIM_TYPE_INT && values[0].as.integer > 0)
		*(uint64_t *)data = (uint64_t)values[0].as.integer;
	return true;
}

/* A refusal is no reason to stop; what may have ended the transaction is. */
static bool is_mere_refusal(const struct failure *failure)
{
	return failure->kind == FAILURE_SQL || failure->kind == FAILURE_AUTH ||
	       failure->kind == FAILURE_NO_TABLE;
}

/* For people only; a condition makes it nobody's guess. */
static bool estimate(struct migration *migration, const struct selection *selection)
{
	struct database *db = migration->execution->db;
	const glim_value table = glim_text(selection->table);
	const char *asks = db->dialect->estimates_rows;
	const struct row_sink sink = { .row = take_number, .data = &migration->backfill->total };
	struct failure failure = { 0 };
	struct text sql = { 0 };
	bool done;

	if (selection->where && *selection->where)
		return true;
	text_add(&sql, asks ? asks : "SELECT COUNT(*) FROM ");
	if (!asks)
		dialect_add_name(db->dialect, &sql, selection->table);
	done = database_execute(db, text_get(&sql), &table, asks ? 1 : 0, &sink, NULL, &failure) ||
	       is_mere_refusal(&failure) || backfill_fail(migration, &failure);
	failure_finish(&failure);
	text_finish(&sql);
	return done;
}

static bool write_start(struct migration *migration)
{
	struct running_backfill *backfill = migration->backfill;
	char *fingerprint = checkpoint_text(&backfill->done);
	const struct boundary boundary = {
		.sql = backfill->sql,
		.hash = backfill->hash,
		.site = backfill->site,
		.fingerprint = fingerprint,
	};
	struct failure failure = { 0 };
	bool done = boundary_begin(migration, &boundary, &failure);

	free(fingerprint);
	CHAOS_POINT("journaled");
	if (done)
		backfill_note_state(migration);
	return done ? done : backfill_fail(migration, &failure);
}

/* Rows that are done end with a key, of which each column has its value. */
static bool fits_key(const struct running_backfill *backfill)
{
	size_t count;

	free(checkpoint_key(&backfill->done, &count));
	return count == backfill->asked.selection.key_count;
}

static bool refuse_checkpoint(struct migration *migration, uint64_t rows)
{
	const struct running_backfill *backfill = migration->backfill;

	migration_for_person(migration, backfill->site, backfill->sql,
			     "%llu rows of step %u are done, and where they end is no value of its "
			     "key: its row in glim_steps is damaged",
			     (unsigned long long)rows, backfill->step);
	return false;
}

static bool resume_at(struct migration *migration)
{
	struct running_backfill *backfill = migration->backfill;
	const struct step_record *row = migration->replay.again;

	if (!row || !checkpoint_is(row->fingerprint))
		return true;
	if (!checkpoint_read(row->fingerprint, &backfill->done) ||
	    (backfill->done.rows && !fits_key(backfill)))
		return refuse_checkpoint(migration, checkpoint_rows(row->fingerprint));
	if (!backfill->done.rows)
		return true;
	output_note(migration->execution->output,
		    "%s: step %u goes on behind the %llu rows that are "
		    "done",
		    migration->name, backfill->step, (unsigned long long)backfill->done.rows);
	return true;
}

/* What nobody can mend by waiting shows before a row has changed. */
static bool start_calmly(struct migration *migration)
{
	struct failure failure = { 0 };

	migration->backfill->replicas = replicas_create(migration->execution->db);
	return throttle_until_calm(migration, &failure) || backfill_fail(migration, &failure);
}

/* A half-done run that is undone may never have made the table. */
static bool look_for_table(struct migration *migration, bool *there)
{
	const char *table = migration->backfill->asked.selection.table;
	struct failure failure = { 0 };

	*there = !migration->bears_missing;
	return *there || database_finds_table(migration->execution->db, table, there, &failure) ||
	       backfill_fail(migration, &failure);
}

/* Asked in a dialect that has no such question nothing is found. */
static bool ask_of_table(struct migration *migration, const char *sql, bool *found)
{
	const glim_value table = glim_text(migration->backfill->asked.selection.table);
	struct failure failure = { 0 };

	return !sql || database_finds(migration->execution->db, sql, &table, 1, found, &failure) ||
	       backfill_fail(migration, &failure);
}

static bool learn_table(struct migration *migration)
{
	struct running_backfill *backfill = migration->backfill;
	const struct dialect *dialect = migration->execution->db->dialect;

	if (!ask_of_table(migration, dialect->settles_conflicts, &backfill->settles) ||
	    !ask_of_table(migration, dialect->firm_table, &backfill->firm))
		return false;
	backfill->firm &= !key_is_of_another(migration, backfill->asked.selection.table);
	return true;
}

static bool end_without_table(struct migration *migration, int *code)
{
	if (!write_start(migration))
		return false;
	step_note_nothing(migration, "its table is not there");
	return backfill_end(migration, false, code);
}

static bool check_columns(struct migration *migration)
{
	const struct running_backfill *backfill = migration->backfill;
	const struct backfill *asked = &backfill->asked;
	const struct selection *selection = &asked->selection;

	return columns_check(migration, selection->table, selection->columns,
			     selection->column_count, backfill->site) &&
	       columns_check(migration, selection->table, asked->writes, asked->write_count,
			     backfill->site);
}

static bool start_live(struct migration *migration, struct host_rows *rows, int *code)
{
	struct running_backfill *backfill = migration->backfill;
	struct selection selection = backfill->asked.selection;
	bool there;

	selection.values += backfill->set_count;
	selection.value_count -= backfill->set_count;
	if (!backfill_leaves_key_alone(migration) || !pending_flush(migration) ||
	    !look_for_table(migration, &there))
		return false;
	if (!there)
		return end_without_table(migration, code);
	if (!key_learn(migration, &selection, backfill->site, &backfill->marks) ||
	    !backfill_key_stays(migration) || !check_columns(migration) || !learn_table(migration))
		return false;
	if (!resume_at(migration) || !estimate(migration, &selection) || !write_start(migration))
		return false;
	backfill_count(migration);
	return start_calmly(migration) && backfill_give_page(migration, rows, code);
}

/* Its answer heads the journal of what comes behind it, in this start as in the one before. */
static bool answer_done(struct migration *migration, int *code)
{
	struct host_reply reply = { .changes = migration->last.changes };

	backfill_tell_end(migration, true);
	backfill_forget(migration);
	*code = 0;
	if (migration->replay.active)
		return replay_reply(migration, WIRE_BACKFILL, &reply);
	journal_add_reply(&migration->journal, WIRE_BACKFILL, &reply);
	return true;
}

/* How far it is says nothing under another key, nor under a condition of other values. */
static bool hash_walk(struct running_backfill *backfill)
{
	const struct selection *selection = &backfill->asked.selection;
	struct text walk = { 0 };
	char hex[CHECKSUM_TEXT];
	bool hashed;

	wire_put_text(&walk, backfill->sql);
	for (size_t i = 0; i < selection->key_count; i++)
		wire_put_text(&walk, selection->key[i]);
	wire_put_values(&walk, selection->values, selection->value_count);
	hashed = checksum_text(text_get(&walk), walk.length, hex);
	text_finish(&walk);
	if (hashed)
		snprintf(backfill->hash, sizeof backfill->hash, "%.*s", JOURNAL_HASH - 1, hex);
	return hashed;
}

static bool begin(struct migration *migration, const struct host_request *request,
		  struct host_rows *rows, int *code)
{
	struct running_backfill *backfill = migration->backfill;

	struct step step = { .sql = backfill->sql };
	const bool open = step_open(migration, request, &step);

	backfill->site = step.site;
	backfill->step_began = step.began;
	backfill->step = migration->steps;
	if (!open)
		return false;
	if (!hash_walk(backfill))
		return migration_misuse(migration, backfill->site, backfill->sql, "%s",
					checksum_problem());
	if (migration->transaction.depth > 0)
		return migration_misuse(migration, backfill->site, backfill->sql,
					"each page of a backfill is a transaction of its own; it "
					"cannot stand between glim_begin() and its end");
	if (bulk_is_open(migration))
		return bulk_hinders(migration, backfill->site, backfill->sql, "a backfill");
	if (!migration->replay.active)
		return start_live(migration, rows, code);
	switch (replay_backfill(migration, backfill->sql, backfill->hash, backfill->site)) {
	case REPLAY_LIVE:
		return start_live(migration, rows, code);
	case REPLAY_STOPPED:
		return false;
	default:
		return answer_done(migration, code);
	}
}

bool backfill_start(struct migration *migration, const struct host_request *request,
		    struct host_rows *rows, int *code)
{
	if (migration->backfill)
		return migration_misuse(migration, NULL, NULL, "a backfill inside of another one");
	migration->backfill = backfill_create(request->backfill, migration->execution->db->dialect);
	if (begin(migration, request, rows, code))
		return true;
	backfill_tell_end(migration, false);
	return false;
}
