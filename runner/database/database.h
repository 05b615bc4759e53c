/*
 * The one session that does the work: opened from a connection of config.json through its driver
 * module. Turns a driver's failures into errors for people.
 */
#ifndef GLIM_DATABASE_DATABASE_H
#define GLIM_DATABASE_DATABASE_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "config/config.h"
#include "database/packet.h"
#include "driver/driver.h"
#include "interrupt/interrupt.h"

struct database {
	const struct driver *driver;
	const struct dialect *dialect;
	struct session *session; /* NULL once lost */
	struct server server;
	const struct connection *connection;
	int64_t statement_timeout; /* microseconds; 0: none */
	int64_t deadline;          /* clock_elapsed, of the migration under way; 0: none */
	int64_t wait;              /* for the server at open; microseconds */
	bool reading;
	int64_t last_use; /* clock_elapsed of the last statement */
	bool finishing;   /* record and COMMIT are on their way: no signal cancels them */
	enum interrupt_cause ended_by; /* why this session may be about to end */
	bool executing;                /* rows may be on their way: nothing else can be asked */
	void (*notice)(void *data, const char *line); /* what the server says beside its answers */
	void *notice_data;
	struct packet packet;    /* what waits */
	struct packet under_way; /* what was sent, until it is answered */
	pthread_mutex_t watched; /* held while another thread uses the session, or it changes */
};

enum database_use {
	DATABASE_READS,  /* status, validate: never creates or writes anything */
	DATABASE_WRITES, /* run, rollback: a database that must be there */
	DATABASE_CREATES /* init, sync: an embedded database may come to be */
};

/* `wait`: how long a server that does not answer is tried again, microseconds. */
struct database *database_open(const struct config *, enum database_use, int64_t wait,
			       struct error *);
void database_close(struct database *db);
/* What a session of its connection is opened with; the texts are borrowed from it. */
struct driver_settings database_settings(const struct database *db);
/* Ends the session, and with it its transaction and its lock. */
void database_abandon(struct database *db);
/* A failure that a cancel has brought about, of this statement or of one before it, is told so. */
void database_tell_ended(struct database *, enum interrupt_cause, struct failure *);
/* A new session in place of the old one, without its settings, locks and temporary tables. */
bool database_reopen(struct database *db, struct error *);

/* One statement; with values, each `?` of it is a mark, and `??` a question mark. */
bool database_execute(struct database *, const char *sql, const glim_value *values, size_t count,
		      const struct row_sink *, struct outcome *, struct failure *);
/* Rows of a bulk, as the driver's call of that name. */
bool database_bulk(struct database *, const struct bulk *, const glim_value *values, size_t rows,
		   struct outcome *, struct failure *);
void database_bulk_company(struct database *db, enum bulk_company company);
void database_bulk_end(struct database *db);
/* The same for the runner's own statements: a failure becomes the error. */
bool database_do(struct database *, const char *sql, const glim_value *values, size_t count,
		 struct outcome *, struct error *);

/* Microseconds that the next statement may take, 0: no limit. */
int64_t database_limit(const struct database *);
/* A limit of ours looks to the database like anybody's cancel: says which it was. */
void database_tell_cause(const struct database *, enum interrupt_cause, struct failure *);

/* What a failure means for the operator; `doing` begins the sentence: "reading the history". */
void database_explain(const struct database *, const struct failure *, const char *doing,
		      struct error *);

/* "shop on PRODUCT VERSION at db1:3306 as deploy" */
char *database_title(const struct database *db);
/* Whether the question has an answer: one row at least. */
bool database_finds(struct database *, const char *sql, const glim_value *values, size_t count,
		    bool *found, struct failure *);
bool database_finds_table(struct database *, const char *table, bool *found, struct failure *);
bool database_has_table(struct database *, const char *table, bool *has, struct error *);

/*
 * For the thread that watches: how far the statement under way is, and for whom it waits
 * (blocker->who is NULL where nobody knows). False: nothing is known.
 */
bool database_progress(struct database *, struct statement_progress *, struct statement_blocker *);

/* Keeps the session alive while nothing is asked of it; called now and then. */
void database_idle(struct database *db);

#endif
