/*
 * A backfill rewrites a table page by page. It is one step, and each page a transaction of its own,
 * which the row of the step in glim_steps is part of: it says how far the backfill has come.
 */
#ifndef GLIM_EXECUTE_BACKFILL_H
#define GLIM_EXECUTE_BACKFILL_H

#include "data/backfill.h"
#include "database/replicas.h"
#include "execute/checkpoint.h"
#include "execute/migration.h"

struct running_backfill {
	struct text frame;     /* what was asked, as it came; the rest borrows from it */
	struct backfill asked; /* its selection's columns, key and condition */
	struct bulk update;    /* the key, then what the function computes */
	const char **columns;
	bool *is_key;
	glim_value *set_values; /* of the marks in `set`; borrowed */
	size_t set_count;
	size_t *key_at; /* the columns of the key */
	glim_value *key_values;
	struct selection_marks marks;

	char *sql, *site;
	char hash[JOURNAL_HASH];
	uint32_t step;
	struct checkpoint done; /* committed */
	struct checkpoint next; /* at the end of the page that was read */
	uint64_t total;         /* an estimate; 0: not known */
	uint32_t rows;          /* that a page has */
	uint32_t came;          /* of the page under way */
	uint64_t written;       /* rows that the function has put */
	bool settles;           /* the table settles conflicts by itself, unless told not to */
	bool firm;              /* all that is written can be undone */
	bool last;              /* behind that page nothing comes */
	int64_t began;          /* clock_elapsed, of that page */
	int64_t step_began;     /* for the event of its end; 0: it is told */
	int attempts;
	struct replicas *replicas; /* NULL: not looked at */
	int64_t looked;            /* clock_elapsed of the last look at what to wait for */
};

/* Handlers of requests. *code: 1 with a page, 0 at the end. The first is
 * execute/backfill_start.c's.
 */
bool backfill_start(struct migration *, const struct host_request *, struct host_rows *, int *code);
bool backfill_go_on(struct migration *, const struct host_request *, struct host_rows *, int *code);

void backfill_forget(struct migration *migration);

/* Shared by those who start it and those who go on. */
void backfill_tell_end(struct migration *migration, bool done);
void backfill_note_state(struct migration *migration); /* of its step, if it comes no further */
bool backfill_fail(struct migration *, struct failure *);
void backfill_count(const struct migration *migration);
/* The next page, on its way to the child; at the end none. */
bool backfill_give_page(struct migration *, struct host_rows *, int *code);
/* `noted`: its last page has written that it is done. */
bool backfill_end(struct migration *, bool noted, int *code);

/* execute/backfill_asked.c */
struct running_backfill *backfill_create(const struct backfill *asked, const struct dialect *);

/*
 * execute/backfill_key.c: is the key none of what is written? The first looks at the names alone,
 * the second knows the key from key_learn(). False sticks.
 */
bool backfill_leaves_key_alone(struct migration *);
bool backfill_key_stays(struct migration *);

/* execute/backfill_page.c. False: *again says whether it is worth another attempt. */
bool backfill_read_page(struct migration *, struct host_rows *, struct failure *);
bool backfill_write_page(struct migration *, const glim_value *values, size_t count,
			 struct failure *);

/*
 * execute/throttle.c: waits as long as the server or its replicas have too much to do; between two
 * pages, which may be apart anyway. False: a signal or a failure.
 */
bool throttle_until_calm(struct migration *, struct failure *);
bool throttle_wait(struct migration *, struct failure *);

#endif
