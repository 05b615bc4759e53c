#include "execute/bulk.h"

#include <stdlib.h>

#include "base/chaos.h"
#include "base/memory.h"
#include "catalog/checksum.h"
#include "execute/columns.h"
#include "execute/step.h"
#include "execute/tell.h"
#include "execute/upsert.h"

/*
 * One bulk is one step. Its rows are not kept in the journal, only their number and hashes of the
 * types and of the values in them: a replay counts them too, and has to come to the same.
 */
struct bulk_writer {
	uint32_t number; /* that the child gave it */
	uint32_t step;
	struct bulk *bulk;
	char *sql, *site;
	int64_t began;
	uint64_t rows;
	struct checksum types, values;
	struct outcome outcome;
	struct bulk_writer *next;
};

static struct bulk_writer *find(const struct migration *migration, uint32_t number)
{
	struct bulk_writer *writer = migration->bulks;

	while (writer && writer->number != number)
		writer = writer->next;
	return writer;
}

static void destroy(struct bulk_writer *writer)
{
	checksum_finish(&writer->types, NULL);
	checksum_finish(&writer->values, NULL);
	bulk_destroy(writer->bulk);
	free(writer->sql);
	free(writer->site);
	free(writer);
}

static void forget(struct migration *migration, struct bulk_writer *writer)
{
	struct bulk_writer **at = &migration->bulks;

	while (*at != writer)
		at = &(*at)->next;
	*at = writer->next;
	destroy(writer);
}

/* ---- What it hinders ---- */

bool bulk_is_open(const struct migration *migration)
{
	return migration->bulks != NULL;
}

bool bulk_hinders(struct migration *migration, const char *site, const char *sql, const char *what)
{
	return migration_misuse(migration, site, sql,
				"%s while a bulk of %s is open: close it first with "
				"glim_bulk_close()",
				what, migration->bulks->bulk->table);
}

bool bulk_left_open(struct migration *migration)
{
	migration_misuse(migration, migration->bulks->site, NULL,
			 "%s() returned while a bulk of %s is open: glim_bulk_close() writes its "
			 "last rows",
			 direction_name(migration->direction), migration->bulks->bulk->table);
	return true;
}

void bulk_forget_all(struct migration *migration)
{
	if (!migration->bulks)
		return;
	while (migration->bulks)
		forget(migration, migration->bulks);
	database_bulk_end(migration->execution->db);
}

/* ---- Requests ---- */

static struct bulk_writer *create(const struct host_request *request, const struct dialect *dialect)
{
	struct bulk_writer *writer = memory_alloc(sizeof *writer);
	struct text sql = { 0 };

	dialect_bulk(dialect, &sql, request->opens, 1);
	writer->number = request->bulk;
	writer->bulk = bulk_copy(request->opens);
	writer->sql = text_take(&sql);
	return writer;
}

static bool begin_step(struct migration *migration, struct step *step)
{
	int code;

	if (!migration->replay.active) {
		if (!pending_flush(migration))
			return false;
		journal_add_step(&migration->journal, step->hash, step->sql);
		return true;
	}
	switch (replay_step(migration, step->sql, step->hash, step->site, NULL, &code)) {
	case REPLAY_LIVE:
		journal_add_step(&migration->journal, step->hash, step->sql);
		return session_restore(migration, step);
	case REPLAY_STOPPED:
		return false;
	default:
		return true;
	}
}

static bool begin(struct migration *migration, const struct host_request *request,
		  struct bulk_writer *writer)
{
	struct step step = { .sql = writer->sql };
	const bool begun = step_open(migration, request, &step) && begin_step(migration, &step);

	writer->site = step.site;
	writer->began = step.began;
	writer->step = migration->steps;
	if (!begun && step.began)
		tell_step_end(migration, writer->step, false, step.began);
	return begun;
}

/* A replay has to fail here as this did. */
static bool fail(struct migration *migration, const struct bulk_writer *writer)
{
	migration->failed_step = writer->step;
	tell_step_end(migration, writer->step, false, writer->began);
	journal_add_failure(&migration->journal, migration->status, migration->message);
	return false;
}

static bool check_columns(struct migration *migration, const struct bulk_writer *writer)
{
	const struct bulk *bulk = writer->bulk;

	return migration->replay.active ||
	       (columns_check(migration, bulk->table, bulk->columns, bulk->count, writer->site) &&
		upsert_check(migration, bulk, writer->site)) ||
	       fail(migration, writer);
}

bool bulk_open(struct migration *migration, const struct host_request *request,
	       struct host_rows *rows, int *code)
{
	struct bulk_writer *writer;

	(void)rows;
	(void)code;
	if (find(migration, request->bulk))
		return migration_misuse(migration, NULL, NULL, "two bulks of one number");
	writer = create(request, migration->execution->db->dialect);
	if (!checksum_init(&writer->types) || !checksum_init(&writer->values)) {
		migration_misuse(migration, NULL, NULL, "%s", checksum_problem());
	} else if (begin(migration, request, writer)) {
		writer->next = migration->bulks;
		migration->bulks = writer;
		return check_columns(migration, writer);
	}
	destroy(writer);
	return false;
}

/* Each value with its type and its length: where one ends is not to be guessed. */
static void count(struct bulk_writer *writer, const glim_value *values, size_t rows)
{
	const size_t cells = rows * writer->bulk->count;
	unsigned char *types = memory_alloc(cells + 1);
	struct text bytes = { 0 };

	for (size_t i = 0; i < cells; i++) {
		types[i] = (unsigned char)values[i].type;
		wire_put_value(&bytes, &values[i]);
	}
	checksum_update(&writer->types, types, cells);
	checksum_update(&writer->values, bytes.data, bytes.length);
	writer->rows += rows;
	text_finish(&bytes);
	free(types);
}

static bool write(struct migration *migration, struct bulk_writer *writer, const glim_value *values,
		  size_t rows)
{
	struct failure failure = { 0 };
	struct outcome outcome;

	CHAOS_POINT("bulk");
	if (bulk_write(migration, writer->bulk, values, rows, writer->rows, &outcome, &failure)) {
		writer->outcome.changes += outcome.changes;
		writer->outcome.last_id = outcome.last_id;
		return true;
	}
	migration_stick(migration, failure.kind == FAILURE_CANCELLED ? GLIM_CANCELLED : GLIM_ERROR,
			&failure, writer->site, writer->sql);
	return fail(migration, writer);
}

bool bulk_write_rows(struct migration *migration, const struct host_request *request,
		     struct host_rows *rows, int *code)
{
	struct bulk_writer *writer = find(migration, request->bulk);
	size_t rows_count;

	(void)rows;
	(void)code;
	if (!writer || request->count % writer->bulk->count)
		return migration_misuse(migration, NULL, NULL, "rows that are of no bulk");
	if (migration_cancelled(migration) || !pending_flush(migration))
		return false;
	rows_count = request->count / writer->bulk->count;
	if (!migration->replay.active && !write(migration, writer, request->values, rows_count))
		return false;
	count(writer, request->values, rows_count);
	return true;
}

static void note_id(struct migration *migration, const struct bulk_writer *writer)
{
	migration->last = writer->outcome;
	if (writer->outcome.last_id)
		migration->session_id = writer->outcome.last_id;
}

bool bulk_close(struct migration *migration, const struct host_request *request,
		struct host_rows *rows, int *code)
{
	struct bulk_writer *writer = find(migration, request->bulk);
	char types[CHECKSUM_TEXT], values[CHECKSUM_TEXT];
	bool done = true;

	(void)rows;
	(void)code;
	if (!writer)
		return migration_misuse(migration, NULL, NULL, "a bulk that is not open is closed");
	checksum_finish(&writer->types, types);
	checksum_finish(&writer->values, values);
	if (migration->replay.active)
		done = replay_bulk(migration,
				   &(struct replayed_bulk){ writer->site, writer->sql, writer->step,
							    writer->rows, types, values });
	else
		note_id(migration, writer);
	tell_step_end(migration, writer->step, done, writer->began);
	if (done) {
		journal_add_bulk(&migration->journal, writer->rows, types);
		journal_add_values(&migration->journal, values);
	}
	forget(migration, writer);
	if (!migration->bulks)
		database_bulk_end(migration->execution->db);
	return done;
}
