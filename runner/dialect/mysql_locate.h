/* Where a syntax error of the server is, by its message. */
#ifndef GLIM_DIALECT_MYSQL_LOCATE_H
#define GLIM_DIALECT_MYSQL_LOCATE_H

#include <stddef.h>

size_t mysql_locate(const char *sql, const char *message);

/* Around what the server quotes of the statement. */
#define MYSQL_BEFORE_QUOTE "near '"
#define MYSQL_BEHIND_QUOTE "' at line "

/* What stands between two statements that are sent as one text. */
#define MYSQL_JOINT "\n;\n"

/*
 * dialect/mysql_quote.c: the message (owned) without what its quote has of the statements behind
 * this one. In whatever language the server speaks.
 */
char *mysql_trim_quote(const char *message, const char *sql, size_t length);

#endif
