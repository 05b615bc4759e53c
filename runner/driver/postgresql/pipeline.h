/* The end of a pipeline: messages that the server answers in their order. */
#ifndef GLIM_DRIVER_POSTGRESQL_PIPELINE_H
#define GLIM_DRIVER_POSTGRESQL_PIPELINE_H

#include "session.h"

/* What the server says of the rest, which it has not done, and the mark behind them; of `count`
 * messages at most. False: there was no such mark. */
bool pipeline_end(PGconn *conn, size_t count);
/* Answers that do not fit what was asked: nothing that comes is believed any more; false. */
bool pipeline_break(PGconn *conn, struct failure *failure);

#endif
