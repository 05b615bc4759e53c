/* A page of rows in the order of an index, in one round trip with what makes the server use it. */
#ifndef GLIM_DRIVER_POSTGRESQL_ORDERED_H
#define GLIM_DRIVER_POSTGRESQL_ORDERED_H

#include "answer.h"
#include "query.h"

/* In an open transaction; answer->failed tells how it went. */
void ordered_run(const struct query *query, struct answer *answer);

#endif
