/*
 * The SQL of one kind of database as pure text and tables. No I/O: a dialect can be read, tested
 * and compared without a server.
 */
#ifndef GLIM_DIALECT_DIALECT_H
#define GLIM_DIALECT_DIALECT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "data/bulk.h"
#include "data/names.h"
#include "dialect/object.h"
#include "dialect/schema.h"
#include "model/model.h"
#include "statement/rule.h"

struct findings;
struct lint;
struct shadow_rules;

struct dialect {
	const char *name;    /* what glim_driver() answers: "mysql" */
	const char *product; /* for people: "MariaDB" */

	/* Transactions. Savepoints are SAVEPOINT x, RELEASE SAVEPOINT x, ROLLBACK TO SAVEPOINT x.
	 */
	const char *begin, *commit, *rollback;
	bool transactional_ddl;        /* DDL can be rolled back */
	bool failure_ends_transaction; /* a refused statement leaves nothing but its rollback */
	/*
	 * SELECT that brings back, for this transaction, what the runner's own statements need of
	 * the session: where names are looked for, and as whom; the other one for the next
	 * migration too. NULL where nothing can.
	 */
	const char *own_session, *own_session_for_good;
	/* Does what it sets end with the transaction? NULL where nothing does. */
	bool (*sets_locally)(const struct lexis *, const char *sql);
	/*
	 * What of it a new session would lack though it set the same, as a sentence that begins
	 * with "it has" (constant); NULL: nothing. NULL where the rules tell.
	 */
	const char *(*session_keeps)(const struct lexis *, const char *sql);
	/* Does it make another schema than this one the session's own? NULL where none does. */
	bool (*leaves_schema)(const struct lexis *, const char *sql, const char *schema);
	/*
	 * Statements around one for which nobody has to wait while it waits for others: where the
	 * session's limit for that is the one it began with, it has none. NULL where none is so.
	 */
	bool (*waits_harmlessly)(const struct lexis *, const char *sql);
	const char *wait_freely, *wait_as_before;
	/* First words of statements that run code which may set the session in a transaction, as
	 * a block does; NULL where none can unseen. */
	const char *const *runs_code;
	/*
	 * Savepoint and all: fails where a check that waits for COMMIT would, and leaves it
	 * waiting. Statements, NULL at the end; NULL where no check waits.
	 */
	const char *const *checks_waiting;
	/* Words that are all in a statement whose effect only a COMMIT lets others use; or NULL. */
	const char *const *used_after_commit;

	/*
	 * How long statements take that travel together with the record of it: a statement behind
	 * BEGIN, or NULL, and `?` plus the microseconds since; NULL where none travel.
	 */
	const char *clock_start, *clock_elapsed;
	/*
	 * Fails with that SQLSTATE unless glim_migrations has a row with the id `?`, and keeps the
	 * row as it is to the end of the transaction. Behind it nothing has to be looked at before
	 * COMMIT. NULL where no statements travel together.
	 */
	const char *row_held, *row_missing;
	/* First words of those that may travel so: each gives one answer, and cannot end the
	 * transaction, not by a trigger or a function either. NULL at the end. */
	const char *const *joins;
	char mark;              /* where a value goes: '?', or '$' for $1, $2 .. */
	bool errors_have_names; /* the number of an error is its SQLSTATE in another spelling */
	/* Begins a transaction that the database lets only read; ended by `rollback`. */
	const char *begin_reading;

	struct lexis lexis;                 /* how its texts, names and comments look */
	const struct statement_rule *rules; /* first words -> class; ends with a NULL word */

	/*
	 * SELECT of one column of sentences: what of the connected server weakens a promise, such
	 * as commits that are not durable. NULL where nothing can.
	 */
	const char *conditions;
	/* For a migration that rebuilds tables: before BEGIN; a row a violation, before COMMIT. */
	const char *keys_off, *keys_check; /* NULL where a rebuild needs no such thing */
	const char *restore_last_id; /* + a number: a session's last id, or NULL if it has none */
	char quote;                  /* around names: ` or " */
	/* Around the name of a column that nothing but a column may answer to; 0: `quote` does. */
	char column_quote;
	enum names_rule names_rule; /* of columns that are named in quotes */
	const char *no_values;      /* INSERT INTO x ..: a row of defaults only */
	/* Where a message says that the statement is wrong: its byte from 1, or 0. NULL: the driver
	 * knows by itself. */
	size_t (*locate)(const char *sql, const char *message);
	const int *missing_object_errors; /* of a DROP of what is not there; ends with 0 */

	/*
	 * SELECT of one column: names of what a transaction does not hold, such as tables whose
	 * engine has none. NULL where it holds all. Then `plain_why`, of a statement that names
	 * one.
	 */
	const char *plain_tables, *plain_why;
	/*
	 * SELECT of a row for each history table without transactions: its name, why it has none
	 * ("is MyISAM"), and the statement that mends it. NULL where all have them.
	 */
	const char *plain_history;
	/* SELECT with two `?`, a table and a column: its type, and "YES" where it takes NULL. */
	const char *column_now;
	/* How an empty copy of the schema is made (dialect/shadow.h); NULL where none is needed. */
	const struct shadow_rules *shadow;
	/* What a statement means on this kind of database alone, beside lint/lint.h. Or NULL. */
	void (*lint)(const struct lint *, const char *sql, struct findings *);
	/* SELECT with one `?`, a table's name: one row if it exists in the session's schema. */
	const char *table_exists;

	/*
	 * Walking a table in the order of a key. `keys` has two `?`, both the table's name, and
	 * gives (NULL, column, 1 if it may be NULL, mark, moved by) for each column and (index,
	 * column, place, NULL, NULL) for each part of each unique index, an expression's column
	 * being NULL. What it is moved by is another name of the same column (one row for each), or
	 * its own where it changes whatever is written, as a generated one does, else NULL. The
	 * place counts from 1 where ORDER BY the column can be read from it, and is 0 else, or
	 * where such a query needs no help (driver.h, along_index). The mark is what a key's value
	 * is compared with: "?", a cast of it where the value as it is read would be rounded, or
	 * NULL where the column's order is not that of its values.
	 */
	const char *keys;
	/*
	 * + a table's name: shows it, in the second column, with the word TEMPORARY where it is a
	 * temporary one, which may hide the table that `keys` tells of. NULL where `keys` knows.
	 */
	const char *show_table;
	bool walks_by_row_values; /* (a, b) > (?, ?) walks an index */
	const char *locks_rows; /* ends a SELECT whose rows nobody else may change: "FOR UPDATE" */
	const char *estimates_rows; /* SELECT with a `?`, a table; NULL: counting them is quick */
	const char *running;        /* gives how many threads work on the server, in the last column
				     * of its row; NULL where none do */
	/*
	 * How many seconds replicas are behind. `replica_status` is asked of one, and tells it in a
	 * column of one of the names of `replica_columns` (" this that "), NULL while it does not
	 * copy. `replicas_behind` is asked of the server itself, a row a replica: its name and the
	 * seconds, NULL where the account lacks the right that `replicas_right` tells how to get.
	 */
	const char *replica_status, *replica_columns;
	const char *replicas_behind, *replicas_right;
	/* Rows that collide: ON CONFLICT (key) DO UPDATE, or else ON DUPLICATE KEY UPDATE. */
	bool names_conflicts;
	/*
	 * SELECT with a `?`, a table: one row if its definition may say that a row which collides
	 * is left out or takes others away, and that no statement fails for it unless it says OR
	 * ABORT. Said always, that would also override the triggers' own OR. NULL where none can.
	 */
	const char *settles_conflicts;
	const char *update_strictly; /* "UPDATE " of such a table, where a conflict is a failure */
	bool cuts_values; /* what does not fit, with a warning, in a session that is told to */

	/* CREATE TABLE of a model, one statement; then its indexes, one call each, until false. */
	void (*create_table)(struct text *, const struct model *);
	bool (*create_index)(struct text *, const struct model *, size_t n);
	/* The definition of one column, as CREATE TABLE and ADD COLUMN take it. */
	void (*column)(struct text *, const struct model *, const struct column *);
	/*
	 * Statements that bring an older history table to the present shape of a column that is
	 * already there (its collation, its precision); false when there is nothing to do.
	 */
	bool (*upgrade_column)(struct text *, const struct model *, const struct column *);
	/* Adds a unique index over one column of a table that exists. */
	void (*add_unique)(struct text *, const struct model *, const struct column *);

	/*
	 * Of a statement that commits by itself: what tells whether it took effect. The list is to
	 * be finished.
	 */
	void (*objects)(const struct lexis *, const char *sql, struct object_list *out);
	/*
	 * Did the parser refuse such a statement, and so before any of it was executed? An error of
	 * a text that the statement executes by itself looks the same. NULL: none is ever in doubt.
	 */
	bool (*parse_refused)(const struct lexis *, const char *sql, int native, size_t position,
			      const char *message);
	/* What shows an object's text, in a column of one row. Where no list has items: NULL. */
	void (*show_object)(struct text *sql, const struct object *, size_t *column);
	/*
	 * SELECT of what looks as a try of this one leaves it that was broken off: the statement
	 * that takes it away, whether somebody may be at work on it, whether it stands in the way
	 * of the next try. NULL where none leaves anything; false where this one does not.
	 */
	bool (*leftovers)(const struct lexis *, const char *sql, struct text *query);
	/*
	 * SELECT of a row if all that a change of this table's rows sets off can be undone, as far
	 * as this account sees. NULL: nothing depends on it.
	 */
	const char *firm_table;
	/* Adds that text without what changes by itself, such as counters. */
	void (*clean_object)(const struct object_list *, const struct object *, const char *shown,
			     struct text *out);

	const struct schema_dialect *schema; /* dialect/schema.h; NULL: it cannot be read */
};

/* Shared by all dialects (dialect/name.c, dialect/rows.c). */
void dialect_add_name(const struct dialect *, struct text *, const char *name); /* quoted */
/* The same, where `quote` would make a text of what is no column. */
void dialect_add_column(const struct dialect *, struct text *, const char *name);
/* Statements with `?` marks for the rows of a model; values come in the order of the columns. */
void dialect_insert(const struct dialect *, struct text *, const struct model *,
		    const bool *present); /* which columns; NULL: all */
void dialect_update(const struct dialect *, struct text *, const struct model *); /* key last */
void dialect_delete(const struct dialect *, struct text *, const struct model *); /* by key */
void dialect_select(const struct dialect *, struct text *, const struct model *, const char *where);
/* What the rows of a bulk do, for `rows` of them; the values come in the order that bulk_order()
 * gives. Updates and deletes take one row. */
void dialect_bulk(const struct dialect *, struct text *, const struct bulk *, size_t rows);
/* The same of one that is updated or deleted; `marks`: one a column, what a key is compared with.
 */
void dialect_bulk_by_key(const struct dialect *, struct text *, const struct bulk *,
			 char *const *marks);
/* What is done instead of an insert whose key is there. */
void dialect_add_conflict(const struct dialect *, struct text *, const struct bulk *);
bool dialect_is_missing_object(const struct dialect *, int native);

extern const struct dialect *const dialect_list[]; /* all of them; NULL at the end */
extern const struct dialect dialect_sqlite, dialect_mysql, dialect_postgresql;
extern const struct schema_dialect sqlite_schema, mysql_schema, postgresql_schema;

#endif
