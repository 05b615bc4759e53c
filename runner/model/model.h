/*
 * A table, as the runner knows it: read from a plugin by a guest, or one of the runner's own. Owns
 * its texts when model_copy or the wire made it.
 */
#ifndef GLIM_MODEL_MODEL_H
#define GLIM_MODEL_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct column {
	const char *name;
	uint32_t type;   /* enum glim_column_type */
	uint32_t length; /* characters of a string, digits of a decimal; 0: the default */
	uint32_t scale;
	bool primary_key, autoincrement, not_null, unique, index;
	bool bytewise; /* a string that is compared byte by byte */
	const char *default_sql;
	const char *references; /* "users(id)" */
};

struct model {
	const char *name;  /* "User" */
	const char *table; /* "users" */
	const struct column *columns;
	size_t count;
};

size_t model_key_count(const struct model *model);
bool model_equal(const struct model *a, const struct model *b);
/* The table that a column's `references` names, as a new text; NULL without one. */
char *model_referenced_table(const struct column *column);
/* NULL if sound; else what is wrong, as a new text: no columns, two of one name, a bad reference..
 */
char *model_problem(const struct model *model);

struct model *model_copy(const struct model *model);
void model_destroy(struct model *model); /* of model_copy */

#endif
