#include "dialect/postgresql_objects.h"

#include <stdlib.h>
#include <string.h>

#include "dialect/rules.h"

static const struct lexis lexis = POSTGRESQL_LEXIS;

void postgresql_add_literal(struct text *out, const char *text)
{
	text_add_char(out, '\'');
	for (; *text; text++) {
		if (*text == '\'')
			text_add_char(out, '\'');
		text_add_char(out, *text);
	}
	text_add_char(out, '\'');
}

void postgresql_add_relation(struct text *out, const char *name)
{
	text_add(out, "pg_catalog.to_regclass(");
	postgresql_add_literal(out, name);
	text_add(out, ")");
}

static void add_inside(struct text *out, struct token name)
{
	text_clear(out);
	for (size_t i = 1; i + 1 < name.length; i++) {
		text_add_char(out, name.at[i]);
		i += name.at[i] == '"';
	}
}

void postgresql_add_bare_name(struct text *out, const char *name)
{
	struct reading reading = reading_begin(&lexis, name);
	struct text bare = { 0 };

	while (!reading_ended(&reading)) {
		const struct token token = reading_take(&reading);

		if (token.kind == TOKEN_NAME)
			add_inside(&bare, token);
	}
	postgresql_add_literal(out, text_get(&bare));
	text_add(out, "::name");
	text_finish(&bare);
}

/* A new one counts when it may be used; an old one as long as anything of it is left. */
static void show_index(struct text *sql, const char *name)
{
	struct reading reading = reading_begin(&lexis, name);
	char *index = reading_name(&reading);
	char *table = reading_accept(&reading, "ON") ? reading_name(&reading) : NULL;

	text_add(sql, "SELECT pg_catalog.pg_get_indexdef(i.indexrelid) FROM pg_catalog.pg_index i "
		      "JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid WHERE ");
	if (table) {
		text_add(sql, "i.indisvalid AND i.indrelid = ");
		postgresql_add_relation(sql, table);
		text_add(sql, " AND c.relname = ");
		postgresql_add_bare_name(sql, index);
	} else {
		text_add(sql, "c.oid = ");
		postgresql_add_relation(sql, name);
	}
	free(index);
	free(table);
}

static void show_indexes(struct text *sql, const char *name)
{
	text_add(sql, "SELECT COALESCE(pg_catalog.string_agg("
		      "pg_catalog.pg_get_indexdef(indexrelid), ';' ORDER BY indexrelid), '') "
		      "FROM pg_catalog.pg_index WHERE indisvalid AND indrelid = ");
	postgresql_add_relation(sql, name);
}

static void show_partition(struct text *sql, const char *name)
{
	text_add(sql, "SELECT inhparent::pg_catalog.regclass::text || "
		      "CASE WHEN inhdetachpending THEN ' pending' ELSE '' END "
		      "FROM pg_catalog.pg_inherits WHERE inhrelid = ");
	postgresql_add_relation(sql, name);
}

static void show_database(struct text *sql, const char *name)
{
	text_add(sql, "SELECT datname::text FROM pg_catalog.pg_database WHERE datname = ");
	postgresql_add_bare_name(sql, name);
}

static void show_tablespace(struct text *sql, const char *name)
{
	text_add(sql, "SELECT spcname::text FROM pg_catalog.pg_tablespace WHERE spcname = ");
	postgresql_add_bare_name(sql, name);
}

static void (*const shows[OBJECT_KINDS])(struct text *, const char *) = {
	[OBJECT_INDEX] = show_index,           [OBJECT_INDEXES] = show_indexes,
	[OBJECT_PARTITION] = show_partition,   [OBJECT_DATABASE] = show_database,
	[OBJECT_TABLESPACE] = show_tablespace,
};

/* None of these asks for what might not be there: an error would end the transaction. */
void postgresql_show_object(struct text *sql, const struct object *object, size_t *column)
{
	*column = 0;
	shows[object->kind](sql, object->name);
}

void postgresql_clean_object(const struct object_list *list, const struct object *object,
			     const char *shown, struct text *out)
{
	(void)list;
	(void)object;
	text_add(out, shown);
}
