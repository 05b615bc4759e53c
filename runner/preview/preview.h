/*
 * What the migrations of a plan would ask of the database, statement by statement. SQL migrations
 * are read, code is rehearsed in a guest: by default its reads are answered in a transaction that
 * only reads, and its writes are noted and not done.
 */
#ifndef GLIM_PREVIEW_PREVIEW_H
#define GLIM_PREVIEW_PREVIEW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "execute/execute.h"
#include "lint/lint.h"
#include "plan/plan.h"

enum preview_mode {
	PREVIEW_NOTE,  /* writes are not executed */
	PREVIEW_TRY,   /* all is executed, in one transaction that is undone */
	PREVIEW_SHADOW /* all is executed, in an empty copy of the schema */
};

struct preview_statement {
	char *sql;
	char *values; /* as people read them: "5, 'Aras'"; NULL without any */
	char *site;
	const char *uncertain; /* why it might be another one; NULL: it is this one */
	char *not_done;        /* why it was not executed in a mode that executes; or NULL */
	char *says;            /* what the database said against it; or NULL */
	char *cost;            /* how the database would do it; or NULL */
	struct findings findings;
};

struct preview_item {
	const struct plan_item *item;
	struct preview_statement *statements;
	size_t count;
	bool is_sql;
	bool looked; /* its statements are known, even if there are none */
	bool failed;
	struct error error; /* how it ended, if `failed` */
};

struct preview {
	struct preview_item *items; /* as many as the plan has, or up to the one that failed */
	size_t count;
	size_t findings;
	bool failed;
};

struct preview_request {
	enum preview_mode mode;
	enum direction direction;
	const struct plan *plan;
	struct execution *execution; /* its host may be NULL where no code has to run */
	bool without_code;           /* only SQL is looked at */
};

/* False: the database or the guest could not be used at all; the error says why. */
bool preview_make(const struct preview_request *, struct preview *, struct error *);
void preview_finish(struct preview *preview);

/* Does anything of this plan need a guest? */
bool preview_needs_guest(const struct preview_request *);

/* preview/lookup.c: what a column is now, by the database's own word. A lint's `column`. */
bool preview_column(void *db, const char *table, const char *column, struct lint_column *);

#endif
