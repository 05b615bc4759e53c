/* How an empty copy of a schema is made on the same server, and how changes are asked about there.
 */
#ifndef GLIM_DIALECT_SHADOW_H
#define GLIM_DIALECT_SHADOW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "statement/rule.h"

/* Objects of one kind: what lists their names, and shows the text of one, in this column. */
struct shadow_kind {
	const char *what; /* "table" */
	const char *list;
	const char *show; /* + the quoted name */
	size_t column;
	bool required; /* without it the copy would be another schema */
};

/* One way to execute a change, the ones that cost less come first. */
struct shadow_way {
	const char *words; /* "ALGORITHM=INSTANT, LOCK=NONE" */
	bool rewrites;     /* the whole table is written anew */
	bool holds;        /* programs cannot write to it meanwhile */
	bool waits;        /* it counts as held only while it waits for others */
};

struct shadow_rules {
	/* Copies are named with this in front; SELECT of those whose maker is gone. */
	const char *prefix, *abandoned;
	const char *options; /* SELECT of what stands behind CREATE DATABASE name */
	const char *claim;  /* SELECT that makes the copy `?` this session's, as long as it lives */
	const char *others; /* SELECT of one column: all schemas of the server */
	const char *unbound, *bound; /* around the making: keys are not looked at */
	const char *size;            /* SELECT of rows and bytes of the table `?` in schema `?` */
	const struct shadow_kind *kinds; /* in the order of their making; `what` NULL at the end */
	/* First words of what may be executed in a copy; NULL at the end. */
	const char *const *openings;
	/* Engines whose tables are the server's own: no other server, no file; NULL at the end. */
	const char *const *engines;
	/* Without what binds the text to an account (owned). */
	char *(*neutral)(const char *text);
	/*
	 * A change of one table, with its n-th way spelled out; false when there are no more ways,
	 * and for any other statement. `table` gets its name (owned) with n = 0.
	 */
	bool (*spell)(const struct lexis *, const char *sql, size_t n, struct text *out,
		      const struct shadow_way **way, char **table);
	const int *refusals; /* errors that mean: not in this way; 0 at the end */
	/* SET of the variable that holds a text `?`; what reads it as SQL and executes nothing. */
	const char *text, *parse;
	int unspeakable; /* the error that means: this statement takes no such words; of `parse`: it
			    is no SQL */
};

extern const struct shadow_rules mysql_shadow;

#endif
