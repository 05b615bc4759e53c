/*
 * What the fake database holds: rows of named cells, copied as a whole at BEGIN and SAVEPOINT. A
 * statement of a migration leaves a row of the table "effect" with its SQL.
 */
#ifndef GLIM_TESTS_FAKE_STORE_H
#define GLIM_TESTS_FAKE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "driver/driver.h"

/* Check writes a line for every assertion, and the fakes make millions of them. */
#define MUST(condition)                                                                            \
	do                                                                                         \
		if (!(condition))                                                                  \
			ck_abort_msg("the fake cannot go on: %s", #condition);                     \
	while (0)

struct fake_cell {
	char *column;
	int32_t type; /* enum glim_type */
	char *data;   /* integers as digits; NUL-terminated; NULL for SQL's NULL */
	size_t length;
};

struct fake_row {
	char *table;
	struct fake_cell *cells;
	size_t count;
};

struct fake_store {
	struct fake_row *rows;
	size_t count;
};

/* The tables that describe the others. */
#define FAKE_TABLES  "(tables)"  /* name */
#define FAKE_COLUMNS "(columns)" /* table, name */
#define FAKE_INDEXES "(indexes)" /* name */
#define FAKE_EFFECTS "effect"    /* sql */

void store_copy(struct fake_store *to, const struct fake_store *from); /* `to` is emptied first */
void store_finish(struct fake_store *store);

struct fake_row *store_add(struct fake_store *store, const char *table);
void store_remove(struct fake_store *store, size_t at);
void store_create(struct fake_store *store, const struct model *model);

void row_finish(struct fake_row *row);
void row_set(struct fake_row *row, const char *column, const glim_value *value);
void row_set_text(struct fake_row *row, const char *column, const char *text); /* NULL too */
const struct fake_cell *row_cell(const struct fake_row *row, const char *column);
const char *row_text(const struct fake_row *row, const char *column); /* NULL: NULL or no cell */

/* The first row with this text in the column; `column` NULL: any. NULL: none. */
struct fake_row *store_find(const struct fake_store *store, const char *table, const char *column,
			    const char *text);
size_t store_count(const struct fake_store *store, const char *table, const char *column,
		   const char *text);

#endif
