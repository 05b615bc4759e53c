/*
 * How one kind of database tells what its schema is, for migration:dump and sync --check. Queries
 * answer under the column names that are given here; what they are in the database is its affair.
 */
#ifndef GLIM_DIALECT_SCHEMA_H
#define GLIM_DIALECT_SCHEMA_H

#include <stdbool.h>

#include "base/text.h"
#include "model/model.h"

struct dialect;

/* A statement, as the database has it. */
struct schema_source {
	const char *schema; /* in which it was read */
	const char *kind, *name, *sql;
};

struct schema_dialect {
	/*
	 * Everything in the session's schema but the history, in an order in which it can be made;
	 * views may come in any order among themselves. Columns:
	 *     kind    as object_kind_name has it, or "index", "type" ..
	 *     name    as it is, unquoted
	 *     sql     the statement that makes it, without its semicolon; NULL: `show` asks for it
	 *     before  a statement that has to come first, such as a mode of the session, or NULL
	 */
	const char *objects;
	/*
	 * SELECT of one column: what of the schema no statement of `objects` makes again, as
	 * people call it ("the policy p of t"), in order. NULL where they make all of it.
	 */
	const char *left_out;
	/* Of a kind: asks for the statement, which stands in that column of one row. NULL: never.
	 */
	void (*show)(struct text *sql, const char *kind, const char *name, int *column);
	/*
	 * Adds the statement without what does not belong to the schema (counters, owners, its own
	 * name). What can only be made when all tables are there goes to `late`, as whole
	 * statements.
	 */
	void (*write)(const struct schema_source *, struct text *out, struct text *late);
	const char *first, *last;   /* statements around the whole dump; NULL: none */
	const char *last_of_before; /* puts back what `before` changed; NULL: nothing does */

	/* Field, Type, Null (YES or NO), Default (NULL: none), Collation (or NULL), Extra. */
	void (*columns)(struct text *sql, const char *table);
	/* Key_name, Non_unique, Column_name; a row a column, in order. The key is PRIMARY. */
	void (*keys)(struct text *sql, const char *table);
	/* Key_name, Column_name, To_table, To_column, On_delete, On_update; a row a column. */
	void (*references)(struct text *sql, const char *table);
	/* Shown, and compared, without regard to case: types as they were written. */
	bool types_are_words;

	/* CREATE TEMPORARY TABLE of a model that references nothing. */
	const char *create_temporary;
	/* In front of its name; never reaches a table that is not temporary. */
	const char *drop_temporary;
};

/* 'text', quoted for SQL that is neither stored nor given values. */
void schema_add_text(struct text *sql, const char *text, bool backslash_escapes);

#endif
