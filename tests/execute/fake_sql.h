/*
 * As much SQL as the runner speaks to its own tables: INSERT, UPDATE, DELETE and SELECT over
 * columns that equal marks or literals, CREATE TABLE, ADD COLUMN, CREATE INDEX.
 */
#ifndef GLIM_TESTS_FAKE_SQL_H
#define GLIM_TESTS_FAKE_SQL_H

#include "fake_store.h"

struct fake_statement {
	const struct lexis *lexis;
	const char *sql;
	const glim_value *values;
	size_t count;
};

bool sql_names_own_table(const struct lexis *lexis, const char *sql);
/* The table that it speaks of, as a new text; "" if it is not of the kinds above. */
char *sql_table(const struct fake_statement *statement);
bool sql_execute(struct fake_store *, const struct fake_statement *, const struct row_sink *,
		 struct outcome *, struct failure *);

/* What it does in a few words: "record + applied", "step 2 ~ done", "log + run"; NULL: not ours. */
char *sql_summary(const struct fake_statement *statement);

#endif
