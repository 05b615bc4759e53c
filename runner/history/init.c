#include "history/history.h"

#include <string.h>

#include "base/text.h"
#include "database/table.h"

struct present {
	bool columns[64];
	const struct model *model;
};

static bool note_columns(void *data, size_t count, const char *const *names)
{
	struct present *present = data;

	for (size_t i = 0; i < count; i++)
		for (size_t c = 0; c < present->model->count; c++)
			if (strcasecmp(names[i], present->model->columns[c].name) == 0)
				present->columns[c] = true;
	return true;
}

static bool do_text(struct database *db, struct text *sql, struct error *error)
{
	bool done = database_do(db, text_get(sql), NULL, 0, NULL, error);

	text_clear(sql);
	return done;
}

static bool read_columns(struct database *db, struct present *present, struct error *error)
{
	const struct row_sink sink = { .columns = note_columns, .data = present };
	struct failure failure = { 0 };
	struct text sql = { 0 };
	bool done;

	text_add(&sql, "SELECT * FROM ");
	dialect_add_name(db->dialect, &sql, present->model->table);
	text_add(&sql, " LIMIT 1");
	done = database_execute(db, text_get(&sql), NULL, 0, &sink, NULL, &failure);
	if (!done)
		database_explain(db, &failure, "reading the history tables", error);
	failure_finish(&failure);
	text_finish(&sql);
	return done;
}

static bool add_column(struct database *db, const struct model *model, const struct column *column,
		       struct error *error)
{
	struct text sql = { 0 };
	bool done;

	text_add(&sql, "ALTER TABLE ");
	dialect_add_name(db->dialect, &sql, model->table);
	text_add(&sql, " ADD COLUMN ");
	db->dialect->column(&sql, model, column);
	done = do_text(db, &sql, error);
	text_finish(&sql);
	return done;
}

/*
 * Columns that were there before may have another collation or precision, and no unique index: the
 * original had none. It is put on together with the first column that is added.
 */
static bool reshape_columns(struct database *db, const struct model *model, const bool *present,
			    struct error *error)
{
	struct text sql = { 0 };
	bool done = true;

	for (size_t c = 0; done && c < model->count; c++) {
		if (!present[c])
			continue;
		if (db->dialect->upgrade_column(&sql, model, &model->columns[c]))
			done = do_text(db, &sql, error);
		text_clear(&sql);
		if (done && model->columns[c].unique) {
			db->dialect->add_unique(&sql, model, &model->columns[c]);
			done = do_text(db, &sql, error);
		}
	}
	text_finish(&sql);
	return done;
}

static bool upgrade(struct database *db, const struct model *model, bool *changed,
		    struct error *error)
{
	struct present present = { .model = model };
	bool reshaped = false;

	if (!read_columns(db, &present, error))
		return false;
	for (size_t c = 0; c < model->count; c++) {
		if (present.columns[c])
			continue;
		if (!reshaped && !reshape_columns(db, model, present.columns, error))
			return false;
		reshaped = true;
		if (!add_column(db, model, &model->columns[c], error))
			return false;
		*changed = true;
	}
	return true;
}

static bool take_mend(void *data, size_t count, const glim_value *values)
{
	struct text *mends = data;

	if (count > 2 && values[2].type == GLIM_TYPE_TEXT)
		text_print(mends, "%.*s\n", (int)values[2].length, (const char *)values[2].as.data);
	return true;
}

/* A history from elsewhere may stand in tables of another engine. */
static bool mend_plain(struct database *db, bool *changed, struct error *error)
{
	struct text mends = { 0 };
	const struct row_sink sink = { .row = take_mend, .data = &mends };
	struct failure failure = { 0 };
	bool done = true;
	char *rest = NULL;

	if (!db->dialect->plain_history)
		return true;
	if (!database_execute(db, db->dialect->plain_history, NULL, 0, &sink, NULL, &failure)) {
		database_explain(db, &failure, "reading the history tables", error);
		done = false;
	}
	for (char *sql = done && mends.length ? strtok_r(mends.data, "\n", &rest) : NULL;
	     done && sql; sql = strtok_r(NULL, "\n", &rest)) {
		done = database_do(db, sql, NULL, 0, NULL, error);
		*changed |= done;
	}
	failure_finish(&failure);
	text_finish(&mends);
	return done;
}

/* glim_migrations comes last: when it is complete, the others are. */
bool history_init(struct database *db, bool *changed, struct error *error)
{
	const struct model *const tables[] = { &history_log, &history_steps, &history_migrations };

	*changed = false;
	/* First, for a key may be too long for the engine that is there. */
	if (!mend_plain(db, changed, error))
		return false;
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		bool there;

		if (!database_has_table(db, tables[i]->table, &there, error))
			return false;
		if (there ? !upgrade(db, tables[i], changed, error)
			  : !database_create_table(db, tables[i], error))
			return false;
		*changed |= !there;
	}
	return true;
}
