/* A statement and what its objects look like on a server, to be compared with what they were. */
#ifndef GLIM_TESTS_DB_LOOK_H
#define GLIM_TESTS_DB_LOOK_H

#include "execute/fingerprint.h"
#include "target.h"

struct look {
	struct target target;
	struct database db;
	struct object_list list;
	const char *sql;
};

bool look_open(struct look *); /* false, and the skip is counted, without a server */
void look_close(struct look *);
void look_run_all(const struct look *, const char *const *statements);
void look_make_objects(const struct look *); /* one of every kind */

void look_at(struct look *, const char *sql); /* borrowed */
char *look_take(struct look *);               /* a new text: what there is now */
/* Compares with what there is now. */
void look_expect(struct look *, const char *before, enum fingerprint_verdict);

#endif
