/* What the texts of a DO say: a block is handed to the server as one. */
#ifndef GLIM_DIALECT_POSTGRESQL_BLOCK_H
#define GLIM_DIALECT_POSTGRESQL_BLOCK_H

#include <stdbool.h>

#include "statement/scanner.h"

/* `before` is the token in front, of the kind TOKEN_END where there is none. */
typedef bool postgresql_block_test(struct token before, struct token, const struct scanner *behind);

/* Does it hold of any token of the texts in the statement? */
bool postgresql_block_has(const struct lexis *, const char *sql, postgresql_block_test *);

#endif
