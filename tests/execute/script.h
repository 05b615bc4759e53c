/* What tests write their scripts with. */
#ifndef GLIM_TESTS_SCRIPT_H
#define GLIM_TESTS_SCRIPT_H

#include "fake_host.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

#define EXEC(text)                                                                                 \
	{                                                                                          \
		.kind = WIRE_EXEC, .sql = (text)                                                   \
	}
#define TRY(text)                                                                                  \
	{                                                                                          \
		.kind = WIRE_TRY, .sql = (text)                                                    \
	}
#define QUERY(text)                                                                                \
	{                                                                                          \
		.kind = WIRE_QUERY, .sql = (text)                                                  \
	}
#define SCRIPT(text)                                                                               \
	{                                                                                          \
		.kind = WIRE_SCRIPT, .sql = (text)                                                 \
	}
#define FAIL(text)                                                                                 \
	{                                                                                          \
		.kind = WIRE_FAIL, .sql = (text)                                                   \
	}
#define BEGIN                                                                                      \
	{                                                                                          \
		.kind = WIRE_BEGIN                                                                 \
	}
#define COMMIT                                                                                     \
	{                                                                                          \
		.kind = WIRE_COMMIT                                                                \
	}
#define ROLLBACK                                                                                   \
	{                                                                                          \
		.kind = WIRE_ROLLBACK                                                              \
	}
#define ASK_FLUSH                                                                                  \
	{                                                                                          \
		.kind = WIRE_FLUSH                                                                 \
	}
#define CLEAR                                                                                      \
	{                                                                                          \
		.kind = WIRE_CLEAR                                                                 \
	}

/* Statements of both kinds of database: rows are transactional, tables as the kind has it. */
#define ROW       "INSERT INTO t VALUES (1)"
#define OTHER_ROW "UPDATE t SET x = 2"
#define TABLE     "CREATE TABLE u (x INT)"
#define COLUMN    "ALTER TABLE u ADD y INT"
#define DROP      "DROP TABLE u"
#define READ      "SELECT id, name FROM t"

#endif
