#include "execute/rebuild.h"

#include <stdlib.h>

#include "execute/migration.h"

static const char *needed(const struct migration *migration, const char *sql)
{
	const struct entry *entry = migration->item->entry;

	return entry && entry->facts.rebuilds ? sql : NULL;
}

bool rebuild_start(struct migration *migration, struct failure *failure)
{
	struct database *db = migration->execution->db;
	const char *sql = needed(migration, db->dialect->keys_off);

	if (!sql)
		return true;
	migration->session_changed = true;
	return database_execute(db, sql, NULL, 0, NULL, NULL, failure);
}

struct violations {
	struct text first;
	size_t count;
};

static bool take_violation(void *data, size_t count, const glim_value *values)
{
	struct violations *violations = data;

	if (violations->count++ || count < 3)
		return true;
	text_add(&violations->first, "a row of ");
	if (values[0].type == GLIM_TYPE_TEXT)
		text_add_safe(&violations->first, values[0].as.data, values[0].length);
	if (values[1].type == GLIM_TYPE_INT)
		text_print(&violations->first, " (rowid %lld)", (long long)values[1].as.integer);
	text_add(&violations->first, " refers to nothing in ");
	if (values[2].type == GLIM_TYPE_TEXT)
		text_add_safe(&violations->first, values[2].as.data, values[2].length);
	return true;
}

bool rebuild_check(struct migration *migration, struct failure *failure)
{
	struct database *db = migration->execution->db;
	const char *sql = needed(migration, db->dialect->keys_check);
	struct violations violations = { 0 };
	const struct row_sink sink = { .row = take_violation, .data = &violations };
	bool sound;

	if (!sql)
		return true;
	sound = database_flush(db, failure) &&
		database_execute(db, sql, NULL, 0, &sink, NULL, failure);
	if (sound && violations.count)
		sound = failure_set(failure, FAILURE_SQL, 0,
				    "foreign keys are broken by %zu row%s: %s", violations.count,
				    violations.count == 1 ? "" : "s", text_get(&violations.first));
	text_finish(&violations.first);
	return sound;
}
