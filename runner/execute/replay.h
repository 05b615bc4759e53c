/*
 * A resumed migration is replayed: what is done is not executed again but answered from the
 * journal, until the first step that is not done. Then it goes on live.
 */
#ifndef GLIM_EXECUTE_REPLAY_H
#define GLIM_EXECUTE_REPLAY_H

#include "execute/journal.h"
#include "history/history.h"

struct migration;

struct replay {
	const struct step_record *rows; /* the journal, by step */
	size_t count, at;
	struct journal_reader reader;
	struct journal_entry next; /* read ahead */
	bool has_next;
	bool active;
	int status; /* the failure that stuck at this point when it ran */
	char *message;
	const struct step_record *again; /* the row of the step that is sent again; else NULL */
};

void replay_start(struct migration *, const struct step_record *rows, size_t count);
void replay_finish(struct replay *replay);

/*
 * One statement, already counted in migration->steps. REPLAY_LIVE: from here on the database
 * answers. REPLAY_STOPPED: a failure that sticks, and a person is needed.
 */
enum replay_answer { REPLAY_ANSWERED, REPLAY_AGAIN, REPLAY_LIVE, REPLAY_STOPPED };
enum replay_answer replay_step(struct migration *, const char *sql, const char *hash,
			       const char *site, struct host_rows *, int *code);
/* Was the statement that was just replayed refused then, and glim_try() told so? */
bool replay_was_refused(const struct replay *replay);
/* The answer that a waiting request got then. False: it asked for something else. */
bool replay_reply(struct migration *, enum wire_kind, struct host_reply *);
/* A bulk that is done, as its rows were counted again. */
struct replayed_bulk {
	const char *site, *sql;
	uint32_t step;
	uint64_t rows;
	const char *types, *values; /* hashes of them */
};
/* False: there were other rows, which sticks. */
bool replay_bulk(struct migration *, const struct replayed_bulk *);
/* A backfill, already counted. REPLAY_LIVE: it begins, or goes on where the step's row says. */
enum replay_answer replay_backfill(struct migration *, const char *sql, const char *hash,
				   const char *site);
/* May the next step be the first that the database answers? */
bool replay_may_go_live(const struct migration *migration);
/* The plugin's own failure, which it may have forgiven further on. */
void replay_fail(struct migration *, int status, const char *message);
/* The migration returned: a failure that was not forgiven sticks. */
void replay_returned(struct migration *migration);
/* The migration returned: has it asked for all that is done? */
bool replay_ended(struct migration *migration);

#endif
