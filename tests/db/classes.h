/* Statements, their class, and what they do to an open transaction on a real server. */
#ifndef GLIM_TESTS_DB_CLASSES_H
#define GLIM_TESTS_DB_CLASSES_H

#include <stdbool.h>

#include "statement/rule.h"

enum { ANY_ERROR = -1 }; /* its number depends on the server's settings */

struct class_case {
	const char *sql;
	enum statement_class class;
	bool cautious;      /* a boundary or control statement that leaves this transaction open */
	int error;          /* the database's own number; 0: it succeeds */
	const char *before; /* run before the transaction begins */
};

#define TRANSACTIONAL(text, ...)                                                                   \
	{                                                                                          \
		.sql = text, .class = STATEMENT_TRANSACTIONAL, __VA_ARGS__                         \
	}
#define SESSION(text, ...)                                                                         \
	{                                                                                          \
		.sql = text, .class = STATEMENT_SESSION, __VA_ARGS__                               \
	}
#define BOUNDARY(text, ...)                                                                        \
	{                                                                                          \
		.sql = text, .class = STATEMENT_BOUNDARY, __VA_ARGS__                              \
	}
#define CONTROL(text, ...)                                                                         \
	{                                                                                          \
		.sql = text, .class = STATEMENT_CONTROL, __VA_ARGS__                               \
	}

/* Each ends with a NULL statement. */
extern const struct class_case mysql_classes[], sqlite_classes[], postgresql_classes[];
extern const char *const mysql_class_objects[], *const sqlite_class_objects[],
							*const postgresql_class_objects[];

#endif
