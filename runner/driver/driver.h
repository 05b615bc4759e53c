/*
 * The code that speaks to one kind of database: a module, loaded only when that kind is used.
 * A module is a shared object that exports one name, `glim_module`, a const struct driver.
 *
 * Every call that can fail returns false (or NULL) and fills the struct failure. A driver decides
 * nothing: what a failure means for a migration is decided by those who call. All calls are made
 * from one thread, but cancel, progress and blocker, which another thread may make while a call of
 * the first is under way. The session is not closed while one of these is.
 */
#ifndef GLIM_DRIVER_DRIVER_H
#define GLIM_DRIVER_DRIVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define GLIM_RUNNER
#include <glim/migration.h>

#include "data/bulk.h"
#include "dialect/dialect.h"

enum { DRIVER_VERSION = 4 };

/* All texts are borrowed during open and may be NULL or "". */
struct driver_settings {
	const char *host;
	int port; /* 0: the database's own */
	const char *socket;
	const char *schema; /* the database; for an embedded one the file, already absolute */
	const char *user;
	const char *password;
	const char *ssl_ca, *ssl_cert, *ssl_key;
	bool ssl;                /* an "ssl" object is configured: TLS or no connection */
	bool ssl_verify;         /* the server's name and chain; true unless switched off */
	const char *galera;      /* "single-writer" or NULL */
	const char *search_path; /* the schemas in which names are looked for */
	const char *service;     /* a name in the client library's own file of connections */
	/* Takes what the server says beside its answers, during a call. May be NULL. */
	void (*notice)(void *data, const char *line);
	void *notice_data;
	bool reading; /* the command only reads: never create a database file, accept a read-only
			 server */
	int connect_timeout; /* seconds; 0: 10 */
	int patience;        /* seconds that an answer is waited for; 0: for ever */
	bool plain_bulk;     /* write rows as a server without any means of its own takes them */
};

enum failure_kind {
	FAILURE_NONE,
	FAILURE_SQL,       /* the statement was refused; the transaction still stands */
	FAILURE_CONNECT,   /* nobody answers; trying again later may help */
	FAILURE_AUTH,      /* login or right refused */
	FAILURE_READ_ONLY, /* a server or file that takes no writes */
	FAILURE_REFUSED,   /* a setting that the driver does not run with: proxy, cluster, no TLS */
	FAILURE_LOST,      /* the connection broke; what was under way may have happened */
	FAILURE_CANCELLED, /* by our own cancel, or by an administrator's */
	FAILURE_CONFLICT,  /* deadlock or serialization: the whole transaction is gone */
	FAILURE_LOCK_WAIT, /* somebody else's lock; the transaction still stands */
	FAILURE_NO_TABLE,  /* a table that is not there */
	FAILURE_NO_DATABASE,  /* a schema or database file that is not there */
	FAILURE_NO_SAVEPOINT, /* the savepoint, and so the transaction, was ended behind our back */
	FAILURE_FULL,         /* no space left */
	FAILURE_FORGOTTEN, /* the session has lost what `again` gave it: the transaction is gone */
	FAILURE_RECORD     /* a record is not the one that was read; no driver says so */
};

struct failure {
	enum failure_kind kind;
	int native;       /* the database's own number */
	char sqlstate[6]; /* "" where there is none */
	char *message;    /* the database's own words */
	char *hint;       /* what to do about it, or NULL */
	size_t position;  /* the byte of the statement that it is about, from 1; 0: unknown */
};

void failure_finish(struct failure *failure);
__attribute__((format(printf, 4, 5))) bool failure_set(struct failure *failure,
						       enum failure_kind kind, int native,
						       const char *format, ...); /* false */
/* A server that is not worked with, and what to do about it; false. */
bool failure_refuse(struct failure *failure, enum failure_kind kind, const char *message,
		    const char *hint);

/* What a statement did. */
struct outcome {
	int64_t changes;
	int64_t last_id;
	bool stays; /* of a ROLLBACK: something could not be undone */
};

/* Who takes the rows of a statement; false stops reading. Values are borrowed during the call. */
struct row_sink {
	bool (*columns)(void *data, size_t count, const char *const *names);
	bool (*row)(void *data, size_t count, const glim_value *values);
	void *data;
	/* The statement asks for a few of many rows in the order of an index that is there: to read
	 * all and sort them would be the wrong way, whatever the database estimates. */
	bool along_index;
	/* Numbers are to come as they are, even where a quicker way would round some. */
	bool exact;
};

struct server {
	char product[32]; /* "MariaDB", "SQLite" */
	char version[64]; /* "10.11.19" */
	char *place;      /* "db1:3306", a socket or a file */
	char *schema;
	char *account; /* the database's own name for the user; "" where there is none */
	uint64_t connection;
};

void server_finish(struct server *server);

struct lock_holder {
	char *who;       /* "deploy@db1 (connection 133)", "ana@laptop (process 4711)" */
	char *since;     /* "2026-11-01 09:12:04 UTC", or NULL */
	char *doing;     /* the statement or the migration, or NULL */
	char *migration; /* the one it announced, or NULL */
};

void lock_holder_finish(struct lock_holder *holder);

/* What the database says of the statement under way. */
struct statement_progress {
	char state[160];   /* in the database's words: "copy to tmp table"; "" if it says nothing */
	int stage, stages; /* 1 of 2; 0: it counts no stages */
	double percent;    /* of the stage, or of all where there are none; below 0: not known */
	bool waits;        /* for somebody else's lock */
};

/* Who keeps a statement waiting. */
struct statement_blocker {
	char *who;    /* "connection 133 (app@10.0.0.4)" */
	int64_t age;  /* of its transaction, microseconds; below 0: not known */
	size_t more;  /* others that do too */
	bool is_sure; /* it holds the lock; else it is the oldest open transaction, likely the one
		       */
};

void statement_blocker_finish(struct statement_blocker *blocker);

enum lock_answer { LOCK_TAKEN, LOCK_BUSY, LOCK_FAILED };

/* One statement of several that travel together; `values` are for the marks of `sql`. */
struct parcel {
	const char *sql;
	size_t length;
	const glim_value *values;
	size_t count;
	bool quick; /* `passed` of it may be called when the next one's is */
	/* Its text comes again, and after a failure the whole transaction is done again. */
	bool again;
	struct outcome outcome; /* of one that was executed */
};

/* What is told while they are on their way; each may be NULL. */
struct parcel_news {
	void (*sent)(void *data);   /* all of them, and nothing has been answered yet */
	void (*passed)(void *data); /* one more is executed */
	void *data;
};

struct session; /* each driver's own */

/* A ROLLBACK may tell that something stays, and of a temporary table of bulk() it does. */
enum bulk_company {
	COMPANY_OWN,    /* the migration's: what bulk() uses has to be undone with it */
	COMPANY_OTHERS, /* of other migrations, which go back to a savepoint: not even made */
	COMPANY_NONE    /* nobody listens: only what is known to be undone */
};

struct driver {
	uint32_t version;    /* DRIVER_VERSION */
	const char *name;    /* "sqlite" */
	const char *library; /* the client library and its version, for `glim version` */
	const struct dialect *dialect;

	struct session *(*open)(const struct driver_settings *, struct failure *);
	void (*close)(struct session *); /* NULL is allowed; an open transaction is undone */
	void (*describe)(struct session *, struct server *out);

	/*
	 * Runs exactly one statement. `sql` has the database's own marks, `values` in their order.
	 * `sink` may be NULL (rows are then dropped), as may `out`.
	 */
	bool (*execute)(struct session *, const char *sql, size_t length, const glim_value *values,
			size_t count, const struct row_sink *sink, struct outcome *out,
			struct failure *);

	/*
	 * Sends all of these at once, which costs one round trip, and takes their answers in order
	 * up to the first failure, behind which nothing is executed. `*done` is how many were
	 * executed. `sent` is not called where they have to go one by one. Rows are dropped.
	 * Answers that do not fit what was asked are FAILURE_LOST. While they are under way
	 * `cancel` ends the session. NULL: nothing would be gained.
	 */
	bool (*send)(struct session *, struct parcel *, size_t count, size_t *done,
		     const struct parcel_news *, struct failure *);
	/*
	 * What texts mean may have been changed in this session: from now on it takes one
	 * statement a time, whatever `execute` is given. NULL: it always does.
	 */
	bool (*apart)(struct session *, struct failure *);

	/*
	 * Writes `rows` rows, one value a column each, one row after the other, by the fastest
	 * means that is strict: what does not fit is a failure, never left out or cut. A failure
	 * need not leave nothing, nor tell which row it was: the caller goes back to a savepoint of
	 * its own and writes one row after the other. Adds to the changes of `out`.
	 * NULL: the database has no such means; rows are then written one by one.
	 */
	bool (*bulk)(struct session *, const struct bulk *, const glim_value *values, size_t rows,
		     struct outcome *out, struct failure *);
	/* What else stands in the transaction that bulk() writes in. NULL: it does not matter. */
	void (*bulk_company)(struct session *, enum bulk_company);
	/* Gives back what bulk() keeps in the session for its next call. */
	void (*bulk_end)(struct session *);

	/* The lock of `name` among runners; does not wait. Ends with the session at the latest. */
	enum lock_answer (*try_lock)(struct session *, const char *name, struct lock_holder *,
				     struct failure *);
	void (*unlock)(struct session *);
	/*
	 * Who holds that lock, without taking it: out->who is NULL where nobody does. `names` are
	 * the migrations that it may be at: out->migration is one of them if it has announced it.
	 */
	bool (*find_holder)(struct session *, const char *name, const char *const *names,
			    size_t count, struct lock_holder *out, struct failure *);
	/*
	 * Tells others which migration the holder is at, NULL: at none. May take effect only with
	 * the next `progress`, and is to cost nothing here.
	 */
	void (*announce)(struct session *, const char *migration);

	/* Ends the statement under way, from another thread. False if that could not be asked for.
	 */
	bool (*cancel)(struct session *);

	/*
	 * Asked once a second by the thread that waits for signals, when a migration takes longer
	 * than a second: how far the statement under way is. A driver that needs a connection of
	 * its own for that opens it here at the first call, keeps it for the session's life, and
	 * gives up after two or three seconds without an answer. False: nothing is under way, or
	 * nothing can be known.
	 */
	bool (*progress)(struct session *, struct statement_progress *);
	/* After `progress` said `waits`: for whom. False: it cannot be known, for want of a right
	 * perhaps. */
	bool (*blocker)(struct session *, struct statement_blocker *);

	/* Keeps an idle session alive; false when it is lost. */
	bool (*ping)(struct session *, struct failure *);
	/*
	 * Where an outcome does not hold it: the last id that this session was given, 0 for none.
	 * NULL where it does.
	 */
	int64_t (*last_id)(struct session *);
};

/* driver/registry.c: the kinds that config.json may name, and their modules. */
const char *driver_module(const char *kind); /* "mariadb" -> "mysql"; NULL if unknown */
const char *const *driver_kinds(void); /* every name that config.json may use, NULL at the end */
const char *driver_of_scheme(const char *scheme); /* of a URL: "mysql", or NULL if unknown */
bool driver_is_embedded(const char *kind);        /* `schema` is a file */
/* How far its replicas are behind is asked of each of them, and not of the server. */
bool driver_asks_replicas(const char *kind);
const char *driver_default(void); /* what a new configuration begins with: embedded */

/* driver/module.c: loads the module from the program's own folder. NULL: *why says why (owned). */
const struct driver *driver_load(const char *module, char **why);

#endif
