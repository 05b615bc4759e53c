/* What the files of this driver share. */
#ifndef GLIM_DRIVER_MYSQL_SESSION_H
#define GLIM_DRIVER_MYSQL_SESSION_H

#include <mysql.h>
#include <pthread.h>

#include "base/text.h"
#include "driver/driver.h"
#include "facts.h"

/* A statement kept for its next time; a migration's own and its record take turns. */
enum { PREPARED_KEPT = 8 };

struct prepared {
	MYSQL_STMT *statement;
	char *sql;
	size_t length;
};

/* The second connection, of the thread that watches; it alone touches this while the session lives.
 */
struct watch {
	MYSQL *mysql;     /* NULL: not needed yet, or not to be had */
	int64_t again;    /* clock_elapsed before which none is tried */
	char *announced;  /* the SQL of the lock that announces a migration, or NULL */
	char *migration;  /* its name */
	bool no_stages;   /* a server whose processlist has none */
	bool sees_nobody; /* the account may not see other sessions */
};

struct session {
	MYSQL *mysql;
	struct driver_settings settings; /* its texts are owned; the second connection of cancel */
	struct facts facts;
	struct prepared prepared[PREPARED_KEPT];
	unsigned int prepared_next; /* the place that is taken next */
	bool stage;                 /* the temporary table of staged.c is there */
	bool no_stage;              /* it cannot be made */
	enum bulk_company company;  /* that it is made in */
	char *lock;                 /* the SQL of the name of the lock held, or NULL */
	struct watch watch;

	pthread_mutex_t mutex; /* guards what follows */
	bool busy;             /* a statement is under way, and cancel makes sense */
	char *lock_of;         /* the name that try_lock was given, once it is held */
	char *migration;       /* what is to be announced, or NULL */
	bool many;             /* it is a packet of several */
};

/*
 * connect.c: a connection with the settings' options, and nothing set in it yet. `patience`: how
 * many seconds an answer is waited for; 0: for ever.
 */
MYSQL *mysql_connect(const struct driver_settings *, unsigned int patience, struct failure *);

/* cells.c: the first cells of the only row that an own question has, as texts. */
enum { CELLS = 6 };
struct cells {
	char *texts[CELLS]; /* NULL where it is NULL, or where there is no row */
};
bool cells_read(MYSQL *, const char *sql, struct cells *, struct failure *);
void cells_finish(struct cells *cells);
int host_length(const char *host); /* of "10.0.0.7:51234" without its port */

/* facts.c */
bool session_prepare(MYSQL *, struct failure *); /* the variables that every session has */
bool facts_read(MYSQL *, struct facts *, struct failure *);
void facts_finish(struct facts *facts);

/* native.c: the library's or the server's error as a failure; always false. */
enum native_moment { NATIVE_CONNECTING, NATIVE_RUNNING };
bool native_failure(enum native_moment, unsigned int native, const char *sqlstate,
		    const char *message, struct failure *);
bool mysql_failure(MYSQL *, struct failure *);
bool statement_failure(MYSQL_STMT *, struct failure *);

/* value.c */
bool field_is_integer(const MYSQL_FIELD *);
bool field_is_real(const MYSQL_FIELD *);
bool field_is_blob(const MYSQL_FIELD *);
/* A cell of the text protocol; `text` is NUL-terminated there. */
glim_value value_of_text(const MYSQL_FIELD *, const char *text, unsigned long length);
glim_value value_of_bytes(const MYSQL_FIELD *, const char *data, unsigned long length);
bool give_columns(const MYSQL_FIELD *, unsigned int count, const struct row_sink *);

/* query.c and prepared.c: a statement without and with values. */
bool query_run(struct session *, const char *sql, size_t length, const struct row_sink *,
	       struct outcome *, struct failure *);
bool prepared_run(struct session *, const char *sql, size_t length, const glim_value *values,
		  size_t count, const struct row_sink *, struct outcome *, struct failure *);
/* A SELECT without values, whose numbers come as they are: a FLOAT as a text has six digits. */
bool prepared_read(struct session *, const char *sql, size_t length, const struct row_sink *,
		   struct outcome *, struct failure *);
void prepared_forget_all(struct session *);
/* Kept by the session; NULL after a failure. */
MYSQL_STMT *prepared_statement(struct session *, const char *sql, size_t length, struct failure *);

/* bulk.c */
bool session_bulk(struct session *, const struct bulk *, const glim_value *values, size_t rows,
		  struct outcome *, struct failure *);

/* packet.c: one that is too long costs the connection, so it is not sent. */
bool packet_fits(const struct session *, size_t length, const glim_value *values, size_t count,
		 struct failure *);
/* Several statements in one packet. */
bool packet_run(struct session *, struct parcel *, size_t count, size_t *done,
		const struct parcel_news *, struct failure *);
/* literal.c: a value as SQL that no sql_mode reads in another way; false: it has no literal. */
bool literal_add(struct text *, const glim_value *value);

/* lock.c */
enum lock_answer session_try_lock(struct session *, const char *name, struct lock_holder *,
				  struct failure *);
void session_unlock(struct session *);
/* The SQL of a lock's name; `of`: a migration that is announced, or NULL for the lock itself. */
char *lock_name(MYSQL *, const char *name, const char *of);

/* holder.c */
void holder_describe(MYSQL *, const char *lock, struct lock_holder *);
bool session_find_holder(struct session *, const char *name, const char *const *names, size_t count,
			 struct lock_holder *, struct failure *);

/* announce.c: a lock of the second connection tells which migration it is. */
void session_announce(struct session *, const char *migration);
void announce_update(struct session *);

/* watch.c */
bool session_progress(struct session *, struct statement_progress *);
bool session_blocker(struct session *, struct statement_blocker *);
void watch_finish(struct watch *watch);

/* cancel.c */
void session_begin_statement(struct session *, bool many);
void session_end_statement(struct session *);
bool session_cancel(struct session *);

#endif
