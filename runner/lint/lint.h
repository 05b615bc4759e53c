/*
 * What a statement does to data and to programs that run meanwhile, as far as its text says: it
 * destroys, it breaks, it blocks. Pure; what only one kind of database does is in its dialect.
 */
#ifndef GLIM_LINT_LINT_H
#define GLIM_LINT_LINT_H

#include <stdbool.h>
#include <stddef.h>

#include "lint/words.h"
#include "statement/rule.h"

struct finding {
	const char *rule; /* "drop-column"; a constant text */
	char *sentence;
};

struct findings {
	struct finding *list;
	size_t count;
};

/* Which tables a plan makes by itself: nobody uses them yet. */
struct lint_tables {
	char **names;
	size_t count;
};

/* What a column is now, for rules of types: "varchar(80)" and whether it takes NULL. */
struct lint_column {
	char *type; /* NULL: unknown */
	bool nullable;
};

struct lint {
	const struct lexis *lexis;
	struct lint_tables *made;
	/* False where it cannot be told. May be NULL. */
	bool (*column)(void *data, const char *table, const char *column, struct lint_column *);
	void *data;
};

/* Adds what there is to say of one statement, and notes the tables that it makes. */
void lint_statement(const struct lint *, const char *sql, struct findings *out);
__attribute__((format(printf, 3, 4))) void findings_add(struct findings *, const char *rule,
							const char *format, ...);
void findings_finish(struct findings *findings);
void lint_tables_finish(struct lint_tables *tables);
/* The table that a statement writes to or changes (owned); NULL where it may reach further. */
char *lint_target(const struct lexis *, const char *sql);
bool lint_makes(const struct lint_tables *, const char *table);

/* lint/alter.c: the actions of one ALTER TABLE. */
void lint_alter(const struct lint *, const char *table, struct words, struct findings *out);

/* lint/type.c: may values be lost or refused when a column of one type becomes the other? */
enum type_change { TYPE_SAME, TYPE_WIDER, TYPE_NARROWER, TYPE_OTHER };
enum type_change lint_type_change(const char *from, const char *to);

#endif
