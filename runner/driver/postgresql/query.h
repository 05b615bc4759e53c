/* One statement on its way to the server, by the extended protocol: that takes one and no more. */
#ifndef GLIM_DRIVER_POSTGRESQL_QUERY_H
#define GLIM_DRIVER_POSTGRESQL_QUERY_H

#include "session.h"

struct query {
	char *sql;
	struct prepared *prepared; /* NULL: it has no name */
	bool names;                /* it tells the server of the name first */
	struct arguments arguments;
};

/* With the server's own marks. False: the server could not take it. To be finished either way. */
bool query_prepare(struct query *, const char *sql, size_t length, const glim_value *values,
		   size_t count, struct failure *);
bool query_send(const struct query *, PGconn *, struct failure *);
void query_finish(struct query *query);

/* What a failure says of the place in a statement, where its marks are the migration's own. */
void query_forget_position(size_t values, struct failure *);

#endif
