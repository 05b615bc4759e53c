#include "schema/shadow.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "dialect/dialect.h"

#define SHADOW "glim_shadow"

static bool run(struct database *db, struct text *sql, struct failure *failure)
{
	const bool done = database_execute(db, text_get(sql), NULL, 0, NULL, NULL, failure);

	text_clear(sql);
	return done;
}

static bool create(struct database *db, const struct model *model, struct text *sql,
		   struct failure *failure)
{
	static const char plain[] = "CREATE TABLE";
	struct text made = { 0 };
	bool done;

	db->dialect->create_table(&made, model);
	text_print(sql, "%s%s", db->dialect->schema->create_temporary,
		   text_get(&made) + strlen(plain));
	text_finish(&made);
	done = run(db, sql, failure);
	for (size_t n = 0; done && db->dialect->create_index(sql, model, n); n++)
		done = run(db, sql, failure);
	return done;
}

static bool drop(struct database *db, struct text *sql, struct failure *failure)
{
	text_add(sql, db->dialect->schema->drop_temporary);
	dialect_add_name(db->dialect, sql, SHADOW);
	return run(db, sql, failure);
}

/* Temporary tables may not refer to others everywhere; references are compared with the model. */
static struct model *without_references(const struct model *model)
{
	struct model *copy = model_copy(model);
	struct column *columns = (struct column *)copy->columns;

	free((char *)copy->table);
	copy->table = memory_copy(SHADOW);
	for (size_t i = 0; i < copy->count; i++) {
		free((char *)columns[i].references);
		columns[i].references = NULL;
	}
	return copy;
}

struct table_facts *shadow_facts(struct database *db, const struct model *model,
				 struct failure *failure)
{
	struct model *shadow = without_references(model);
	struct table_facts *facts = NULL;
	struct failure ignored = { 0 };
	struct text sql = { 0 };

	if (create(db, shadow, &sql, failure))
		facts = facts_read(db, SHADOW, failure);
	text_clear(&sql);
	drop(db, &sql, &ignored);
	failure_finish(&ignored);
	text_finish(&sql);
	model_destroy(shadow);
	return facts;
}
