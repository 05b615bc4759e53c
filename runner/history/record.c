#include "history/record.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "history/id.h"

enum { MOST_TEXT = 60000 }; /* TEXT takes 65,535 bytes in the smallest of the databases */

int64_t record_next_time(const struct history *history)
{
	int64_t time = clock_now();

	for (size_t i = 0; i < history->count; i++)
		if (history->records[i].created_at >= time)
			time = history->records[i].created_at + 1;
	return time;
}

/* Cut between characters. */
static size_t bounded_length(const char *text, size_t most)
{
	size_t length = strlen(text);

	if (length <= most)
		return length;
	for (length = most; length && ((unsigned char)text[length] & 0xc0) == 0x80;)
		length--;
	return length;
}

/* Foreign bytes that are no UTF-8 would be refused by the database: they are kept escaped. */
static glim_value foreign(struct text *kept, const char *text, size_t most)
{
	size_t length;

	if (!text)
		return glim_null();
	length = bounded_length(text, most);
	if (text_is_utf8(text, length))
		text_add_bytes(kept, text, length);
	else
		text_add_safe(kept, text, length < most / 4 ? length : most / 4);
	return (glim_value){ .type = GLIM_TYPE_TEXT,
			     .length = (uint32_t)kept->length,
			     .as.data = text_get(kept) };
}

/* An adopted row may know less than ours do. */
static glim_value known(int64_t number)
{
	return number < 0 ? glim_null() : glim_int(number);
}

static glim_value time_value(int64_t time, char text[CLOCK_TEXT])
{
	if (!time)
		return glim_null();
	clock_format_history(time, text);
	return glim_text(text);
}

/* One of our statements over a list of columns. */
struct assignment {
	const char *column;
	glim_value value;
	size_t most; /* of a foreign text; 0: one of our own */
};

enum { MOST_COLUMNS = 16 };

static void take_values(const struct assignment *list, size_t count, glim_value *values,
			struct text *kept)
{
	for (size_t i = 0; i < count; i++)
		values[i] = list[i].most ? foreign(&kept[i], list[i].value.as.data, list[i].most)
					 : list[i].value;
}

/* The row with this id, which has to be there. */
struct row {
	const char *id, *name;
};

static bool not_the_one(const char *name, struct failure *failure)
{
	return failure_set(
		failure, FAILURE_RECORD, 0,
		"the row of %s in glim_migrations is not the one that was read: somebody "
		"else changed it",
		name);
}

static bool expect_one(const struct outcome *outcome, const char *name, struct failure *failure)
{
	return outcome->changes == 1 || not_the_one(name, failure);
}

static bool hold_row(struct database *db, const struct row *row, struct failure *failure)
{
	const glim_value id = glim_text(row->id);

	return database_later(db,
			      &(struct later){ .sql = db->dialect->row_held,
					       .values = &id,
					       .count = 1,
					       .name = row->name,
					       .sqlstate = db->dialect->row_missing,
					       .means = not_the_one },
			      failure);
}

/* Where statements travel together the row is held before, so that COMMIT may travel along. */
static bool change_row(struct database *db, const struct row *row, const struct later *change,
		       struct failure *failure)
{
	struct later later = *change;

	later.expect = expect_one;
	later.name = row->name;
	later.held = db->packet.open && db->dialect->row_held;
	return (!later.held || hold_row(db, row, failure)) && database_later(db, &later, failure);
}

static bool execute_with(struct database *db, const struct text *sql, const struct assignment *list,
			 size_t count, const struct row *row, struct failure *failure)
{
	struct text kept[MOST_COLUMNS] = { 0 };
	glim_value values[MOST_COLUMNS + 1];
	struct later later;
	bool done;

	take_values(list, count, values, kept);
	if (row)
		values[count] = glim_text(row->id);
	later = (struct later){ .sql = text_get(sql),
				.values = values,
				.count = count + (row != NULL) };
	done = row ? change_row(db, row, &later, failure) : database_later(db, &later, failure);
	for (size_t i = 0; i < count; i++)
		text_finish(&kept[i]);
	return done;
}

/* The mark of a value, and what the database adds to it. */
static const char *mark_of(const struct database *db, const struct record_entry *entry,
			   const char *column)
{
	return entry->timed && strcmp(column, "duration_us") == 0 ? db->dialect->clock_elapsed
								  : "?";
}

static void add_listed(struct text *out, size_t at, const char *piece)
{
	if (at)
		text_add(out, ", ");
	text_add(out, piece);
}

static bool insert(struct database *db, const char *table, const struct record_entry *entry,
		   const struct assignment *list, size_t count, struct failure *failure)
{
	struct text sql = { 0 };
	bool done;

	text_print(&sql, "INSERT INTO %s (", table);
	for (size_t i = 0; i < count; i++)
		add_listed(&sql, i, list[i].column);
	text_add(&sql, ") VALUES (");
	for (size_t i = 0; i < count; i++)
		add_listed(&sql, i, mark_of(db, entry, list[i].column));
	text_add(&sql, ")");
	done = execute_with(db, &sql, list, count, NULL, failure);
	text_finish(&sql);
	return done;
}

static bool update(struct database *db, const struct record_entry *entry,
		   const struct assignment *list, size_t count, struct failure *failure)
{
	const struct row row = { entry->id, entry->name };
	struct text sql = { 0 };
	bool done;

	text_add(&sql, "UPDATE glim_migrations SET ");
	for (size_t i = 0; i < count; i++)
		text_print(&sql, "%s%s = %s", i ? ", " : "", list[i].column,
			   mark_of(db, entry, list[i].column));
	text_add(&sql, " WHERE id = ?");
	done = execute_with(db, &sql, list, count, &row, failure);
	text_finish(&sql);
	return done;
}

bool record_write(struct database *db, const struct record_entry *entry, struct failure *failure)
{
	char time[CLOCK_TEXT];
	const struct assignment list[] = {
		{ "id", glim_text(entry->id), 0 },
		{ "name", glim_text(entry->name), 0 },
		{ "created_at", time_value(entry->created_at, time), 0 },
		{ "description", glim_text(entry->description), MOST_TEXT },
		{ "state", glim_text(record_state_name(entry->state)), 0 },
		{ "direction", glim_text(direction_name(entry->direction)), 0 },
		{ "checksum", glim_text(entry->checksum), 0 },
		{ "source_checksum", glim_text(entry->source_checksum), 0 },
		{ "depends", glim_text(entry->depends), MOST_TEXT },
		{ "reversible", known(entry->reversible), 0 },
		{ "statements", glim_int(entry->statements), 0 },
		{ "duration_us", known(entry->duration_us), 0 },
		{ "applied_by", glim_text(entry->applied_by), 255 },
		{ "runner", glim_text(entry->runner), 64 },
		{ "error", glim_text(entry->error), MOST_TEXT },
	};
	const size_t count = sizeof list / sizeof *list;

	if (!entry->exists)
		return insert(db, "glim_migrations", entry, list, count, failure);
	return update(db, entry, list + 2, count - 2, failure);
}

static bool later(struct database *db, const char *sql, const glim_value *values, size_t count,
		  struct failure *failure)
{
	return database_later(db, &(struct later){ .sql = sql, .values = values, .count = count },
			      failure);
}

bool record_delete(struct database *db, const struct record_entry *entry, struct failure *failure)
{
	const struct row row = { entry->id, entry->name };
	const glim_value id = glim_text(entry->id);

	return change_row(db, &row,
			  &(struct later){ .sql = "DELETE FROM glim_migrations WHERE id = ?",
					   .values = &id,
					   .count = 1 },
			  failure);
}

static bool delete_step(struct database *db, const struct record_entry *entry, int64_t step,
			struct failure *failure)
{
	const glim_value values[] = { glim_text(entry->name),
				      glim_text(direction_name(entry->direction)), glim_int(step) };

	return later(db, "DELETE FROM glim_steps WHERE name = ? AND direction = ? AND step = ?",
		     values, 3, failure);
}

bool record_step_start(struct database *db, const struct record_entry *entry,
		       const struct step_record *step, const struct step_record *instead,
		       struct failure *failure)
{
	char time[CLOCK_TEXT];
	const struct assignment list[] = {
		{ "name", glim_text(entry->name), 0 },
		{ "direction", glim_text(direction_name(entry->direction)), 0 },
		{ "step", glim_int(step->step), 0 },
		{ "state", glim_text(step->state), 0 },
		{ "created_at", time_value(clock_now(), time), 0 },
		{ "site", glim_text(step->site), 4096 },
		{ "sql_text", glim_text(step->sql), MOST_TEXT },
		{ "sql_hash", glim_text(step->hash), 0 },
		{ "fingerprint", glim_text(step->fingerprint), MOST_TEXT },
		{ "note", glim_text(step->note), MOST_TEXT },
		{ "journal", glim_blob(step->journal, step->journal_length), 0 },
		{ "last_id", glim_int(step->last_id), 0 },
	};

	return (!instead || delete_step(db, entry, instead->step, failure)) &&
	       insert(db, "glim_steps", entry, list, sizeof list / sizeof *list, failure);
}

bool record_steps_set(struct database *db, const struct record_entry *entry, int64_t step,
		      const char *state, int64_t code, int64_t changes, int64_t last_id,
		      struct failure *failure)
{
	const glim_value values[] = {
		glim_text(state),       glim_int(code),
		glim_int(changes),      glim_int(last_id),
		glim_text(entry->name), glim_text(direction_name(entry->direction)),
		glim_int(step)
	};

	return later(db,
		     "UPDATE glim_steps SET state = ?, code = ?, changes = ?, last_id = ? "
		     "WHERE name = ? AND direction = ? AND step = ?",
		     values, sizeof values / sizeof *values, failure);
}

bool record_step_checkpoint(struct database *db, const struct record_entry *entry, int64_t step,
			    const char *state, const char *checkpoint, int64_t changes,
			    struct failure *failure)
{
	const glim_value values[] = {
		glim_text(state),
		glim_text(checkpoint),
		glim_int(0),
		glim_int(changes),
		glim_text(entry->name),
		glim_text(direction_name(entry->direction)),
		glim_int(step),
	};
	struct outcome outcome = { 0 };

	return database_execute(
		       db,
		       "UPDATE glim_steps SET state = ?, fingerprint = ?, code = ?, changes = ? "
		       "WHERE name = ? AND direction = ? AND step = ?",
		       values, sizeof values / sizeof *values, NULL, &outcome, failure) &&
	       expect_one(&outcome, entry->name, failure);
}

bool record_steps_delete(struct database *db, const struct record_entry *entry,
			 struct failure *failure)
{
	const glim_value name = glim_text(entry->name);

	return later(db, "DELETE FROM glim_steps WHERE name = ?", &name, 1, failure);
}

bool record_steps_forget(struct database *db, const struct record_entry *entry,
			 struct failure *failure)
{
	const glim_value values[] = { glim_text(entry->name),
				      glim_text(direction_name(entry->direction)) };

	return later(db, "DELETE FROM glim_steps WHERE name = ? AND direction = ?", values, 2,
		     failure);
}

bool record_log(struct database *db, const struct record_entry *entry, const char *event,
		const char *reason, struct failure *failure)
{
	const int64_t now = clock_now();
	char id[ID_TEXT], time[CLOCK_TEXT];
	const struct assignment list[] = {
		{ "id", (id_new(now, id), glim_text(id)), 0 },
		{ "created_at", time_value(now, time), 0 },
		{ "event", glim_text(event), 0 },
		{ "name", glim_text(entry->name), 0 },
		{ "direction", glim_text(direction_name(entry->direction)), 0 },
		{ "checksum", glim_text(entry->checksum), 0 },
		{ "statements", glim_int(entry->statements), 0 },
		{ "duration_us", known(entry->duration_us), 0 },
		{ "applied_by", glim_text(entry->applied_by), 255 },
		{ "runner", glim_text(entry->runner), 64 },
		{ "reason", glim_text(reason), MOST_TEXT },
		{ "error", glim_text(entry->error), MOST_TEXT },
	};

	return insert(db, "glim_log", entry, list, sizeof list / sizeof *list, failure);
}
