/* How a world looks to somebody who knows nothing of migrations. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "world.h"

static void add(struct text *out, char *answer)
{
	text_add(out, answer);
	free(answer);
}

static void cut_out(char *text, const char *from, const char *alphabet)
{
	char *at = strstr(text, from);
	size_t length = strlen(from);

	if (!at)
		return;
	length += strspn(at + length, alphabet);
	memmove(at, at + length, strlen(at + length) + 1);
}

/* Ids that were given and taken back, and by what way a runner came, are no difference. */
static char *neutral(char *text)
{
	cut_out(text, " AUTO_INCREMENT=", "0123456789");
	cut_out(text, " DEFINER=", "`@.0123456789abcdefghijklmnopqrstuvwxyz");
	return text;
}

static const char *order_of(const char *table)
{
	return strcmp(table, "notes") == 0 || strcmp(table, "pages") == 0 ? "2, 3" : "2";
}

static void look_at_table(struct world *world, const char *name, struct text *out)
{
	struct side *side = world->side;

	add(out, neutral(side_ask(side, "SHOW CREATE TABLE `%s`", name)));
	if (strcmp(name, "big") == 0)
		add(out, side_ask(side, "CHECKSUM TABLE `%s`", name));
	else
		add(out, side_ask(side, "SELECT '%s', t.* FROM `%s` t ORDER BY %s", name, name,
				  order_of(name)));
}

static void look_at_schema(struct world *world, struct text *out)
{
	struct side *side = world->side;
	char *names =
		side_ask(side,
			 "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA "
			 "= '%s' AND TABLE_NAME NOT LIKE 'glim\\_%%' ORDER BY 1",
			 world->schema);
	char *rest = names;

	for (char *name; (name = strsep(&rest, "\n")) && *name;)
		look_at_table(world, name, out);
	free(names);
	add(out, side_ask(side,
			  "SELECT TRIGGER_NAME, EVENT_OBJECT_TABLE, ACTION_STATEMENT FROM "
			  "information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = '%s' ORDER BY 1",
			  world->schema));
	add(out, side_ask(side,
			  "SELECT ROUTINE_NAME, ROUTINE_DEFINITION FROM "
			  "information_schema.ROUTINES WHERE ROUTINE_SCHEMA = '%s' ORDER BY 1",
			  world->schema));
}

/* What can be seen of a kind of object, one a line. */
static const char *const catalog[] = {
	"SELECT c.relname, c.relkind, a.attname, format_type(a.atttypid, a.atttypmod), "
	"a.attnotnull, a.attidentity, pg_get_expr(d.adbin, d.adrelid) FROM pg_class c JOIN "
	"pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped LEFT JOIN "
	"pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum WHERE c.relnamespace = "
	"'public'::regnamespace AND c.relkind IN ('r', 'v') AND c.relname NOT LIKE 'glim\\_%' "
	"ORDER BY 1, 3",
	"SELECT pg_get_indexdef(indexrelid), indisvalid FROM pg_index JOIN pg_class c ON c.oid = "
	"indrelid WHERE c.relnamespace = 'public'::regnamespace AND c.relname NOT LIKE "
	"'glim\\_%' ORDER BY 1",
	"SELECT viewname, definition FROM pg_views WHERE schemaname = 'public' ORDER BY 1",
	"SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1",
	"SELECT proname, prokind, prosrc FROM pg_proc WHERE pronamespace = "
	"'public'::regnamespace ORDER BY 1",
};

static void look_at_catalog(struct world *world, struct text *out)
{
	struct side *side = world->side;
	char *names, *rest;

	for (size_t i = 0; i < sizeof catalog / sizeof *catalog; i++)
		add(out, side_ask(side, "%s", catalog[i]));
	names = rest = side_ask(side, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' "
				      "AND tablename NOT LIKE 'glim\\_%%' ORDER BY 1");
	for (char *name; (name = strsep(&rest, "\n")) && *name;)
		if (strcmp(name, "big") == 0)
			add(out,
			    side_ask(side, "SELECT 'big', count(*), sum(id), sum(a) FROM big"));
		else
			add(out, side_ask(side, "SELECT '%s', t.* FROM \"%s\" t ORDER BY %s", name,
					  name, order_of(name)));
	free(names);
}

static void look_at_file(struct world *world, struct text *out)
{
	struct side *side = world->side;
	char *names, *rest;

	add(out,
	    side_ask(side, "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT "
			   "LIKE 'glim\\_%%' ESCAPE '\\' AND tbl_name NOT LIKE 'glim\\_%%' "
			   "ESCAPE '\\' ORDER BY 1, 2"));
	names = rest =
		side_ask(side, "SELECT name FROM sqlite_master WHERE type = 'table' AND name "
			       "NOT LIKE 'glim\\_%%' ESCAPE '\\' ORDER BY 1");
	for (char *name; (name = strsep(&rest, "\n")) && *name;)
		if (strcmp(name, "big") == 0)
			add(out,
			    side_ask(side, "SELECT 'big', count(*), sum(id), sum(a) FROM big"));
		else
			add(out, side_ask(side, "SELECT '%s', * FROM \"%s\" ORDER BY %s", name,
					  name, order_of(name)));
	free(names);
}

char *world_look(struct world *world)
{
	struct text out = { 0 };

	if (world->base == BASE_SQLITE)
		look_at_file(world, &out);
	else if (world->setting->server.postgresql)
		look_at_catalog(world, &out);
	else
		look_at_schema(world, &out);
	return text_take(&out);
}
