/* Many rows of one table that are written alike: what each does, and in which columns. Pure. */
#ifndef GLIM_DATA_BULK_H
#define GLIM_DATA_BULK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum bulk_mode { BULK_INSERT, BULK_UPSERT, BULK_UPDATE, BULK_DELETE, BULK_MODES };

/* Borrowed texts; a row has one value a column. */
struct bulk {
	enum bulk_mode mode;
	const char *table;
	const char *const *columns;
	const bool *is_key;
	size_t count;
};

size_t bulk_key_count(const struct bulk *bulk);
/* What is wrong with it, as half a sentence; NULL: nothing. */
const char *bulk_problem(const struct bulk *bulk);
/* Which column stands behind each mark of the statement of one row; there are `count` of them. */
void bulk_order(const struct bulk *bulk, size_t *order);
/* The column that a database's message names in quotes or as table.column; NULL if none is. */
const char *bulk_column_named(const struct bulk *bulk, const char *message);
struct bulk *bulk_copy(const struct bulk *bulk);
void bulk_destroy(struct bulk *bulk); /* of bulk_copy */

#endif
