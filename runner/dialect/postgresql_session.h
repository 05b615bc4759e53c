/* What a statement leaves in its session, as far as its text says. */
#ifndef GLIM_DIALECT_POSTGRESQL_SESSION_H
#define GLIM_DIALECT_POSTGRESQL_SESSION_H

#include <stdbool.h>

#include "statement/rule.h"

bool postgresql_waits_harmlessly(const struct lexis *, const char *sql);
bool postgresql_sets_locally(const struct lexis *, const char *sql);
const char *postgresql_session_keeps(const struct lexis *, const char *sql);

#endif
