#include "dialect/mysql_objects.h"

#include <stdlib.h>

#define WHY_FIRES_ONCE                                                                             \
	"an event that runs once is dropped by the server when it has run, as if it had never "    \
	"been made"
#define WHY_LIBRARY "functions from a library are not compared"

enum nature {
	NATURE_DATA, /* what it holds is lost with it */
	NATURE_CODE, /* all of it stands in the statement that makes it */
	NATURE_EVENT,
	NATURE_INDEX,
	NATURE_ACCOUNT
};

static const struct thing {
	const char *words;
	enum nature nature;
	enum object_kind kind;
	bool atomic; /* MariaDB's documentation says so, from 10.6 on */
} things[] = {
	{ "TABLE", NATURE_DATA, OBJECT_TABLE, true },
	{ "TABLES", NATURE_DATA, OBJECT_TABLE, true },
	{ "SEQUENCE", NATURE_DATA, OBJECT_SEQUENCE, true },
	{ "DATABASE", NATURE_DATA, OBJECT_DATABASE, false },
	{ "SCHEMA", NATURE_DATA, OBJECT_DATABASE, false },
	{ "VIEW", NATURE_CODE, OBJECT_VIEW, true },
	{ "TRIGGER", NATURE_CODE, OBJECT_TRIGGER, true },
	{ "PROCEDURE", NATURE_CODE, OBJECT_PROCEDURE, false },
	{ "FUNCTION", NATURE_CODE, OBJECT_FUNCTION, false },
	{ "PACKAGE BODY", NATURE_CODE, OBJECT_PACKAGE_BODY, false },
	{ "PACKAGE", NATURE_CODE, OBJECT_PACKAGE, false },
	{ "EVENT", NATURE_EVENT, OBJECT_EVENT, false },
	{ "INDEX", NATURE_INDEX, OBJECT_TABLE, true },
	{ "USER", NATURE_ACCOUNT, OBJECT_KINDS, false },
	{ "ROLE", NATURE_ACCOUNT, OBJECT_KINDS, false },
	{ "SERVER", NATURE_ACCOUNT, OBJECT_KINDS, false },
};

static const struct thing *read_thing(struct reading *reading)
{
	for (size_t i = 0; i < sizeof things / sizeof *things; i++)
		if (reading_accept_all(reading, things[i].words))
			return &things[i];
	return NULL;
}

static bool is_option(struct token token)
{
	static const char *const words[] = { "UNIQUE",    "FULLTEXT", "SPATIAL", "VECTOR",
					     "ONLINE",    "OFFLINE",  "IGNORE",  "AGGREGATE",
					     "ALGORITHM", "DEFINER",  "INVOKER", "SQL",
					     "SECURITY",  NULL };

	for (const char *const *word = words; *word; word++)
		if (token_is(token, *word))
			return true;
	return token_is_symbol(token, '(') || token_is_symbol(token, ')');
}

void mysql_skip_options(struct reading *reading)
{
	while (!reading_ended(reading)) {
		if (reading_accept_symbol(reading, '=') || reading_accept_symbol(reading, '@'))
			reading_take(reading); /* DEFINER = view@table: whatever it looks like */
		else if (is_option(reading->token))
			reading_take(reading);
		else
			return;
	}
}

static void repeat(struct object_list *out, bool all_or_nothing)
{
	object_list_finish(out);
	out->fate = FATE_REPEATABLE;
	out->all_or_nothing = all_or_nothing;
}

/* CREATE INDEX name .. ON table, DROP INDEX name ON table */
static void read_index(struct reading reading, bool repeatable, struct object_list *out)
{
	char *name;

	if (!reading_find(&reading, "ON"))
		return;
	reading_take(&reading);
	name = reading_name(&reading);
	if (!name)
		return;
	mysql_compare(out, OBJECT_TABLE, OBJECT_CHANGES, name);
	out->all_or_nothing = true;
	if (repeatable)
		repeat(out, true);
}

/* ON SCHEDULE AT .., or EVERY .. ENDS ..: it goes by itself unless ON COMPLETION PRESERVE. */
static bool fires_once(struct reading reading)
{
	struct reading body = reading;
	bool ends = reading_accept_all(&reading, "ON SCHEDULE AT");

	reading_find(&body, "DO");
	while (!reading_ended(&reading) && reading.token.at < body.token.at) {
		if (reading_accept_all(&reading, "ON COMPLETION PRESERVE"))
			return false;
		ends = token_is(reading_take(&reading), "ENDS") || ends;
	}
	return ends;
}

static const char *cannot_be_compared(const struct thing *thing, const struct reading *behind_name)
{
	if (thing->kind == OBJECT_EVENT && fires_once(*behind_name))
		return WHY_FIRES_ONCE;
	if (thing->kind == OBJECT_FUNCTION && token_is(behind_name->token, "RETURNS"))
		return WHY_LIBRARY;
	return NULL;
}

static enum object_change creation_change(const struct thing *thing, bool replace)
{
	if (!replace)
		return OBJECT_APPEARS;
	return thing->nature == NATURE_DATA ? OBJECT_REPLACED : OBJECT_RENEWED;
}

static void create_thing(struct reading reading, const struct thing *thing, bool replace,
			 struct object_list *out)
{
	const bool if_missing = reading_accept_all(&reading, "IF NOT EXISTS");
	char *name = reading_name(&reading);
	const char *why = cannot_be_compared(thing, &reading);

	if (!name)
		return;
	mysql_compare(out, thing->kind, creation_change(thing, replace), name);
	out->all_or_nothing = thing->atomic && (!replace || thing->kind == OBJECT_VIEW);
	if (why)
		mysql_cannot_know(out, why);
	else if (if_missing || (replace && thing->nature == NATURE_CODE))
		repeat(out, out->all_or_nothing);
}

static void create_account(struct reading reading, bool replace, struct object_list *out)
{
	if (replace || reading_accept_all(&reading, "IF NOT EXISTS"))
		repeat(out, false);
	else
		out->why = MYSQL_WHY_ACCOUNT;
}

void mysql_create_objects(struct reading reading, struct object_list *out)
{
	const bool replace = reading_accept_all(&reading, "OR REPLACE");
	const bool temporary = reading_accept(&reading, "TEMPORARY");
	const struct thing *thing;

	mysql_skip_options(&reading);
	thing = read_thing(&reading);
	if (!thing)
		return;
	if (temporary) /* it went with the session */
		repeat(out, false);
	else if (thing->nature == NATURE_ACCOUNT)
		create_account(reading, replace, out);
	else if (thing->nature == NATURE_INDEX)
		read_index(reading, replace || reading_accept_all(&reading, "IF NOT EXISTS"), out);
	else
		create_thing(reading, thing, replace, out);
}

static void drop_account(bool if_there, struct object_list *out)
{
	if (if_there)
		repeat(out, false);
	else
		out->why = MYSQL_WHY_ACCOUNT;
}

static void drop_things(struct reading reading, const struct thing *thing, bool if_there,
			struct object_list *out)
{
	do {
		char *name = reading_name(&reading);

		if (!name) {
			mysql_cannot_know(out, MYSQL_WHY_NOT_KNOWN);
			return;
		}
		mysql_compare(out, thing->kind, if_there ? OBJECT_MAY_GO : OBJECT_GOES, name);
	} while (reading_accept_symbol(&reading, ','));
	out->all_or_nothing = thing->atomic && out->count == 1;
	if (if_there && thing->nature != NATURE_DATA)
		repeat(out, out->all_or_nothing);
}

void mysql_drop_objects(struct reading reading, struct object_list *out)
{
	const bool temporary = reading_accept(&reading, "TEMPORARY");
	const struct thing *thing;
	bool if_there;

	mysql_skip_options(&reading);
	thing = read_thing(&reading);
	if (!thing)
		return;
	if_there = reading_accept_all(&reading, "IF EXISTS");
	if (temporary)
		repeat(out, false);
	else if (thing->nature == NATURE_ACCOUNT)
		drop_account(if_there, out);
	else if (thing->nature == NATURE_INDEX)
		read_index(reading, if_there, out);
	else
		drop_things(reading, thing, if_there, out);
}
