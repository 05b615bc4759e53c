/*
 * Rows of one table in the order of a unique key, read page by page: a page begins behind the key
 * that the one before it ended with, so no row is skipped or read twice while others write. Pure.
 */
#ifndef GLIM_DATA_SELECTION_H
#define GLIM_DATA_SELECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define GLIM_RUNNER
#include <glim/migration.h>

#include "base/text.h"
#include "dialect/dialect.h"

/* Borrowed texts and data; the arrays are the struct's own where wire_get_selection() filled it. */
struct selection {
	const char *table;
	const char **columns; /* what is read, the key's among them */
	size_t column_count;
	const char **key;
	size_t key_count;
	const char *where;  /* NULL: all rows */
	glim_value *values; /* of its marks */
	size_t value_count;
	glim_value *after; /* the key that the last page ended with; none: the first page */
	size_t after_count;
	uint32_t limit;   /* rows */
	bool key_vouched; /* no index says that the key is unique, and the migration does */
};

void selection_finish(struct selection *selection); /* the arrays */

/* How the key of a row is compared with a value; by default with a plain mark. */
struct selection_marks {
	char *const *list; /* one a key column: "?" or "CAST(? AS UNSIGNED)"; NULL: all plain */
};

enum selection_use {
	SELECTION_READ, /* a page of rows */
	SELECTION_LOCK  /* the same; nobody else may change them before the commit */
};

/* The page's SELECT with `?` marks, and the values for them (owned; texts borrowed). */
void selection_page(const struct dialect *, const struct selection *, struct selection_marks,
		    enum selection_use, struct text *sql, glim_value **values, size_t *count);

/*
 * "the key is behind `after`", or "it is `last` at most", as a condition; adds its values, of which
 * there must be room for key_count squared.
 */
enum selection_side { SELECTION_BEHIND, SELECTION_UP_TO };
void selection_condition(const struct dialect *, const struct selection *, struct selection_marks,
			 enum selection_side, const glim_value *key, struct text *sql,
			 glim_value *values, size_t *count);

#endif
