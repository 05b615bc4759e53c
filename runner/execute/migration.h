/* One migration while it runs: shared by the files of this folder, and by nobody else. */
#ifndef GLIM_EXECUTE_MIGRATION_H
#define GLIM_EXECUTE_MIGRATION_H

#include "execute/execute.h"
#include "execute/journal.h"
#include "execute/pending.h"
#include "execute/replay.h"
#include "execute/transaction.h"
#include "history/record.h"
#include "statement/statement.h"

struct migration {
	struct execution *execution;
	const struct plan_item *item;
	enum direction direction;
	const char *name;
	struct transaction transaction;
	struct record_entry record;
	char *depends, checksum[65]; /* what the record borrows */
	int64_t began;               /* clock_elapsed */

	uint32_t steps;    /* statements asked for so far */
	uint32_t kept;     /* the last step that can no longer be undone; 0: none */
	bool journaled;    /* a `running` record is committed */
	uint32_t boundary; /* the last boundary whose end is not in the journal yet; 0: none */
	const char *boundary_state;
	int boundary_code;
	int64_t boundary_changes;
	/* Of a backfill that is not at its end: rows that are done, and its step. */
	uint64_t paged_rows;
	uint32_t paged_step;
	uint32_t row;      /* the last boundary whose journal row this run has committed; 0: none */
	uint32_t row_sent; /* the same, where the answer to the COMMIT is missing */
	bool overtaken;    /* another run went on with it while this one had no connection */
	bool refused_whole; /* the last boundary was refused, and such a refusal leaves nothing */
	bool boundary_seen; /* the database shows whether the last boundary took effect */
	bool left_unseen;   /* it failed, and what it had done by then cannot be known */
	bool session_changed;
	bool used_after_commit; /* nobody can use all of it in the transaction that did it */
	bool has_temporaries;   /* it has made a temporary table */
	bool sets_locally;      /* it has set what ends with its transaction */
	bool set_inside;        /* it has set the session since the outermost glim_begin() */
	bool waits;             /* it is done, but for a COMMIT that it shares */
	bool session_keeps;     /* it holds data that a second attempt must not find */
	bool travels;           /* with others: nothing of it is sent alone (execute/train.h) */
	bool bears_missing; /* a half-done run is undone: what was never made cannot be dropped */
	struct journal journal;
	struct replay replay;
	struct pending pending;
	int64_t session_id;        /* the last id that the session gave */
	bool asks_id;              /* the last statement may have given one that is not known yet */
	struct known_key *keys;    /* execute/key.h */
	struct bulk_writer *bulks; /* those that are open; execute/bulk.h */
	struct running_backfill *backfill; /* the one that is open; execute/backfill.h */

	/* The failure that sticks. */
	int status; /* enum glim_status */
	struct failure failure;
	char *message;
	uint32_t failed_step;
	char *failed_site, *failed_sql;
	bool forgivable; /* glim_rollback took back what failed */
	bool gone;       /* the transaction was lost: nothing can be forgiven */
	bool for_person; /* the journal cannot go on by itself: the record stays as it is */
	char *done_sql;  /* what the journal says of the step that has changed */

	struct outcome last;
	struct host_result end;

	const struct rehearsal *rehearsal; /* NULL: this is no rehearsal */
};

/* execute/call.c */
struct host_task migration_task(const struct execution *, const struct entry *, enum direction,
				const struct plugin_image *);
bool migration_call(struct migration *, const struct plugin_image *, struct error *);

/* execute/again.c: would a loss of its transaction leave nothing of it? */
bool again_possible(const struct migration *);
/* It is as before its first statement; false: it is not to be run once more. */
bool again_start(struct migration *, int attempt);

/* execute/execute.c */
void migration_start(struct migration *, struct execution *, const struct plan_item *,
		     enum direction);
/* Its image, which is the caller's, and what its record will be. */
bool migration_open(struct migration *, struct plugin_image *, struct error *);
void migration_announce(struct migration *);
void migration_announce_end(struct migration *, bool done);
void migration_result(const struct migration *, struct execution_result *);
void migration_finish(struct migration *);

/* execute/rehearse.c: what a rehearsal does in place of a step, and of a savepoint. */
struct rehearsal_step;
bool rehearse_step(struct migration *, const struct rehearsal_step *, struct host_rows *,
		   int *code);
bool rehearse_savepoint(struct migration *, enum wire_kind);

/* execute/request.c: what a guest may ask for. */
void migration_request(void *data, const struct host_request *, struct host_rows *,
		       struct host_reply *);

/* What is held back so that it travels with what comes; sent when nothing comes. */
bool migration_waits(void *data);
void migration_idle(void *data, struct host_reply *);

/* execute/step.c: one statement, numbered, classified, sent. False: the failure sticks, or *code.
 */
bool step_run(struct migration *, const struct host_request *, const char *sql,
	      const glim_value *values, size_t count, struct host_rows *, int *code);

/* execute/boundary.c */
struct boundary {
	const char *sql, *hash, *site;
	const glim_value *values;
	size_t count;
	const char *fingerprint; /* NULL: of the objects that it names */
	bool plain;              /* writes where nothing can be undone */
	bool may_fail;           /* glim_try() */
};

bool boundary_run(struct migration *, const struct boundary *, const struct row_sink *,
		  struct failure *);
/* Its row alone: what came before is committed, what follows is the caller's. */
bool boundary_begin(struct migration *, const struct boundary *, struct failure *);
/* What is known of the last boundary joins the present transaction. */
bool boundary_note(struct migration *, struct failure *);

/* execute/plain.c: would this statement write where nothing can be undone? */
bool plain_table_named(struct execution *, const char *sql);
void plain_tables_forget(struct execution *);

/* execute/finish.c: the record. */
bool finish_well(struct migration *, struct error *);
/* Waits to be sent, COMMIT and all. */
bool finish_later(struct migration *, struct failure *);
void finish_unknown(const struct migration *, struct error *); /* is it committed? */
void finish_badly(struct migration *, struct execution_result *, struct error *);

/*
 * execute/overtaken.c: while a connection was lost the lock was free. Is the history no longer as
 * this run left it? Learns on the way whether a COMMIT without an answer was done.
 */
bool overtaken_by_another(struct migration *, const struct history *);

/* execute/reason.c: why it failed, as an error. */
void reason_explain(const struct migration *, struct error *);
/* The same for the history, in one sentence (owned); NULL: nothing is known. */
char *reason_record(const struct migration *);
void reason_state(const struct migration *, enum execution_after, bool recorded, struct error *);
bool reason_is_a_signal(const struct migration *); /* a person has stopped it */

/* execute/advice.c: what whoever reads it does next. */
void advice_add(const struct migration *, enum execution_after, struct error *);

/* execute/stick.c: the first failure sticks. */
bool migration_stick(struct migration *, int status, struct failure *, const char *site,
		     const char *sql); /* takes the failure; false */
__attribute__((format(printf, 4, 5))) bool migration_misuse(struct migration *, const char *site,
							    const char *sql, const char *format,
							    ...); /* false */
void migration_say(struct migration *, int status, const char *message);
bool migration_cancelled(struct migration *);
void migration_forgive(struct migration *);
__attribute__((format(printf, 4, 5))) void migration_for_person(struct migration *,
								const char *site, const char *sql,
								const char *format, ...);

#endif
