/* What the files of this driver share. */
#ifndef GLIM_DRIVER_POSTGRESQL_SESSION_H
#define GLIM_DRIVER_POSTGRESQL_SESSION_H

#include <libpq-fe.h>
#include <pthread.h>

#include "driver/driver.h"
#include "facts.h"
#include "prepared.h"

/* The second connection, which looks at what the first one does. */
struct watch {
	PGconn *conn;
	int64_t again;   /* clock_elapsed before which no other one is opened */
	char *migration; /* the one that is announced, or NULL */
};

struct session {
	PGconn *conn;
	PGcancel *cancel; /* what a second connection needs to end the statement under way */
	struct driver_settings settings; /* its texts are owned */
	struct facts facts;
	char *mark; /* pooler.c: what tells the server's session from others; NULL: no pooler */
	bool locked;
	char *lock;         /* the lock's key, once it was asked for */
	struct watch watch; /* of the thread that waits for signals */
	struct prepared_list prepared;
	struct shape *shape; /* bulk.h: of the table that was written to last, or NULL */

	pthread_mutex_t mutex; /* guards what follows */
	bool busy;             /* a statement is under way, and cancel makes sense */
	bool many;             /* several are: a packet */
	char *migration;       /* what is to be announced, or NULL */
};

/* parameters.c: what the library is told, as two lists that end with NULL. */
enum { PARAMETERS_MOST = 24 };

struct parameters {
	const char *names[PARAMETERS_MOST + 1], *values[PARAMETERS_MOST + 1];
	size_t count;
	char *owned[PARAMETERS_MOST];
	size_t owned_count;
};

#define SESSION_LOCK_TIMEOUT "5s"

/* `plain`: without what a pooler may refuse to pass on, which parameters_sql says afterwards. */
void parameters_fill(struct parameters *, const struct driver_settings *, bool plain);
char *parameters_sql(PGconn *, const char *search_path);
void parameters_finish(struct parameters *parameters);

/* connect.c */
PGconn *postgresql_connect(const struct driver_settings *, bool plain, struct failure *);

/* facts.c: also sets what not every server knows. */
bool facts_read(struct session *, struct failure *);
bool facts_read_again(struct session *, struct failure *);

/* pooler.c: what to do where one stands in between. */
bool pooler_accept(struct session *, struct failure *);
/* Is it the same session still? To be asked outside of a transaction, and when one has begun. */
bool pooler_check(const struct session *, struct failure *);
char *pooler_lock_sql(const struct session *);
enum lock_answer pooler_lock_answer(const struct session *, const char *cell, struct failure *);
void facts_finish(struct facts *facts);

/* native.c: the server's or the library's error as a failure; always false. */
bool connect_failure(PGconn *, struct failure *);
bool result_failure(PGconn *, const PGresult *, const char *sql, struct failure *);
bool connection_failure(PGconn *, struct failure *); /* the library's own words */

/* position.c: " (line 2: FRM users)"; `position` counts characters from 1. */
size_t position_byte(const char *sql, const char *position); /* from 1; 0: there is none */
void position_add(struct text *, const char *sql, const char *position);

/* cells.c: the first cells of the first row that an own question has, as texts. */
enum { CELLS = 6 };

struct cells {
	char *texts[CELLS]; /* NULL where it is NULL, or where there is no row */
};

bool cells_read(PGconn *, const char *sql, struct cells *, struct failure *);
/* False too when there is no answer within `patience`, microseconds: end the connection then. */
bool cells_read_within(PGconn *, const char *sql, int64_t patience, struct cells *);
void cells_finish(struct cells *cells);

/* value.c */
double real_of_text(const char *text);
enum value_kind { VALUE_TEXT, VALUE_INTEGER, VALUE_REAL, VALUE_BOOLEAN, VALUE_BYTES };
enum value_kind value_kind_of(Oid type);
/* The bytes of a blob are decoded in place. */
glim_value value_of_text(enum value_kind kind, char *text, int length);

/* arguments.c: the values of a statement as the library takes them. */
struct arguments {
	Oid *types;
	char **texts;
	int *lengths, *formats;
	size_t count;
};

bool arguments_fill(struct arguments *, const glim_value *values, size_t count, struct failure *);
void arguments_finish(struct arguments *arguments);
bool text_can_be_held(const glim_value *value); /* false: a text with a NUL byte */
enum { NUMBER_TEXT = 40 };
void number_text(const glim_value *value, char text[NUMBER_TEXT]);

/* query.c: one statement, and what it answers. */
bool query_run(struct session *, const char *sql, size_t length, const glim_value *values,
	       size_t count, const struct row_sink *, struct outcome *, struct failure *);

/* packet.c: several statements in one round trip; *done were executed. */
bool packet_run(struct session *, struct parcel *, size_t count, size_t *done,
		const struct parcel_news *, struct failure *);

/* notice.c */
void notice_receive(void *session, const PGresult *notice);

/* Where a session `a` of pg_stat_activity comes from; what may not be seen is a question mark. */
#define POSTGRESQL_HOST                                                                            \
	"COALESCE(a.client_hostname, pg_catalog.host(a.client_addr), "                             \
	"CASE WHEN a.backend_type IS NULL THEN '?' ELSE 'local' END)"

/* holder.c */
/* Of pg_locks l: the lock of this key, which is wanted twice. */
#define POSTGRESQL_LOCK                                                                            \
	"l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 "                                \
	"AND l.database = (SELECT oid FROM pg_catalog.pg_database "                                \
	"WHERE datname = pg_catalog.current_database()) "                                          \
	"AND l.classid = (('%s'::bigint >> 32) & 4294967295)::oid "                                \
	"AND l.objid = ('%s'::bigint & 4294967295)::oid"

void holder_describe(PGconn *, const char *key, struct lock_holder *);
char *holder_label(const char *pid, const char *migration);
bool session_find_holder(struct session *, const char *name, const char *const *names, size_t count,
			 struct lock_holder *, struct failure *);

/* watch.c */
PGconn *connect_beside(const struct session *session); /* NULL: it was not let in */
void watch_finish(struct watch *watch);
bool watch_ask(struct session *, char *sql, struct cells *); /* takes the SQL */
void watch_announce(struct session *session);
void session_announce(struct session *, const char *migration);

/* progress.c */
bool session_progress(struct session *, struct statement_progress *);
bool session_blocker(struct session *, struct statement_blocker *);

/* lock.c */
char *lock_key(PGconn *, const char *name, struct failure *); /* owned; NULL: the failure is set */
enum lock_answer session_try_lock(struct session *, const char *name, struct lock_holder *,
				  struct failure *);
void session_unlock(struct session *);

/* last_id.c */
int64_t session_last_id(struct session *);

/* bulk.c */
bool session_bulk(struct session *, const struct bulk *, const glim_value *values, size_t rows,
		  struct outcome *, struct failure *);

/* cancel.c */
void session_begin_statement(struct session *, bool many);
void session_end_statement(struct session *);
bool session_cancel(struct session *);

#endif
