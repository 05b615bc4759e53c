/* What only this kind of database does to tables that it changes. */
#ifndef GLIM_DIALECT_SQLITE_LINT_H
#define GLIM_DIALECT_SQLITE_LINT_H

#include "lint/lint.h"

void sqlite_lint(const struct lint *, const char *sql, struct findings *out);

#endif
