/*
 * Which columns tell the rows of a table apart, and how a value is compared with them: read from
 * the database's own description, so that a walk in the order of a key cannot lose rows. Pure.
 */
#ifndef GLIM_DATA_KEY_H
#define GLIM_DATA_KEY_H

#include <stdbool.h>
#include <stddef.h>

#define GLIM_RUNNER
#include <glim/migration.h>

#include "data/names.h"

/* A column of the table, or its part in a unique index, as a row of the dialect's `keys`. */
struct key_column {
	char *index; /* NULL: this row describes the column itself */
	char *name;  /* "": an expression */
	bool may_be_null;
	size_t place;   /* of a part: from 1, where it is in the order of ORDER BY; else 0 */
	char *mark;     /* NULL: its order is not that of its values as they are read */
	char *moved_by; /* another name of it; its own: it changes by itself; NULL: neither */
};

struct key_columns {
	struct key_column *list;
	size_t count;
	enum names_rule rule; /* how the database compares names */
};

bool key_take_row(void *columns, size_t count, const glim_value *values); /* of a row_sink */
void key_columns_finish(struct key_columns *columns);

/* Does a unique index consist of columns of this key? */
bool key_is_unique(const struct key_columns *, const char *const *key, size_t count);
/* Does a unique index consist of the columns of this key, in its order? */
bool key_is_in_order(const struct key_columns *, const char *const *key, size_t count);
const struct key_column *key_find(const struct key_columns *, const char *name);
/* The nth column whose writing changes it as well; its own name: any. NULL at the end. */
const char *key_moved_by(const struct key_columns *, const char *name, size_t n);

#endif
