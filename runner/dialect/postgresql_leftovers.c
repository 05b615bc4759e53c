#include "dialect/postgresql_objects.h"

#include <stdlib.h>

#define DROP_INVALID                                                                               \
	"SELECT 'DROP INDEX CONCURRENTLY ' || i.indexrelid::pg_catalog.regclass "                  \
	"FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid "           \
	"WHERE NOT i.indisvalid AND c.relkind = 'i' AND "

/* CREATE INDEX CONCURRENTLY that is broken off leaves an index that is kept up and never used. */
static bool after_create(struct reading reading, struct text *query)
{
	struct new_index index;

	if (!postgresql_read_new_index(reading, &index))
		return false;
	if (index.name) {
		text_add(query, DROP_INVALID "i.indrelid = ");
		postgresql_add_relation(query, index.table);
		text_add(query, " AND c.relname = ");
		postgresql_add_bare_name(query, index.name);
	}
	postgresql_new_index_finish(&index);
	return query->length > 0;
}

/* REINDEX CONCURRENTLY leaves the new one, or the old one, under a name of its own. */
static bool after_reindex(struct reading reading, struct text *query)
{
	bool of_table;
	char *name;

	while (!reading_ended(&reading) && !token_is(reading.token, "TABLE") &&
	       !token_is(reading.token, "INDEX"))
		reading_take(&reading);
	of_table = token_is(reading_take(&reading), "TABLE");
	if (!reading_accept(&reading, "CONCURRENTLY"))
		return false;
	name = reading_name(&reading);
	if (!name)
		return false;
	text_add(query, DROP_INVALID "c.relname ~ '_cc(new|old)[0-9]*$' AND i.indrelid = ");
	if (!of_table)
		text_add(query, "(SELECT indrelid FROM pg_catalog.pg_index WHERE indexrelid = ");
	postgresql_add_relation(query, name);
	if (!of_table)
		text_add(query, ")");
	free(name);
	return true;
}

bool postgresql_leftovers(const struct lexis *lexis, const char *sql, struct text *query)
{
	struct reading reading = reading_begin(lexis, sql);

	if (reading_accept(&reading, "CREATE"))
		return after_create(reading, query);
	return reading_accept(&reading, "REINDEX") && after_reindex(reading, query);
}
