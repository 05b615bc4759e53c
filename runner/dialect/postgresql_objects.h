/* The objects of a statement that cannot run in a transaction. */
#ifndef GLIM_DIALECT_POSTGRESQL_OBJECTS_H
#define GLIM_DIALECT_POSTGRESQL_OBJECTS_H

#include "base/text.h"
#include "dialect/object.h"
#include "dialect/reading.h"

void postgresql_objects(const struct lexis *, const char *sql, struct object_list *out);
void postgresql_show_object(struct text *sql, const struct object *, size_t *column);
void postgresql_clean_object(const struct object_list *, const struct object *, const char *shown,
			     struct text *out);
bool postgresql_leftovers(const struct lexis *, const char *sql, struct text *query);

/* CREATE [UNIQUE] INDEX CONCURRENTLY [IF NOT EXISTS] [name] ON [ONLY] table */
struct new_index {
	char *name; /* quoted; NULL: the server finds one */
	char *table;
	bool if_missing;
};

/* The reading stands behind CREATE. False: it is none; nothing is to be freed then. */
bool postgresql_read_new_index(struct reading reading, struct new_index *out);
void postgresql_new_index_finish(struct new_index *index);

/* 'a text' */
void postgresql_add_literal(struct text *out, const char *text);
/* 'the name without its quotes and its schema'::name */
void postgresql_add_bare_name(struct text *out, const char *name);
/* to_regclass('name') */
void postgresql_add_relation(struct text *out, const char *name);

#endif
