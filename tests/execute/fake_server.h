/* What the fake database does with a statement that reaches it and does not fail. */
#ifndef GLIM_TESTS_FAKE_SERVER_H
#define GLIM_TESTS_FAKE_SERVER_H

#include "fake_driver.h"
#include "fake_sql.h"

bool server_apply(const struct fake_statement *, const struct row_sink *, struct outcome *,
		  struct failure *);
void server_end_transaction(bool keep);
/* Ends the transaction behind a statement of the guest; nothing behind one of the runner. */
void server_meddle(const char *sql);
void server_drop_savepoints(size_t from);
bool server_is_asked(const char *sql);    /* by the runner, of its tables */
bool server_is_boundary(const char *sql); /* it ends the transaction, or cannot be in one */

#endif
