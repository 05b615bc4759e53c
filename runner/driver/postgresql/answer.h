/* What a statement answers: rows, its tag, or why it was refused. */
#ifndef GLIM_DRIVER_POSTGRESQL_ANSWER_H
#define GLIM_DRIVER_POSTGRESQL_ANSWER_H

#include "session.h"

struct answer {
	struct session *session;
	const char *sql;
	const struct row_sink *sink; /* NULL: nobody wants the rows, or has had enough */
	enum value_kind *kinds;
	glim_value *values;
	int columns; /* -1: none were told yet */
	struct outcome outcome;
	bool failed;
	struct failure *failure;
};

/* Takes all that this statement answers; answer->failed tells how it went. */
void answer_take(struct answer *answer);

#endif
