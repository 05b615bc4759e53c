/* What a table and the model of it do not have in common. Pure. */
#ifndef GLIM_SCHEMA_COMPARE_H
#define GLIM_SCHEMA_COMPARE_H

#include "model/model.h"
#include "schema/facts.h"

/* Owns its texts; `found` and `wanted` are what the database has and what the model says. */
struct difference {
	char *table;
	char *column;     /* NULL: of the table; else one, or several: "tenant, code" */
	const char *what; /* "type", "default", "charset", "null", "extra", "column", "key" .. */
	char *found, *wanted;
};

struct difference_list {
	struct difference *items;
	size_t count;
};

/*
 * `shadow` is what the same database says of a table that was made from the model, without its
 * references: so no names of types have to be known. `table` NULL: it is not there.
 */
void compare_table(struct difference_list *, const struct model *, const struct table_facts *table,
		   const struct table_facts *shadow, bool types_are_words);
void difference_list_finish(struct difference_list *list);

#endif
