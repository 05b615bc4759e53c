#include "execute/leftover.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "execute/migration.h"

static bool is_true(const glim_value *value)
{
	return value->type == GLIM_TYPE_INT && value->as.integer;
}

static bool take_leftover(void *data, size_t count, const glim_value *values)
{
	struct leftovers *leftovers = data;

	if (count < 3 || values[0].type != GLIM_TYPE_TEXT)
		return true;
	leftovers->items =
		memory_grow_for(leftovers->items, leftovers->count, sizeof *leftovers->items);
	leftovers->items[leftovers->count++] = (struct leftover){
		.statement = memory_copy_bytes(values[0].as.data, values[0].length),
		.at_work = is_true(&values[1]),
		.in_the_way = is_true(&values[2]),
	};
	return true;
}

bool leftovers_find(struct migration *migration, const char *sql, struct leftovers *leftovers,
		    struct failure *failure)
{
	struct database *db = migration->execution->db;
	const struct row_sink sink = { .row = take_leftover, .data = leftovers };
	struct text query = { 0 };
	bool done = true;

	*leftovers = (struct leftovers){ 0 };
	if (db->dialect->leftovers && db->dialect->leftovers(&db->dialect->lexis, sql, &query))
		done = database_execute(db, text_get(&query), NULL, 0, &sink, NULL, failure);
	text_finish(&query);
	return done;
}

void leftovers_finish(struct leftovers *leftovers)
{
	for (size_t i = 0; i < leftovers->count; i++)
		free(leftovers->items[i].statement);
	free(leftovers->items);
	*leftovers = (struct leftovers){ 0 };
}

static bool fail_at_work(const struct leftover *leftover, struct failure *failure)
{
	failure_set(failure, FAILURE_LOCK_WAIT, 0,
		    "somebody builds an index on that table, and it may be the invalid one of: %s",
		    leftover->statement);
	return false;
}

static bool fail_in_the_way(const struct leftover *leftover, struct failure *failure)
{
	failure_set(failure, FAILURE_REFUSED, 0,
		    "an invalid index of that name is there, and it is not of this migration");
	failure->hint =
		memory_format("whoever made it knows whether it may go: %s", leftover->statement);
	return false;
}

bool leftovers_let_pass(const struct leftovers *leftovers, struct failure *failure)
{
	for (size_t i = 0; i < leftovers->count; i++)
		if (leftovers->items[i].in_the_way)
			return leftovers->items[i].at_work
				       ? fail_at_work(&leftovers->items[i], failure)
				       : fail_in_the_way(&leftovers->items[i], failure);
	return true;
}

static bool holds(const struct leftovers *leftovers, const struct leftover *leftover)
{
	for (size_t i = 0; i < leftovers->count; i++)
		if (strcmp(leftovers->items[i].statement, leftover->statement) == 0)
			return true;
	return false;
}

static bool remove_one(struct migration *migration, const struct leftover *leftover,
		       const char *why, struct failure *failure)
{
	struct execution *execution = migration->execution;

	if (leftover->at_work)
		return fail_at_work(leftover, failure);
	output_note(execution->output, "%s: step %u %s: %s", migration->name, migration->steps, why,
		    leftover->statement);
	return database_execute(execution->db, leftover->statement, NULL, 0, NULL, NULL, failure);
}

bool leftover_remove(struct migration *migration, const char *sql,
		     const struct leftovers *of_others, const char *why, struct failure *failure)
{
	struct leftovers found;
	bool done = leftovers_find(migration, sql, &found, failure);

	for (size_t i = 0; done && i < found.count; i++)
		done = holds(of_others, &found.items[i]) ||
		       remove_one(migration, &found.items[i], why, failure);
	leftovers_finish(&found);
	return done;
}
