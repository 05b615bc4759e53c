#include "execute/replay.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "execute/checkpoint.h"
#include "execute/migration.h"
#include "execute/settle.h"

static const struct step_record *row_of(const struct replay *replay)
{
	return &replay->rows[replay->at];
}

static void advance(struct replay *replay)
{
	journal_entry_finish(&replay->next);
	replay->has_next = journal_next(&replay->reader, &replay->next);
}

static void open_row(struct migration *migration)
{
	struct replay *replay = &migration->replay;
	const struct step_record *row = row_of(replay);

	journal_read(&replay->reader, row->journal, row->journal_length);
	advance(replay);
	if (!row->journal || replay->reader.bad)
		migration_for_person(migration, row->site, row->sql, "it cannot be replayed: %s",
				     row->note      ? row->note
				     : row->journal ? "its journal is damaged"
						    : "its journal is missing");
}

void replay_start(struct migration *migration, const struct step_record *rows, size_t count)
{
	struct replay *replay = &migration->replay;

	replay->rows = rows;
	replay->count = count;
	replay->active = count > 0;
	migration->journaled = count > 0;
	for (size_t i = 0; i < count; i++)
		if (strcmp(rows[i].state, "done") == 0 || strcmp(rows[i].state, "forgiven") == 0)
			migration->kept = (uint32_t)rows[i].step;
		else
			migration->kept = (uint32_t)rows[i].step - 1;
	if (!count)
		return;
	if (strcmp(rows[count - 1].state, "done") != 0) {
		migration->paged_rows = checkpoint_rows(rows[count - 1].fingerprint);
		migration->paged_step = (uint32_t)rows[count - 1].step;
	}
	open_row(migration);
}

void replay_finish(struct replay *replay)
{
	journal_entry_finish(&replay->next);
	journal_reader_finish(&replay->reader);
	free(replay->message);
	replay->message = NULL;
}

/* Where the two statements are the same text nobody would see what is wrong. */
static const char *other_than(const char *done, const char *sql)
{
	return done && sql && strcmp(done, sql) == 0 ? "the same there with other values or by "
						       "another key"
						     : "something else there";
}

static enum replay_answer changed(struct migration *migration, const char *done, const char *sql,
				  const char *site)
{
	migration_for_person(migration, site, sql,
			     "step %u is done, and the plugin now asks for %s", migration->steps,
			     other_than(done, sql));
	free(migration->done_sql);
	migration->done_sql = memory_copy(done);
	return REPLAY_STOPPED;
}

static void keep_failure(struct replay *replay, int status, const char *message)
{
	replay->status = status;
	free(replay->message);
	replay->message = memory_copy(message ? message : "");
}

/* What came with the step then: its rows for the guest, its failure. */
static void give(struct migration *migration, struct host_rows *rows)
{
	struct replay *replay = &migration->replay;
	struct journal_entry *entry = &replay->next;

	for (; replay->has_next; advance(replay)) {
		if (entry->kind == JOURNAL_COLUMNS) {
			journal_add_columns(&migration->journal, entry->count, entry->names);
			if (rows)
				rows->columns(rows, entry->count, entry->names);
		} else if (entry->kind == JOURNAL_ROW) {
			journal_add_row(&migration->journal, entry->count, entry->values);
			if (rows)
				rows->row(rows, entry->count, entry->values);
		} else if (entry->kind == JOURNAL_FAILURE) {
			journal_add_failure(&migration->journal, entry->reply.status,
					    entry->reply.message);
			keep_failure(replay, entry->reply.status, entry->reply.message);
		} else {
			return;
		}
	}
}

/* The boundary is behind us: the next row, or the database, goes on from here. */
static void next_row(struct migration *migration)
{
	struct replay *replay = &migration->replay;

	migration->session_id = row_of(replay)->last_id;
	journal_clear(&migration->journal);
	if (++replay->at < replay->count)
		open_row(migration);
	else
		replay->active = false;
}

/* From here on the database answers; the row of this step is written anew. */
static enum replay_answer go_live(struct migration *migration)
{
	struct replay *replay = &migration->replay;

	replay->again = row_of(replay);
	migration->session_id = replay->again->last_id;
	replay->active = false;
	return REPLAY_LIVE;
}

/* The rows that a boundary gave stand at the head of the next journal, if there is one. */
static enum replay_answer finish_boundary(struct migration *migration, struct host_rows *rows,
					  int *code)
{
	struct replay *replay = &migration->replay;
	const struct step_record *row = row_of(replay);

	if (rows && replay->at + 1 == replay->count) {
		if (settle_repeatable(migration, row->sql))
			return go_live(migration);
		migration_for_person(migration, row->site, row->sql,
				     "step %lld is done, and the rows that it gave are not known",
				     (long long)row->step);
		return REPLAY_STOPPED;
	}
	migration->last = (struct outcome){ .changes = row->changes,
					    .last_id = row->changes ? row->last_id : 0 };
	*code = (int)row->code;
	/* Rows behind this one are done as well, even if the plugin never comes to them again. */
	if (migration->kept < (uint32_t)row->step)
		migration->kept = (uint32_t)row->step;
	next_row(migration);
	if (replay->active)
		give(migration, rows);
	return migration->status == GLIM_OK ? REPLAY_ANSWERED : REPLAY_STOPPED;
}

/* Sent, and not known to have ended: the fingerprint of its objects tells. */
static enum replay_answer settle_started(struct migration *migration, const char *sql, bool same,
					 const char *site, struct host_rows *rows, int *code)
{
	const struct step_record *row = row_of(&migration->replay);

	switch (settle_step(migration, row)) {
	case SETTLED_NOT_DONE:
		return go_live(migration);
	case SETTLED_DONE:
		if (!same)
			return changed(migration, row->sql, sql, site);
		migration->boundary = migration->steps;
		migration->boundary_state = "done";
		migration->boundary_code = 0;
		output_note(migration->execution->output, "%s: step %u had taken effect",
			    migration->name, migration->steps);
		return finish_boundary(migration, rows, code);
	case SETTLED_UNKNOWN:
		break;
	}
	return REPLAY_STOPPED;
}

/* A refusal leaves nothing, but of statements that do many things one by one. */
static bool left_nothing(struct migration *migration)
{
	const struct step_record *row = row_of(&migration->replay);

	if (settle_all_or_nothing(migration, row->sql))
		return true;
	if (settle_step(migration, row) == SETTLED_NOT_DONE)
		return true;
	migration_for_person(migration, row->site, row->sql,
			     "step %lld failed, and has left something behind",
			     (long long)row->step);
	return false;
}

static enum replay_answer boundary_step(struct migration *migration, const char *sql, bool same,
					const char *site, struct host_rows *rows, int *code)
{
	const struct step_record *row = row_of(&migration->replay);

	/* Pages of a backfill are done, and cannot become something else. */
	if (checkpoint_rows(row->fingerprint) && strcmp(row->state, "done") != 0) {
		migration_for_person(
			migration, site, sql,
			"%llu rows of step %u are done, and the plugin now asks for %s",
			(unsigned long long)migration->paged_rows, migration->steps,
			other_than(row->sql, sql));
		free(migration->done_sql);
		migration->done_sql = memory_copy(row->sql);
		return REPLAY_STOPPED;
	}
	if (strcmp(row->state, "refused") == 0)
		return go_live(migration);
	if (strcmp(row->state, "failed") == 0)
		return left_nothing(migration) ? go_live(migration) : REPLAY_STOPPED;
	if (strcmp(row->state, "started") == 0)
		return settle_started(migration, sql, same, site, rows, code);
	if (strcmp(row->state, "done") != 0 && strcmp(row->state, "forgiven") != 0) {
		migration_for_person(migration, site, sql,
				     "step %u ended the transaction in a way that no rule knew",
				     migration->steps);
		return REPLAY_STOPPED;
	}
	if (!same)
		return changed(migration, row->sql, sql, site);
	return finish_boundary(migration, rows, code);
}

enum replay_answer replay_step(struct migration *migration, const char *sql, const char *hash,
			       const char *site, struct host_rows *rows, int *code)
{
	struct replay *replay = &migration->replay;
	bool same;

	if (migration->status != GLIM_OK)
		return REPLAY_STOPPED;
	if (migration->steps == (uint32_t)row_of(replay)->step)
		return boundary_step(migration, sql,
				     row_of(replay)->hash &&
					     strcmp(row_of(replay)->hash, hash) == 0,
				     site, rows, code);
	if (!replay->has_next || replay->next.kind != JOURNAL_STEP)
		return changed(migration, "nothing", sql, site);
	same = strcmp(replay->next.text.hash, hash) == 0;
	if (!same)
		return changed(migration, replay->next.text.sql, sql, site);
	journal_add_step(&migration->journal, hash, sql);
	advance(replay);
	give(migration, rows);
	return REPLAY_AGAIN;
}

bool replay_was_refused(const struct replay *replay)
{
	return replay->has_next && replay->next.kind == JOURNAL_REPLY &&
	       replay->next.request == WIRE_TRY && replay->next.reply.code != 0;
}

bool replay_reply(struct migration *migration, enum wire_kind kind, struct host_reply *reply)
{
	struct replay *replay = &migration->replay;
	struct journal_entry *entry = &replay->next;

	if (!replay->has_next || entry->kind != JOURNAL_REPLY || entry->request != kind) {
		migration_for_person(migration, NULL, NULL,
				     "after step %u, which is done, the plugin now asks for "
				     "something else",
				     migration->steps);
		return false;
	}
	*reply = entry->reply;
	journal_add_reply(&migration->journal, kind, reply);
	keep_failure(replay, reply->status, reply->message);
	reply->message = replay->message;
	migration->last = (struct outcome){ .changes = reply->changes, .last_id = reply->last_id };
	advance(replay);
	return true;
}

static bool other_rows(struct migration *migration, const struct replayed_bulk *bulk,
		       const char *what)
{
	migration_for_person(migration, bulk->site, bulk->sql,
			     "step %u is done, and the plugin now gives rows %s", bulk->step, what);
	return false;
}

/* A journal of before there were hashes of values has none: then nothing can be compared. */
static bool same_values(struct migration *migration, const struct replayed_bulk *bulk)
{
	struct replay *replay = &migration->replay;
	const struct journal_entry *entry = &replay->next;

	if (!replay->has_next || entry->kind != JOURNAL_VALUES)
		return true;
	if (!entry->hash || strcmp(entry->hash, bulk->values) != 0)
		return other_rows(migration, bulk, "with other values");
	advance(replay);
	return true;
}

bool replay_bulk(struct migration *migration, const struct replayed_bulk *bulk)
{
	struct replay *replay = &migration->replay;
	const struct journal_entry *entry = &replay->next;
	const bool there = replay->has_next && entry->kind == JOURNAL_BULK;

	if (there && entry->rows != bulk->rows) {
		migration_for_person(migration, bulk->site, bulk->sql,
				     "step %u is done with %llu rows, and the plugin now gives "
				     "%llu",
				     bulk->step, (unsigned long long)entry->rows,
				     (unsigned long long)bulk->rows);
		return false;
	}
	if (!there || !entry->types || strcmp(entry->types, bulk->types) != 0)
		return other_rows(migration, bulk, "of other types");
	advance(replay);
	return same_values(migration, bulk);
}

enum replay_answer replay_backfill(struct migration *migration, const char *sql, const char *hash,
				   const char *site)
{
	const struct replay *replay = &migration->replay;
	const struct step_record *row = row_of(replay);
	const bool same = row->hash && strcmp(row->hash, hash) == 0;
	int code;

	if (migration->status != GLIM_OK || replay->status != GLIM_OK)
		return REPLAY_STOPPED;
	if (migration->steps != (uint32_t)row->step)
		return replay_step(migration, sql, hash, site, NULL, &code);
	if (same && checkpoint_is(row->fingerprint) && strcmp(row->state, "done") != 0)
		return go_live(migration);
	return boundary_step(migration, sql, same, site, NULL, &code);
}

bool replay_may_go_live(const struct migration *migration)
{
	const struct replay *replay = &migration->replay;

	return !replay->active || migration->steps + 1 == (uint32_t)row_of(replay)->step;
}

void replay_fail(struct migration *migration, int status, const char *message)
{
	struct replay *replay = &migration->replay;

	if (replay->status == GLIM_OK)
		keep_failure(replay, status, message);
}

void replay_returned(struct migration *migration)
{
	const struct replay *replay = &migration->replay;

	if (replay->active && replay->status != GLIM_OK)
		migration_say(migration, replay->status, replay->message);
}

/* A step that is not done may be left out: it was the one to be corrected. */
static bool may_end(struct migration *migration)
{
	const struct replay *replay = &migration->replay;
	const char *state = row_of(replay)->state;

	if (replay->has_next || replay->at + 1 < replay->count)
		return false;
	return strcmp(state, "refused") == 0 ||
	       (strcmp(state, "failed") == 0 && left_nothing(migration)) ||
	       (strcmp(state, "started") == 0 &&
		settle_step(migration, row_of(replay)) == SETTLED_NOT_DONE);
}

bool replay_ended(struct migration *migration)
{
	struct replay *replay = &migration->replay;

	if (!replay->active)
		return true;
	if (may_end(migration)) {
		replay->active = false;
		return true;
	}
	if (migration->status == GLIM_OK) {
		migration_for_person(migration, row_of(replay)->site, NULL,
				     "it returned after step %u, but step %lld is done",
				     migration->steps, (long long)row_of(replay)->step);
		migration->done_sql = memory_copy(row_of(replay)->sql);
	}
	return false;
}
