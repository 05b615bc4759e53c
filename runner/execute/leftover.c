#include "execute/leftover.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/text.h"
#include "execute/migration.h"

struct statements {
	char **items;
	size_t count;
};

static bool take_statement(void *data, size_t count, const glim_value *values)
{
	struct statements *statements = data;

	if (!count || values[0].type != GLIM_TYPE_TEXT)
		return true;
	statements->items =
		memory_grow_for(statements->items, statements->count, sizeof *statements->items);
	statements->items[statements->count++] =
		memory_copy_bytes(values[0].as.data, values[0].length);
	return true;
}

static bool execute_all(struct migration *migration, const struct statements *statements,
			struct failure *failure)
{
	struct execution *execution = migration->execution;
	bool done = true;

	for (size_t i = 0; done && i < statements->count; i++) {
		output_note(execution->output, "%s: step %u was broken off before: %s",
			    migration->name, migration->steps, statements->items[i]);
		done = database_execute(execution->db, statements->items[i], NULL, 0, NULL, NULL,
					failure);
	}
	return done;
}

bool leftover_remove(struct migration *migration, const char *sql, struct failure *failure)
{
	struct database *db = migration->execution->db;
	struct statements statements = { 0 };
	const struct row_sink sink = { .row = take_statement, .data = &statements };
	struct text query = { 0 };
	bool done = true;

	if (db->dialect->leftovers && db->dialect->leftovers(&db->dialect->lexis, sql, &query))
		done = database_execute(db, text_get(&query), NULL, 0, &sink, NULL, failure) &&
		       execute_all(migration, &statements, failure);
	for (size_t i = 0; i < statements.count; i++)
		free(statements.items[i]);
	free(statements.items);
	text_finish(&query);
	return done;
}
