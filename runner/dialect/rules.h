/* How each kind of database spells SQL, and what its statements are. */
#ifndef GLIM_DIALECT_RULES_H
#define GLIM_DIALECT_RULES_H

#include "statement/rule.h"

#define MYSQL_LEXIS                                                                                \
	{                                                                                          \
		.backslash_escapes = true, .hash_comments = true, .dash_needs_space = true,        \
		.executable_comments = true, .backticks_quote = true, .double_quotes_text = true,  \
		.delimiter_lines = true                                                            \
	}

#define SQLITE_LEXIS                                                                               \
	{                                                                                          \
		.brackets_quote = true, .backticks_quote = true                                    \
	}

#define POSTGRESQL_LEXIS                                                                           \
	{                                                                                          \
		.nested_comments = true, .dollar_quotes = true, .escape_texts = true,              \
		.parentheses_hold = true                                                           \
	}

/* USE of another schema than this one */
bool mysql_leaves_schema(const struct lexis *, const char *sql, const char *schema);

extern const struct statement_rule mysql_rules[], sqlite_rules[], postgresql_rules[];

#endif
