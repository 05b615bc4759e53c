/* Where a syntax error of the server is, by its message. */
#ifndef GLIM_DIALECT_MYSQL_LOCATE_H
#define GLIM_DIALECT_MYSQL_LOCATE_H

#include <stddef.h>

size_t mysql_locate(const char *sql, const char *message);

#endif
