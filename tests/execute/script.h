/* What tests write their scripts with. */
#ifndef GLIM_TESTS_SCRIPT_H
#define GLIM_TESTS_SCRIPT_H

#include "data/bulk.h"
#include "data/selection.h"
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

/* Rows of `bulks`, number 1 unless told otherwise; one value a column. */
#define OPEN_BULK(what)                                                                            \
	{                                                                                          \
		.kind = WIRE_BULK_OPEN, .opens = (what), .bulk = 1                                 \
	}
#define BULK_ROWS(number, ...)                                                                     \
	{                                                                                          \
		.kind = WIRE_BULK_ROWS, .bulk = 1, .values = { __VA_ARGS__ }, .count = (number)    \
	}
#define CLOSE_BULK                                                                                 \
	{                                                                                          \
		.kind = WIRE_BULK_CLOSE, .bulk = 1                                                 \
	}
#define SCAN(what)                                                                                 \
	{                                                                                          \
		.kind = WIRE_SCAN, .selection = (what)                                             \
	}
#define INT(number)                                                                                \
	{                                                                                          \
		.type = GLIM_TYPE_INT, .as.integer = (number)                                      \
	}
#define TEXT(literal)                                                                              \
	{                                                                                          \
		.type = GLIM_TYPE_TEXT, .length = sizeof(literal) - 1, .as.data = (literal)        \
	}

/* Statements of both kinds of database: rows are transactional, tables as the kind has it. */
#define ROW       "INSERT INTO t VALUES (1)"
#define OTHER_ROW "UPDATE t SET x = 2"
#define TABLE     "CREATE TABLE u (x INT)"
#define COLUMN    "ALTER TABLE u ADD y INT"
#define DROP      "DROP TABLE u"
#define READ      "SELECT id, name FROM t"

#endif
