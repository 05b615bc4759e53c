/* One statement of a migration: numbered, classified, checked, sent or answered from the journal.
 */
#ifndef GLIM_EXECUTE_STEP_H
#define GLIM_EXECUTE_STEP_H

#include "execute/migration.h"

struct step {
	const struct host_request *request;
	const char *sql;
	const char *sent; /* the same as the database takes it; NULL: `sql` */
	const glim_value *values;
	size_t count;
	struct host_rows *rows;
	char *site;
	char hash[JOURNAL_HASH];
	enum statement_class class;
	bool plain, changes_session;
	int64_t began;   /* what tell_step_start gave */
	bool told_apart; /* its end is told when its packet is answered, or never comes */
};

/* A statement inside of the transaction; one that may fail gets a savepoint of its own. */
bool step_run_inside(struct migration *, const char *sql, const glim_value *values, size_t count,
		     const struct row_sink *, bool may_fail, struct failure *);
/* What fails around a statement is not the failure that the migration expects of it. False. */
bool step_failed_around(struct failure *, bool may_fail);
/* execute/step_missing.c. While a half-done migration is undone, taking away what was never made
 * counts as done, and is said. */
bool step_was_never_made(struct migration *, const char *sql, const struct failure *);
void step_note_nothing(const struct migration *, const char *why);
/* The savepoint that a failure came behind is undone, unless the transaction has ended with it. */
void step_take_back(struct transaction *, struct failure *);
/* Has it as many marks as values? False sticks. */
bool step_check_marks(struct migration *, const char *sql, size_t count, const char *site);
char *step_site(const struct host_request *); /* owned; NULL where it tells none */
/* Of SQL, the place that the database complains of, where it tells; else `site` (owned). */
char *step_exact_site(const struct migration *, const char *site, const char *sql,
		      const struct failure *);
bool step_is_write(const struct lexis *, const char *sql);

/* The same as step_run(), for a text that is sent in another form than the journal knows it by. */
bool step_run_as(struct migration *, const struct host_request *, const char *sql, const char *sent,
		 const glim_value *values, size_t count, struct host_rows *, int *code);

/*
 * A step that is more than one statement: numbered and checked. Its `sql` is given; the site is the
 * caller's (owned). False: the failure sticks.
 */
bool step_open(struct migration *, const struct host_request *, struct step *);

/* execute/session.c: what a session knows and a new one, in which a migration is resumed, does not.
 */
void session_note(struct migration *, const struct step *);
void session_note_undone(struct migration *migration); /* a savepoint was undone */
/* Is this one of the statements that a replay executes again, because they set the session? */
bool session_is_set_by(const struct migration *, const struct step *);
bool session_set_again(struct migration *, const struct step *);
bool session_restore(struct migration *, const struct step *);
/* For the rest of this transaction the runner's own statements find the session as it began. */
bool session_own(struct migration *, struct failure *);
/* The same for the next migration too. */
bool session_own_for_good(struct migration *, struct failure *);
/* Where the answer to a statement does not hold the id that it gave. */
void session_ask_id(struct migration *migration);

#endif
