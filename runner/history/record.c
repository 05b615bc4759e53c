#include "history/record.h"

#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "base/clock.h"
#include "base/text.h"

enum { MOST_TEXT = 60000 }; /* TEXT takes 65,535 bytes in the smallest of the databases */

void record_new_id(char id[RECORD_ID])
{
	unsigned char b[16];

	if (getrandom(b, sizeof b, 0) != (ssize_t)sizeof b)
		memset(b, 0, sizeof b);
	b[6] = (b[6] & 0x0f) | 0x40;
	b[8] = (b[8] & 0x3f) | 0x80;
	snprintf(id, RECORD_ID,
		 "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", b[0], b[1],
		 b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14],
		 b[15]);
}

int64_t record_next_time(const struct history *history)
{
	int64_t time = clock_now();

	for (size_t i = 0; i < history->count; i++)
		if (history->records[i].created_at >= time)
			time = history->records[i].created_at + 1;
	return time;
}

/* Bounded, and cut between characters. */
static glim_value bounded(const char *text, size_t most)
{
	glim_value value = glim_text(text);

	if (!text || value.length <= most)
		return value;
	value.length = (uint32_t)most;
	while (value.length && ((unsigned char)text[value.length] & 0xc0) == 0x80)
		value.length--;
	return value;
}

static glim_value time_value(int64_t time, char text[CLOCK_TEXT])
{
	clock_format_history(time, text);
	return glim_text(text);
}

/* One of our statements over a list of columns, given as "a, b, c" with as many marks. */
struct assignment {
	const char *column;
	glim_value value;
};

static bool insert(struct database *db, const char *table, const struct assignment *list,
		   size_t count, struct failure *failure)
{
	struct text sql = { 0 };
	glim_value values[16];
	bool done;

	text_print(&sql, "INSERT INTO %s (", table);
	for (size_t i = 0; i < count; i++)
		text_print(&sql, "%s%s", i ? ", " : "", list[i].column);
	text_add(&sql, ") VALUES (");
	for (size_t i = 0; i < count; i++) {
		text_add(&sql, i ? ", ?" : "?");
		values[i] = list[i].value;
	}
	text_add(&sql, ")");
	done = database_execute(db, text_get(&sql), values, count, NULL, NULL, failure);
	text_finish(&sql);
	return done;
}

static bool expect_one(const struct outcome *outcome, const char *name, struct failure *failure)
{
	if (outcome->changes == 1)
		return true;
	return failure_set(
		failure, FAILURE_SQL, 0,
		"the row of %s in glim_migrations is not the one that was read: somebody "
		"else changed it",
		name);
}

static bool update(struct database *db, const char *name, const struct assignment *list,
		   size_t count, const char *id, struct failure *failure)
{
	struct text sql = { 0 };
	struct outcome outcome = { 0 };
	glim_value values[17];
	bool done;

	text_add(&sql, "UPDATE glim_migrations SET ");
	for (size_t i = 0; i < count; i++) {
		text_print(&sql, "%s%s = ?", i ? ", " : "", list[i].column);
		values[i] = list[i].value;
	}
	text_add(&sql, " WHERE id = ?");
	values[count] = glim_text(id);
	done = database_execute(db, text_get(&sql), values, count + 1, NULL, &outcome, failure);
	text_finish(&sql);
	return done && expect_one(&outcome, name, failure);
}

bool record_write(struct database *db, const struct record_entry *entry, struct failure *failure)
{
	char time[CLOCK_TEXT];
	const struct assignment list[] = {
		{ "id", glim_text(entry->id) },
		{ "name", glim_text(entry->name) },
		{ "created_at", time_value(entry->created_at, time) },
		{ "description", bounded(entry->description, MOST_TEXT) },
		{ "state", glim_text(record_state_name(entry->state)) },
		{ "direction", glim_text(direction_name(entry->direction)) },
		{ "checksum", glim_text(entry->checksum) },
		{ "source_checksum", glim_text(entry->source_checksum) },
		{ "depends", bounded(entry->depends, MOST_TEXT) },
		{ "reversible", glim_int(entry->reversible) },
		{ "statements", glim_int(entry->statements) },
		{ "duration_us", glim_int(entry->duration_us) },
		{ "applied_by", bounded(entry->applied_by, 255) },
		{ "runner", bounded(entry->runner, 64) },
		{ "error", bounded(entry->error, MOST_TEXT) },
	};
	const size_t count = sizeof list / sizeof *list;

	if (!entry->exists)
		return insert(db, "glim_migrations", list, count, failure);
	return update(db, entry->name, list + 2, count - 2, entry->id, failure);
}

bool record_delete(struct database *db, const struct record_entry *entry, struct failure *failure)
{
	const glim_value id = glim_text(entry->id);
	struct outcome outcome = { 0 };

	return database_execute(db, "DELETE FROM glim_migrations WHERE id = ?", &id, 1, NULL,
				&outcome, failure) &&
	       expect_one(&outcome, entry->name, failure);
}

static bool delete_step(struct database *db, const struct record_entry *entry, int64_t step,
			struct failure *failure)
{
	const glim_value values[] = { glim_text(entry->name),
				      glim_text(direction_name(entry->direction)), glim_int(step) };

	return database_execute(
		db, "DELETE FROM glim_steps WHERE name = ? AND direction = ? AND step = ?", values,
		3, NULL, NULL, failure);
}

bool record_step_start(struct database *db, const struct record_entry *entry,
		       const struct step_record *step, struct failure *failure)
{
	char time[CLOCK_TEXT];
	const struct assignment list[] = {
		{ "name", glim_text(entry->name) },
		{ "direction", glim_text(direction_name(entry->direction)) },
		{ "step", glim_int(step->step) },
		{ "state", glim_text(step->state) },
		{ "created_at", time_value(clock_now(), time) },
		{ "site", bounded(step->site, 4096) },
		{ "sql_text", bounded(step->sql, MOST_TEXT) },
		{ "sql_hash", glim_text(step->hash) },
		{ "fingerprint", bounded(step->fingerprint, MOST_TEXT) },
		{ "note", bounded(step->note, MOST_TEXT) },
		{ "journal", glim_blob(step->journal, step->journal_length) },
		{ "last_id", glim_int(step->last_id) },
	};

	return (!step->name || delete_step(db, entry, step->step, failure)) &&
	       insert(db, "glim_steps", list, sizeof list / sizeof *list, failure);
}

bool record_steps_set(struct database *db, const struct record_entry *entry, int64_t step,
		      const char *state, int64_t code, struct failure *failure)
{
	const glim_value values[] = { glim_text(state), glim_int(code), glim_text(entry->name),
				      glim_text(direction_name(entry->direction)), glim_int(step) };

	return database_execute(
		db,
		"UPDATE glim_steps SET state = ?, code = ? WHERE name = ? AND direction = ? AND "
		"step = ?",
		values, 5, NULL, NULL, failure);
}

bool record_steps_delete(struct database *db, const struct record_entry *entry,
			 struct failure *failure)
{
	const glim_value name = glim_text(entry->name);

	return database_execute(db, "DELETE FROM glim_steps WHERE name = ?", &name, 1, NULL, NULL,
				failure);
}

bool record_log(struct database *db, const struct record_entry *entry, const char *event,
		const char *reason, struct failure *failure)
{
	char id[RECORD_ID], time[CLOCK_TEXT];
	const struct assignment list[] = {
		{ "id", (record_new_id(id), glim_text(id)) },
		{ "created_at", time_value(clock_now(), time) },
		{ "event", glim_text(event) },
		{ "name", glim_text(entry->name) },
		{ "direction", glim_text(direction_name(entry->direction)) },
		{ "checksum", glim_text(entry->checksum) },
		{ "statements", glim_int(entry->statements) },
		{ "duration_us", glim_int(entry->duration_us) },
		{ "applied_by", bounded(entry->applied_by, 255) },
		{ "runner", bounded(entry->runner, 64) },
		{ "reason", bounded(reason, MOST_TEXT) },
		{ "error", bounded(entry->error, MOST_TEXT) },
	};

	return insert(db, "glim_log", list, sizeof list / sizeof *list, failure);
}
