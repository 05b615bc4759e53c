#include "dialect/mysql_objects.h"

#include <stdlib.h>
#include <string.h>

#define WHY_RESTART "nothing shows how often a sequence was restarted"
#define WHY_UPGRADE "nothing shows whether the folder was renamed"

void mysql_compare(struct object_list *out, enum object_kind kind, enum object_change change,
		   char *name)
{
	out->fate = FATE_COMPARE;
	object_list_add(out, kind, change, name);
}

void mysql_compare_renamed(struct object_list *out, enum object_kind kind, char *from, char *to)
{
	if (to && strcmp(from, to) == 0) {
		free(to);
		to = NULL;
	}
	mysql_compare(out, kind, to ? OBJECT_GOES : OBJECT_CHANGES, from);
	if (to)
		mysql_compare(out, kind, OBJECT_APPEARS, to);
}

static void alter_sequence(struct reading reading, struct object_list *out)
{
	char *name;

	reading_accept_all(&reading, "IF EXISTS");
	name = reading_name(&reading);
	if (!name)
		return;
	mysql_compare(out, OBJECT_SEQUENCE, OBJECT_CHANGES, name);
	if (reading_has(reading, "RESTART"))
		mysql_cannot_know(out, WHY_RESTART);
}

/* ALTER EVENT name ON SCHEDULE .. RENAME TO name .. DO body */
static void alter_event(struct reading reading, struct object_list *out)
{
	char *from = reading_name(&reading);
	struct reading body = reading;
	char *to = NULL;

	if (!from)
		return;
	reading_find(&body, "DO");
	if (reading_find(&reading, "RENAME") && reading.token.at < body.token.at &&
	    reading_accept_all(&reading, "RENAME TO"))
		to = reading_name(&reading);
	mysql_compare_renamed(out, OBJECT_EVENT, from, to);
}

static void alter_database(struct reading reading, struct object_list *out)
{
	if (reading_has(reading, "UPGRADE"))
		out->why = WHY_UPGRADE;
	else
		out->fate = FATE_REPEATABLE;
}

/* The statement gives all that it sets, and sets it again. */
static void alter_anew(struct reading reading, struct object_list *out)
{
	(void)reading;
	out->fate = FATE_REPEATABLE;
}

static const struct {
	const char *word;
	void (*read)(struct reading, struct object_list *);
} alterations[] = {
	{ "TABLE", mysql_alter_table_objects },
	{ "SEQUENCE", alter_sequence },
	{ "EVENT", alter_event },
	{ "DATABASE", alter_database },
	{ "SCHEMA", alter_database },
	{ "VIEW", alter_anew },
	{ "PROCEDURE", alter_anew },
	{ "FUNCTION", alter_anew },
	{ "USER", alter_anew },
	{ "SERVER", alter_anew },
};

void mysql_alter_objects(struct reading reading, struct object_list *out)
{
	mysql_skip_options(&reading);
	for (size_t i = 0; i < sizeof alterations / sizeof *alterations; i++) {
		if (!reading_accept(&reading, alterations[i].word))
			continue;
		alterations[i].read(reading, out);
		return;
	}
}
