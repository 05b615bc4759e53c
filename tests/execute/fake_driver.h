/*
 * A database that is one struct: it keeps rows (fake_store.h), knows what is committed, and fails
 * where it is told to. Two kinds: one whose DDL is part of the transaction, one whose DDL ends it.
 *
 * What a migration's statement does is told by words in it: `refused` is refused, `halfway` too but
 * stays done, `absent` is a DROP of what is not there, `meddling` ends the transaction without a
 * word. All else leaves an effect: a row of FAKE_EFFECTS with its SQL. A SELECT answers two rows.
 */
#ifndef GLIM_TESTS_FAKE_DRIVER_H
#define GLIM_TESTS_FAKE_DRIVER_H

#include "base/text.h"
#include "database/database.h"
#include "fake_store.h"

enum fake_kind { FAKE_TRANSACTIONAL, FAKE_BOUNDARY, FAKE_KINDS };

/* When a connection breaks: what was under way never happens, has happened, or happens later. */
enum fake_moment { MOMENT_BEFORE, MOMENT_AFTER, MOMENT_LATER, MOMENTS };

struct fake_fault {
	size_t at; /* the call of execute, from 1; 0: never */
	/* FAILURE_NO_SAVEPOINT: the transaction is committed behind our back just before. */
	enum failure_kind kind;
	enum fake_moment moment; /* of FAILURE_LOST */
	int signal;              /* comes while that call is under way */
};

/* Every execution of this text fails. */
struct fake_sql_fault {
	const char *sql;
	enum failure_kind kind;
};

struct fake_savepoint {
	char *name;
	struct fake_store store;
};

struct fake_orphan {
	char *sql;
	struct fake_store after; /* what will be committed */
	int polls;               /* until then */
};

struct fake_server {
	const struct dialect *dialect;
	struct fake_store now, committed;
	bool in_transaction;
	struct fake_savepoint *savepoints;
	size_t savepoint_count;
	struct session *session; /* whose transaction it is */
	struct fake_orphan orphan;

	size_t calls; /* of execute */
	struct fake_fault faults[2];
	struct fake_sql_fault fault_of_sql;
	struct text log;   /* what happened, a line each */
	struct text trips; /* the same, a line a round trip */
	struct text parts; /* of packets: "q" quick, "a" again, "qa" both, "-" neither */
	size_t opened, closed, pings;

	int open_failures; /* the next so many are refused */
	enum failure_kind open_failure;
	int busy;              /* the next so many tries at the lock */
	void (*at_lock)(void); /* what others do before the next try; once */
	bool lock_broken;
	struct lock_holder holder; /* borrowed texts */
	const char *plain_table;   /* whose engine has no transactions; NULL: none */
	bool plain_table_hides;    /* nothing but the end of its ROLLBACK tells of it */
	bool plain_written;        /* since BEGIN */
	const char *plain_history; /* the same, of a history table; it has a statement to mend it */
	const char *plain_table_comes_with; /* the statement that makes the table `ledger` one */
	char *last_sql;
	char *announced;
	struct statement_progress progress; /* what it answers; its texts are borrowed */
	struct statement_blocker blocker;
	int64_t threads; /* that run on the server */
	size_t progress_asked;
};

extern struct fake_server fake;
extern const struct driver fake_drivers[FAKE_KINDS];

void fake_start(enum fake_kind kind);
void fake_finish(void);
void fake_forget_log(void);  /* and counts calls from 1 again, without faults */
void fake_end_session(void); /* as if the runner had been killed */

/* The same with the statements of one packet on one line, behind each other: "a | b | c". */
const char *fake_trips(void);
/* A summary of the SQL since the start, or since fake_forget_log(). */
const char *fake_log(void);
size_t fake_effects(const char *sql); /* how often it is committed; NULL: any */

#endif
