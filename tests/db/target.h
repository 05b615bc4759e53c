/*
 * The databases that the same cases run on. A loop test takes its target from _i:
 *
 *     struct target target;
 *
 *     if (!target_open(&target, _i))
 *             return;
 *     target_run(&target, "CREATE TABLE t (a INTEGER)");
 *     target_close(&target);
 *
 * Each target is a fresh, empty database; test programs end and their folder goes.
 */
#ifndef GLIM_TESTS_DB_TARGET_H
#define GLIM_TESTS_DB_TARGET_H

#include <check.h>

#include "driver/driver.h"

enum { TARGET_SQLITE, TARGET_MYSQL, TARGET_POSTGRESQL, TARGETS };

/* For which of them a row of a table is: one of these, or a target. */
enum { TARGET_ALL = -1, TARGET_SERVERS = -2, TARGET_NOT_POSTGRESQL = -3 };

bool target_is_for(int only, int kind);

struct target {
	int kind;
	const struct driver *driver;
	struct driver_settings settings; /* its texts live until target_close */
	struct session *session;
	char *schema;
};

void target_folder_make(void); /* unchecked fixture of every case that opens targets */
void target_folder_remove(void);
char *target_path(const char *name); /* a new text: a file in that folder */

/* False, and the skip is counted, where the tests were given no such server. */
bool target_prepare(struct target *, int kind); /* a database, and settings for it */
bool target_open(struct target *, int kind);    /* and a session in it */
void target_close(struct target *);

const struct driver *target_driver(int kind);
struct session *target_session(const struct target *); /* another one; never NULL */
struct failure target_refused(int kind, const struct driver_settings *);
/* No session, for this reason, with a hint, and without the word "glimglim", a password. */
void target_expect_refused(int kind, const struct driver_settings *, enum failure_kind);
struct session *target_administrator(const struct target *); /* of the server */
char *target_marked(const struct target *, const char *sql); /* `?` as the database writes it */

/* Each of these fails the test where the database does not do what its name says. */
struct outcome target_run(const struct target *, const char *sql);
struct outcome session_run(const struct target *, struct session *, const char *sql);
struct outcome target_run_values(const struct target *, const char *sql, const glim_value *,
				 size_t count);
struct failure target_fails(const struct target *, const char *sql);
struct failure session_fails(const struct target *, struct session *, const char *sql);
void target_expect(const struct target *, const char *sql, enum failure_kind, int native);
void target_add_table(const struct target *);                  /* t, with the row (1, 'one') */
int64_t target_number(const struct target *, const char *sql); /* the one cell of the answer */
char *target_text(const struct target *, const char *sql);     /* new, or NULL */

#define VALUES(...) ((const glim_value[]){ __VA_ARGS__ })

#endif
