#include "dialect/rules.h"

#include <stddef.h>
#include <string.h>

#include "statement/scanner.h"
#include "statement/statement.h"

struct word_class {
	const char *word;
	enum statement_class class;
};

/* The runner's own lock is one of those that RELEASE_ALL_LOCKS() gives away. */
static const struct word_class lock_functions[] = {
	{ "RELEASE_ALL_LOCKS", STATEMENT_CONTROL },
	{ "RELEASE_LOCK", STATEMENT_SESSION },
	{ "GET_LOCK", STATEMENT_SESSION },
	{ NULL, STATEMENT_TRANSACTIONAL },
};

/* What SET changes; a name that is not here changes the session. */
static const struct word_class settings[] = {
	{ "AUTOCOMMIT", STATEMENT_BOUNDARY }, { "PASSWORD", STATEMENT_BOUNDARY },
	{ "DEFAULT", STATEMENT_BOUNDARY },    { "COMPLETION_TYPE", STATEMENT_CONTROL },
	{ NULL, STATEMENT_SESSION },
};

static enum statement_class strongest(enum statement_class a, enum statement_class b)
{
	return a > b ? a : b;
}

static enum statement_class word_class(const struct word_class *words, struct token token)
{
	while (words->word && !token_names(token, words->word))
		words++;
	return words->class;
}

static enum statement_class call_class(struct scanner *scanner, struct token token)
{
	enum statement_class class = word_class(lock_functions, token);

	if (class == STATEMENT_TRANSACTIONAL || !token_is_symbol(scanner_peek(scanner), '('))
		return STATEMENT_TRANSACTIONAL;
	return class;
}

static enum statement_class decide_calls(const struct lexis *lexis, const char *sql)
{
	struct scanner scanner = { .lexis = lexis, .at = sql };
	enum statement_class class = STATEMENT_TRANSACTIONAL;
	struct token token;

	while ((token = scanner_next(&scanner)).kind != TOKEN_END)
		class = strongest(class, call_class(&scanner, token));
	return class;
}

static enum statement_class decide_select(const struct lexis *lexis, const char *sql)
{
	struct scanner scanner = { .lexis = lexis, .at = sql };
	enum statement_class class = decide_calls(lexis, sql);
	struct token token;

	while ((token = scanner_next(&scanner)).kind != TOKEN_END) {
		struct token next = scanner_peek(&scanner);

		if (token_is(token, "INTO") &&
		    (token_is(next, "OUTFILE") || token_is(next, "DUMPFILE")))
			return strongest(class, STATEMENT_BOUNDARY);
	}
	return class;
}

/* The class of what stands left of one assignment: "@@session.autocommit", "GLOBAL x", "@user". */
static enum statement_class target_class(struct scanner *scanner, struct token token)
{
	enum statement_class class = STATEMENT_SESSION;

	if (token_is_symbol(token, '@') && !token_is_symbol(scanner_peek(scanner), '@'))
		return STATEMENT_TRANSACTIONAL;
	for (; token.kind != TOKEN_END && token.kind != TOKEN_BROKEN;
	     token = scanner_next(scanner)) {
		if (token_is_symbol(token, '=') || token_is_symbol(token, ':') ||
		    token_is_symbol(token, ';'))
			break;
		class = strongest(class, word_class(settings, token));
	}
	return class;
}

static size_t parens_after(struct token token, size_t depth)
{
	if (token_is_symbol(token, '('))
		return depth + 1;
	return token_is_symbol(token, ')') && depth ? depth - 1 : depth;
}

/* Goes behind the comma that ends a value; what stands in parentheses belongs to the value. */
static bool skip_value(struct scanner *scanner)
{
	struct token token;
	size_t depth = 0;

	while ((token = scanner_next(scanner)).kind != TOKEN_END) {
		if (depth == 0 && token_is_symbol(token, ','))
			return true;
		depth = parens_after(token, depth);
	}
	return false;
}

static enum statement_class decide_set(const struct lexis *lexis, const char *sql)
{
	struct scanner scanner = { .lexis = lexis, .at = sql };
	enum statement_class class = decide_calls(lexis, sql);

	scanner_next(&scanner);
	do
		class = strongest(class, target_class(&scanner, scanner_next(&scanner)));
	while (skip_value(&scanner));
	return class;
}

static bool follows_set_statement(struct scanner scanner)
{
	return token_is(scanner_next(&scanner), "SET") &&
	       token_is(scanner_next(&scanner), "STATEMENT");
}

/* SET STATEMENT name = value, .. FOR statement, which may be another SET STATEMENT */
static enum statement_class decide_set_statement(const struct lexis *lexis, const char *sql)
{
	struct scanner scanner = { .lexis = lexis, .at = sql };
	enum statement_class class = decide_calls(lexis, sql);
	struct token token = scanner_next(&scanner);
	size_t depth = 0;

	if (!token_is(token, "SET"))
		return strongest(class, STATEMENT_BOUNDARY);
	for (; token.kind != TOKEN_END; token = scanner_next(&scanner)) {
		depth = parens_after(token, depth);
		if (depth == 0 && token_is(token, "FOR") && !follows_set_statement(scanner))
			return strongest(class, statement_classify(lexis, mysql_rules, scanner.at));
	}
	return strongest(class, STATEMENT_BOUNDARY);
}

static bool is_schema(struct token token, const char *schema)
{
	const size_t length = strlen(schema), quotes = token.kind == TOKEN_NAME ? 2 : 0;

	return token.length == length + quotes &&
	       memcmp(token.at + quotes / 2, schema, length) == 0;
}

bool mysql_leaves_schema(const struct lexis *lexis, const char *sql, const char *schema)
{
	struct scanner scanner = { .lexis = lexis, .at = sql };

	return token_is(scanner_next(&scanner), "USE") &&
	       !is_schema(scanner_next(&scanner), schema);
}

const struct statement_rule mysql_rules[] = {
	{ "SELECT", STATEMENT_TRANSACTIONAL, decide_select },
	{ "WITH", STATEMENT_TRANSACTIONAL, decide_select },
	{ "VALUES", STATEMENT_TRANSACTIONAL, decide_select },
	{ "TABLE", STATEMENT_TRANSACTIONAL, decide_select },
	{ "INSERT", STATEMENT_TRANSACTIONAL, decide_calls },
	{ "REPLACE", STATEMENT_TRANSACTIONAL, decide_calls },
	{ "UPDATE", STATEMENT_TRANSACTIONAL, decide_calls },
	{ "DELETE", STATEMENT_TRANSACTIONAL, decide_calls },
	{ "LOAD DATA", STATEMENT_TRANSACTIONAL, decide_calls },
	{ "LOAD XML", STATEMENT_TRANSACTIONAL, decide_calls },
	{ "DO", STATEMENT_TRANSACTIONAL, decide_calls },
	{ "EXPLAIN", STATEMENT_TRANSACTIONAL, decide_calls },
	{ "DESCRIBE", STATEMENT_TRANSACTIONAL, decide_calls },
	{ "DESC", STATEMENT_TRANSACTIONAL, decide_calls },
	{ "SHOW", STATEMENT_TRANSACTIONAL, decide_calls },
	{ "HELP", STATEMENT_TRANSACTIONAL, NULL },
	{ "SIGNAL", STATEMENT_TRANSACTIONAL, NULL },
	{ "RESIGNAL", STATEMENT_TRANSACTIONAL, NULL },
	{ "GET", STATEMENT_TRANSACTIONAL, NULL },

	{ "SET", STATEMENT_TRANSACTIONAL, decide_set },
	{ "SET STATEMENT", STATEMENT_TRANSACTIONAL, decide_set_statement },
	{ "USE", STATEMENT_SESSION, NULL },
	{ "HANDLER", STATEMENT_SESSION, decide_calls },
	{ "PREPARE", STATEMENT_SESSION, decide_calls },
	{ "DEALLOCATE PREPARE", STATEMENT_SESSION, NULL },
	{ "DROP PREPARE", STATEMENT_SESSION, NULL },
	{ "CREATE TEMPORARY TABLE", STATEMENT_SESSION, decide_calls },
	{ "CREATE OR REPLACE TEMPORARY TABLE", STATEMENT_SESSION, decide_calls },
	{ "DROP TEMPORARY TABLE", STATEMENT_SESSION, NULL },

	{ "BEGIN", STATEMENT_CONTROL, NULL },
	{ "BEGIN NOT ATOMIC", STATEMENT_BOUNDARY, decide_calls },
	{ "START TRANSACTION", STATEMENT_CONTROL, NULL },
	{ "COMMIT", STATEMENT_CONTROL, NULL },
	{ "ROLLBACK", STATEMENT_CONTROL, NULL },
	{ "SAVEPOINT", STATEMENT_CONTROL, NULL },
	{ "RELEASE", STATEMENT_CONTROL, NULL },
	{ "XA", STATEMENT_CONTROL, NULL },

	/* A routine's body is only stored; whatever else is not named may run at once. */
	{ "CREATE", STATEMENT_BOUNDARY, NULL },
	{ "ALTER", STATEMENT_BOUNDARY, NULL },
	{ "", STATEMENT_BOUNDARY, decide_calls },
	{ NULL, STATEMENT_BOUNDARY, NULL },
};
