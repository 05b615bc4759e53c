/* What only this kind of database does to tables that it changes; its manual says it of each form.
 */
#ifndef GLIM_DIALECT_POSTGRESQL_LINT_H
#define GLIM_DIALECT_POSTGRESQL_LINT_H

#include "lint/lint.h"

void postgresql_lint(const struct lint *, const char *sql, struct findings *out);

#endif
