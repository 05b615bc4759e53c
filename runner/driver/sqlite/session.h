/* What the files of this driver share. */
#ifndef GLIM_DRIVER_SQLITE_SESSION_H
#define GLIM_DRIVER_SQLITE_SESSION_H

#include <sqlite3.h>
#include <stdatomic.h>

#include "driver/driver.h"

/* Statements kept for their next time; a migration's own and its record take turns. */
enum { PREPARED_KEPT = 8 };

struct session {
	sqlite3 *db;
	char *file;
	sqlite3_stmt *prepared[PREPARED_KEPT];
	unsigned int prepared_next; /* the place that is taken next */
	int lock;                   /* the descriptor that holds the lock; -1 without it */
	char *lock_who;             /* what the lock file says of us */
	char *lock_since;

	/* For the thread that watches. */
	atomic_bool executing;
	_Atomic int64_t
		busy_at; /* clock_elapsed when another program's lock was last met; 0: never */
};

/* Says whether the file may be opened, before SQLite sees it. */
bool place_check(const struct driver_settings *, struct failure *);
/* A filesystem whose locks are not to be trusted, by its name in mountinfo: "nfs4". */
bool place_is_remote(const char *filesystem);

/* What SQLite said last, as a failure; `was_open`: a transaction stood before the statement. */
bool native_failure(struct session *, bool was_open, struct failure *);

bool session_execute(struct session *, const char *sql, size_t length, const glim_value *values,
		     size_t count, const struct row_sink *, struct outcome *, struct failure *);

/* Kept by the session; NULL after a failure. */
sqlite3_stmt *session_statement(struct session *, const char *sql, size_t length, struct failure *);
int session_bind(sqlite3_stmt *, int at, const glim_value *);

/* From here on SQL may ask glim_collation('table', 'column'), which no pragma tells. */
bool collation_tell(struct session *);

bool session_bulk(struct session *, const struct bulk *, const glim_value *values, size_t rows,
		  struct outcome *, struct failure *);

enum lock_answer session_try_lock(struct session *, const char *name, struct lock_holder *,
				  struct failure *);
void session_unlock(struct session *);
bool session_find_holder(struct session *, const char *name, const char *const *names, size_t count,
			 struct lock_holder *, struct failure *);
void session_announce(struct session *, const char *doing);

/* Waits for another program's lock on the database file, for some seconds. */
void busy_wait(struct session *);
bool session_progress(struct session *, struct statement_progress *);
bool session_blocker(struct session *, struct statement_blocker *);

#endif
