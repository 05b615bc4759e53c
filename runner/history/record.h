/* Writes to the history. Each is one or two statements inside the caller's transaction. */
#ifndef GLIM_HISTORY_RECORD_H
#define GLIM_HISTORY_RECORD_H

#include "history/history.h"

enum { RECORD_ID = 255 * 4 + 1 }; /* adopted ids need not be UUIDs */

/* What is written about one migration. Borrowed texts. */
struct record_entry {
	char id[RECORD_ID]; /* of the row: the old one's, or a new one */
	bool exists;        /* the row is there already */
	const char *name;
	const char *description;
	int64_t created_at; /* 0: not known */
	enum record_state state;
	enum direction direction;
	const char *checksum, *source_checksum, *depends;
	int reversible; /* -1: not known */
	int64_t statements;
	int64_t duration_us; /* -1: not known */
	bool timed;          /* the database adds the time since the transaction began */
	const char *applied_by, *runner, *error;
};

/* Strictly later than everything in the history. */
int64_t record_next_time(const struct history *history);

/* Inserts or updates the row; FAILURE_RECORD if it is not the expected one. */
bool record_write(struct database *, const struct record_entry *, struct failure *);
bool record_delete(struct database *, const struct record_entry *, struct failure *);

/* The journal. */
/* In the place of `instead` (NULL: of none), which a resumed migration has asked for again. */
bool record_step_start(struct database *, const struct record_entry *, const struct step_record *,
		       const struct step_record *instead, struct failure *);
bool record_steps_set(struct database *, const struct record_entry *, int64_t step,
		      const char *state, int64_t code, int64_t changes, int64_t last_id,
		      struct failure *);
/* How far a step has come, in the place of its fingerprint. */
bool record_step_checkpoint(struct database *, const struct record_entry *, int64_t step,
			    const char *state, const char *checkpoint, int64_t changes,
			    struct failure *);
/* The rows of the entry's direction only. */
bool record_steps_forget(struct database *, const struct record_entry *, struct failure *);
bool record_steps_delete(struct database *, const struct record_entry *, struct failure *);

/* glim_log. `event`: "run", "rollback", "failed", "repair", "baseline" .. */
bool record_log(struct database *, const struct record_entry *, const char *event,
		const char *reason, struct failure *);

#endif
