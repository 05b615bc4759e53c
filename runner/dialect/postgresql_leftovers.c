#include "dialect/postgresql_objects.h"

#include <stdlib.h>

/* What others build on the table just now is invalid as well; who may not see it is careful. */
#define SOMEBODY_BUILDS                                                                            \
	"EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index p "                          \
	"WHERE p.datname = pg_catalog.current_database() "                                         \
	"AND (p.relid IS NULL OR p.relid = i.indrelid))::int"

#define DROP_INVALID(in_the_way)                                                                   \
	"SELECT 'DROP INDEX CONCURRENTLY ' || i.indexrelid::pg_catalog.regclass, " SOMEBODY_BUILDS \
	", " in_the_way " FROM pg_catalog.pg_index i "                                             \
	"JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid "                                      \
	"WHERE NOT i.indisvalid AND c.relkind = 'i' AND "

/* The key at this place is this column; of an expression the server says so little that it does not
 * matter. */
static void add_key(struct reading *reading, size_t at, struct text *query)
{
	char *column = reading_name(reading);

	if (column && !token_is_symbol(reading->token, '(')) {
		text_print(query,
			   " AND pg_catalog.pg_get_indexdef(i.indexrelid, %zu, false) = "
			   "pg_catalog.quote_ident(",
			   at);
		postgresql_add_bare_name(query, column);
		text_add(query, ")");
	}
	free(column);
}

/* The reading stands behind the name of the table. */
static bool add_keys(struct reading reading, struct text *query)
{
	size_t count = 0;

	if (reading_accept(&reading, "USING"))
		free(reading_name(&reading));
	if (!reading_accept_symbol(&reading, '('))
		return false;
	do
		add_key(&reading, ++count, query);
	while (reading_find_comma_within(&reading));
	text_print(query, " AND i.indnkeyatts = %zu", count);
	return true;
}

/* A name that the server finds says what the index is of, and that nobody gave it. */
static bool add_found_name(struct reading reading, struct text *query)
{
	text_add(query, " AND c.relname ~ '_idx[0-9]*$'");
	reading_find(&reading, "ON");
	reading_take(&reading);
	reading_accept(&reading, "ONLY");
	free(reading_name(&reading));
	return add_keys(reading, query);
}

/* CREATE INDEX CONCURRENTLY that is broken off leaves an index that is kept up and never used. */
static bool after_create(struct reading reading, struct text *query)
{
	struct new_index index;
	bool asks = true;

	if (!postgresql_read_new_index(reading, &index))
		return false;
	text_add(query, index.name ? DROP_INVALID("1") "i.indrelid = "
				   : DROP_INVALID("0") "i.indrelid = ");
	postgresql_add_relation(query, index.table);
	if (index.name) {
		text_add(query, " AND c.relname = ");
		postgresql_add_bare_name(query, index.name);
	} else {
		asks = add_found_name(reading, query);
	}
	postgresql_new_index_finish(&index);
	return asks;
}

/* The indexes that REINDEX goes through; the reading stands behind CONCURRENTLY. */
static void add_reindexed(struct token kind, struct reading *reading, struct text *query)
{
	char *name = reading_name(reading);

	if (token_is(kind, "SCHEMA") && name) {
		text_add(query, "c.relnamespace = (SELECT oid FROM pg_catalog.pg_namespace "
				"WHERE nspname = ");
		postgresql_add_bare_name(query, name);
		text_add(query, ")");
	} else if (token_is(kind, "TABLE") && name) {
		text_add(query, "i.indrelid = ");
		postgresql_add_relation(query, name);
	} else if (token_is(kind, "INDEX") && name) {
		text_add(query, "i.indrelid = (SELECT indrelid FROM pg_catalog.pg_index "
				"WHERE indexrelid = ");
		postgresql_add_relation(query, name);
		text_add(query, ")");
	} else {
		text_add(query, "true");
	}
	free(name);
}

/* REINDEX [(CONCURRENTLY ..)] INDEX [CONCURRENTLY] name: it leaves the new one, or the old one,
 * under a name of its own. */
static bool after_reindex(struct reading reading, struct text *query)
{
	static const char *const kinds[] = {
		"INDEX", "TABLE", "SCHEMA", "DATABASE", "SYSTEM", NULL
	};
	struct token kind = reading.token;

	if (!reading_has(reading, "CONCURRENTLY"))
		return false;
	while (!reading_accept_any(&reading, kinds)) {
		if (reading_ended(&reading))
			return false;
		reading_take(&reading);
		kind = reading.token;
	}
	reading_accept(&reading, "CONCURRENTLY");
	text_add(query, DROP_INVALID("0") "c.relname ~ '_cc(new|old)[0-9]*$' AND ");
	add_reindexed(kind, &reading, query);
	return true;
}

bool postgresql_leftovers(const struct lexis *lexis, const char *sql, struct text *query)
{
	struct reading reading = reading_begin(lexis, sql);

	if (reading_accept(&reading, "CREATE"))
		return after_create(reading, query);
	return reading_accept(&reading, "REINDEX") && after_reindex(reading, query);
}
