/*
 * How far those are behind that copy what this database commits: asked of the server itself where
 * it knows, else of each replica that config.json names, over a connection of its own.
 */
#ifndef GLIM_DATABASE_REPLICAS_H
#define GLIM_DATABASE_REPLICAS_H

#include "database/database.h"

struct replicas;

/* "db2", "db2:3307", "::1", "[::1]:3307" or the path of a socket: without the port (owned), which
 * stays as it is where none is given. Pure. */
char *replica_host(const char *address, int *port);

/* The one that is furthest behind. */
struct replica_lag {
	char *who;      /* NULL: there is none */
	int64_t behind; /* microseconds; below 0: not known, because .. */
	char *why;      /* .. of this */
};

void replica_lag_finish(struct replica_lag *lag);

/* NULL where config.json wants no look at them, or the database has none. Opens nothing yet. */
struct replicas *replicas_create(struct database *db);
void replicas_destroy(struct replicas *replicas); /* takes a NULL */
/*
 * A replica that does not answer, or does not copy now, is one whose lag is not known. False: what
 * no waiting mends, such as a right that is missing. Takes a few seconds at most for each.
 */
bool replicas_ask(struct replicas *, struct replica_lag *out, struct failure *);

#endif
