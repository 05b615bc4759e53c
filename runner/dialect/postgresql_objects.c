#include "dialect/postgresql_objects.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "dialect/rules.h"

#define WHY_NOT_KNOWN    "glim cannot tell from its text what it changes"
#define WHY_ROUTINE      "what a routine or a block of statements did cannot be seen from outside"
#define WHY_ROWS         "rows that were written into a file leave no trace in a definition"
#define WHY_SUBSCRIPTION "it reaches into another server"

static void decide_create_index(struct reading, struct object_list *);
static void decide_drop_index(struct reading, struct object_list *);
static void decide_create_database(struct reading, struct object_list *);
static void decide_drop_database(struct reading, struct object_list *);
static void decide_create_tablespace(struct reading, struct object_list *);
static void decide_drop_tablespace(struct reading, struct object_list *);
static void decide_detach(struct reading, struct object_list *);

/* The first that matches counts. */
static const struct opening {
	const char *words;
	const char *why; /* it cannot be known */
	void (*decide)(struct reading, struct object_list *);
} openings[] = {
	{ "CREATE DATABASE", NULL, decide_create_database },
	{ "CREATE TABLESPACE", NULL, decide_create_tablespace },
	{ "CREATE SUBSCRIPTION", WHY_SUBSCRIPTION, NULL },
	{ "CREATE", NULL, decide_create_index },
	{ "DROP DATABASE", NULL, decide_drop_database },
	{ "DROP TABLESPACE", NULL, decide_drop_tablespace },
	{ "DROP SUBSCRIPTION", WHY_SUBSCRIPTION, NULL },
	{ "DROP INDEX CONCURRENTLY", NULL, decide_drop_index },
	{ "ALTER SUBSCRIPTION", WHY_SUBSCRIPTION, NULL },
	{ "ALTER TABLE", NULL, decide_detach },
	{ "ALTER SYSTEM", NULL, NULL },
	{ "ALTER DATABASE", NULL, NULL },
	{ "ANALYZE", NULL, NULL },
	{ "CLUSTER", NULL, NULL },
	{ "REINDEX", NULL, NULL },
	{ "VACUUM", NULL, NULL },
	{ "CALL", WHY_ROUTINE, NULL },
	{ "DO", WHY_ROUTINE, NULL },
	{ "COPY", WHY_ROWS, NULL },
};

void postgresql_objects(const struct lexis *lexis, const char *sql, struct object_list *out)
{
	struct reading reading = reading_begin(lexis, sql);

	*out = (struct object_list){ .fate = FATE_UNKNOWABLE, .why = WHY_NOT_KNOWN };
	for (size_t i = 0; i < sizeof openings / sizeof *openings; i++) {
		const struct opening *opening = &openings[i];

		if (!reading_accept_all(&reading, opening->words))
			continue;
		if (opening->decide)
			opening->decide(reading, out);
		else if (opening->why)
			out->why = opening->why;
		else
			out->fate = FATE_REPEATABLE;
		break;
	}
	if (out->fate != FATE_UNKNOWABLE)
		out->why = NULL;
}

static void compare(struct object_list *out, enum object_kind kind, enum object_change change,
		    char *name)
{
	object_list_add(out, kind, change, name);
	out->fate = FATE_COMPARE;
	out->all_or_nothing = true;
}

static void repeat(struct object_list *out)
{
	out->fate = FATE_REPEATABLE;
	out->all_or_nothing = true;
}

bool postgresql_read_new_index(struct reading reading, struct new_index *out)
{
	*out = (struct new_index){ 0 };
	reading_accept(&reading, "UNIQUE");
	if (!reading_accept_all(&reading, "INDEX CONCURRENTLY"))
		return false;
	out->if_missing = reading_accept_all(&reading, "IF NOT EXISTS");
	if (!token_is(reading.token, "ON"))
		out->name = reading_name(&reading);
	if (reading_accept(&reading, "ON")) {
		reading_accept(&reading, "ONLY");
		out->table = reading_name(&reading);
	}
	if (out->table)
		return true;
	postgresql_new_index_finish(out);
	return false;
}

void postgresql_new_index_finish(struct new_index *index)
{
	free(index->name);
	free(index->table);
	*index = (struct new_index){ 0 };
}

/* What a broken try of it has left is taken away before it is sent, so IF NOT EXISTS makes it. */
static void decide_create_index(struct reading reading, struct object_list *out)
{
	struct new_index index;

	if (!postgresql_read_new_index(reading, &index))
		return;
	if (index.if_missing)
		repeat(out);
	else if (index.name)
		compare(out, OBJECT_INDEX, OBJECT_APPEARS,
			memory_format("%s ON %s", index.name, index.table));
	else
		compare(out, OBJECT_INDEXES, OBJECT_CHANGES, memory_copy(index.table));
	postgresql_new_index_finish(&index);
}

static void decide_drop(struct reading reading, enum object_kind kind, struct object_list *out)
{
	const bool if_there = reading_accept_all(&reading, "IF EXISTS");
	char *name = reading_name(&reading);

	if (name)
		compare(out, kind, if_there ? OBJECT_MAY_GO : OBJECT_GOES, name);
}

static void decide_drop_index(struct reading reading, struct object_list *out)
{
	if (reading_accept_all(&reading, "IF EXISTS"))
		repeat(out);
	else
		decide_drop(reading, OBJECT_INDEX, out);
}

static void decide_create_database(struct reading reading, struct object_list *out)
{
	char *name = reading_name(&reading);

	if (name)
		compare(out, OBJECT_DATABASE, OBJECT_APPEARS, name);
}

static void decide_drop_database(struct reading reading, struct object_list *out)
{
	decide_drop(reading, OBJECT_DATABASE, out);
}

static void decide_create_tablespace(struct reading reading, struct object_list *out)
{
	char *name = reading_name(&reading);

	if (name)
		compare(out, OBJECT_TABLESPACE, OBJECT_APPEARS, name);
}

static void decide_drop_tablespace(struct reading reading, struct object_list *out)
{
	decide_drop(reading, OBJECT_TABLESPACE, out);
}

/* ALTER TABLE parent DETACH PARTITION name CONCURRENTLY */
static void decide_detach(struct reading reading, struct object_list *out)
{
	char *name;

	if (!reading_find(&reading, "DETACH") || !reading_accept_all(&reading, "DETACH PARTITION"))
		return;
	name = reading_name(&reading);
	if (!name)
		return;
	compare(out, OBJECT_PARTITION, OBJECT_GOES, name);
	out->all_or_nothing = false;
	out->half_done = "a partition whose DETACH is pending is detached for good by "
			 "ALTER TABLE .. DETACH PARTITION .. FINALIZE; then run again";
}
