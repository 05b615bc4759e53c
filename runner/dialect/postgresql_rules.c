#include "dialect/rules.h"

#include <stddef.h>

#include "dialect/postgresql_block.h"
#include "statement/scanner.h"

struct word_class {
	const char *word;
	enum statement_class class;
};

/* The runner's own lock is one of those that pg_advisory_unlock_all() gives away. */
static const struct word_class functions[] = {
	{ "PG_ADVISORY_UNLOCK_ALL", STATEMENT_CONTROL },
	{ "PG_ADVISORY_UNLOCK", STATEMENT_SESSION },
	{ "PG_ADVISORY_UNLOCK_SHARED", STATEMENT_SESSION },
	{ "PG_ADVISORY_LOCK", STATEMENT_SESSION },
	{ "PG_ADVISORY_LOCK_SHARED", STATEMENT_SESSION },
	{ "PG_TRY_ADVISORY_LOCK", STATEMENT_SESSION },
	{ "PG_TRY_ADVISORY_LOCK_SHARED", STATEMENT_SESSION },
	{ "SET_CONFIG", STATEMENT_SESSION },
	{ NULL, STATEMENT_TRANSACTIONAL },
};

static enum statement_class strongest(enum statement_class a, enum statement_class b)
{
	return a > b ? a : b;
}

static enum statement_class call_class(const struct scanner *behind, struct token token)
{
	const struct word_class *function = functions;

	if (!token_is_symbol(scanner_peek(behind), '('))
		return STATEMENT_TRANSACTIONAL;
	while (function->word && !token_names(token, function->word))
		function++;
	return function->class;
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

static bool has_pair(const struct lexis *lexis, const char *sql, const char *first,
		     const char *second)
{
	struct scanner scanner = { .lexis = lexis, .at = sql };
	struct token token;

	while ((token = scanner_next(&scanner)).kind != TOKEN_END)
		if (token_is(token, first) && (!second || token_is(scanner_peek(&scanner), second)))
			return true;
	return false;
}

/* SELECT .. INTO TEMP t */
static enum statement_class decide_select(const struct lexis *lexis, const char *sql)
{
	const enum statement_class class = decide_calls(lexis, sql);

	if (has_pair(lexis, sql, "INTO", "TEMP") || has_pair(lexis, sql, "INTO", "TEMPORARY"))
		return strongest(class, STATEMENT_SESSION);
	return class;
}

/* CREATE TABLE pg_temp.t, CREATE TABLE t AS SELECT f() */
static enum statement_class decide_create(const struct lexis *lexis, const char *sql)
{
	struct scanner scanner = { .lexis = lexis, .at = sql };
	struct token token;

	while ((token = scanner_next(&scanner)).kind != TOKEN_END && !token_is_symbol(token, '('))
		if (token_names(token, "pg_temp") && token_is_symbol(scanner_peek(&scanner), '.'))
			return STATEMENT_SESSION;
	return decide_calls(lexis, sql);
}

static enum statement_class decide_declare(const struct lexis *lexis, const char *sql)
{
	return has_pair(lexis, sql, "WITH", "HOLD") ? STATEMENT_SESSION : STATEMENT_TRANSACTIONAL;
}

/* The file, or what the program does, stays. */
static enum statement_class decide_copy(const struct lexis *lexis, const char *sql)
{
	return has_pair(lexis, sql, "TO", NULL) ? STATEMENT_BOUNDARY : decide_calls(lexis, sql);
}

static enum statement_class decide_reindex(const struct lexis *lexis, const char *sql)
{
	static const char *const words[] = { "CONCURRENTLY", "DATABASE", "SYSTEM", "SCHEMA" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (has_pair(lexis, sql, words[i], NULL))
			return STATEMENT_BOUNDARY;
	return STATEMENT_TRANSACTIONAL;
}

static enum statement_class decide_alter_table(const struct lexis *lexis, const char *sql)
{
	return has_pair(lexis, sql, "DETACH", "PARTITION") &&
			       has_pair(lexis, sql, "CONCURRENTLY", NULL)
		       ? STATEMENT_BOUNDARY
		       : STATEMENT_TRANSACTIONAL;
}

static enum statement_class decide_alter_database(const struct lexis *lexis, const char *sql)
{
	return has_pair(lexis, sql, "SET", "TABLESPACE") ? STATEMENT_BOUNDARY
							 : STATEMENT_TRANSACTIONAL;
}

/* Without a table it goes through all of them, a transaction for each. */
static enum statement_class decide_cluster(const struct lexis *lexis, const char *sql)
{
	struct scanner scanner = { .lexis = lexis, .at = sql };
	struct token token;
	size_t depth = 0;

	scanner_next(&scanner);
	while ((token = scanner_next(&scanner)).kind != TOKEN_END) {
		if (token_is_symbol(token, '('))
			depth++;
		else if (token_is_symbol(token, ')'))
			depth -= depth > 0;
		else if (!depth && !token_is(token, "VERBOSE") && !token_is_symbol(token, ';'))
			return STATEMENT_TRANSACTIONAL;
	}
	return STATEMENT_BOUNDARY;
}

static bool ends_transactions(struct token before, struct token token, const struct scanner *behind)
{
	(void)before, (void)behind;
	return token_is(token, "COMMIT") || token_is(token, "ROLLBACK");
}

static bool gives_locks_away(struct token before, struct token token, const struct scanner *behind)
{
	(void)before;
	return call_class(behind, token) == STATEMENT_CONTROL;
}

static enum statement_class decide_do(const struct lexis *lexis, const char *sql)
{
	if (postgresql_block_has(lexis, sql, gives_locks_away))
		return STATEMENT_CONTROL;
	return postgresql_block_has(lexis, sql, ends_transactions) ? STATEMENT_BOUNDARY
								   : STATEMENT_TRANSACTIONAL;
}

const struct statement_rule postgresql_rules[] = {
	{ "SELECT", STATEMENT_TRANSACTIONAL, decide_select },
	{ "WITH", STATEMENT_TRANSACTIONAL, decide_select },

	{ "CREATE", STATEMENT_TRANSACTIONAL, decide_create },
	{ "CREATE TEMP", STATEMENT_SESSION, NULL },
	{ "CREATE TEMPORARY", STATEMENT_SESSION, NULL },
	{ "CREATE LOCAL TEMP", STATEMENT_SESSION, NULL },
	{ "CREATE LOCAL TEMPORARY", STATEMENT_SESSION, NULL },
	{ "CREATE GLOBAL TEMP", STATEMENT_SESSION, NULL },
	{ "CREATE GLOBAL TEMPORARY", STATEMENT_SESSION, NULL },
	{ "CREATE OR REPLACE TEMP", STATEMENT_SESSION, NULL },
	{ "CREATE OR REPLACE TEMPORARY", STATEMENT_SESSION, NULL },

	/* None of these runs in a transaction. */
	{ "CREATE INDEX CONCURRENTLY", STATEMENT_BOUNDARY, NULL },
	{ "CREATE UNIQUE INDEX CONCURRENTLY", STATEMENT_BOUNDARY, NULL },
	{ "DROP INDEX CONCURRENTLY", STATEMENT_BOUNDARY, NULL },
	{ "REINDEX", STATEMENT_TRANSACTIONAL, decide_reindex },
	{ "CREATE DATABASE", STATEMENT_BOUNDARY, NULL },
	{ "DROP DATABASE", STATEMENT_BOUNDARY, NULL },
	{ "ALTER DATABASE", STATEMENT_TRANSACTIONAL, decide_alter_database },
	{ "CREATE TABLESPACE", STATEMENT_BOUNDARY, NULL },
	{ "DROP TABLESPACE", STATEMENT_BOUNDARY, NULL },
	{ "ALTER SYSTEM", STATEMENT_BOUNDARY, NULL },
	{ "ALTER TABLE", STATEMENT_TRANSACTIONAL, decide_alter_table },
	{ "CREATE SUBSCRIPTION", STATEMENT_BOUNDARY, NULL },
	{ "ALTER SUBSCRIPTION", STATEMENT_BOUNDARY, NULL },
	{ "DROP SUBSCRIPTION", STATEMENT_BOUNDARY, NULL },
	{ "VACUUM", STATEMENT_BOUNDARY, NULL },
	{ "CLUSTER", STATEMENT_TRANSACTIONAL, decide_cluster },
	{ "DO", STATEMENT_TRANSACTIONAL, decide_do },
	{ "COPY", STATEMENT_TRANSACTIONAL, decide_copy },

	{ "SET", STATEMENT_SESSION, decide_calls },
	{ "SET LOCAL", STATEMENT_TRANSACTIONAL, NULL },
	{ "SET CONSTRAINTS", STATEMENT_TRANSACTIONAL, NULL },
	{ "SET TRANSACTION", STATEMENT_TRANSACTIONAL, NULL },
	{ "RESET", STATEMENT_SESSION, NULL },
	{ "DISCARD", STATEMENT_SESSION, NULL },
	{ "DISCARD ALL", STATEMENT_CONTROL, NULL },
	{ "PREPARE", STATEMENT_SESSION, NULL },
	{ "DEALLOCATE", STATEMENT_SESSION, NULL },
	{ "DECLARE", STATEMENT_TRANSACTIONAL, decide_declare },
	{ "LISTEN", STATEMENT_SESSION, NULL },
	{ "UNLISTEN", STATEMENT_SESSION, NULL },
	{ "LOAD", STATEMENT_SESSION, NULL },

	{ "BEGIN", STATEMENT_CONTROL, NULL },
	{ "START TRANSACTION", STATEMENT_CONTROL, NULL },
	{ "COMMIT", STATEMENT_CONTROL, NULL },
	{ "END", STATEMENT_CONTROL, NULL },
	{ "ROLLBACK", STATEMENT_CONTROL, NULL },
	{ "ABORT", STATEMENT_CONTROL, NULL },
	{ "SAVEPOINT", STATEMENT_CONTROL, NULL },
	{ "RELEASE", STATEMENT_CONTROL, NULL },
	{ "PREPARE TRANSACTION", STATEMENT_CONTROL, NULL },

	{ "", STATEMENT_TRANSACTIONAL, decide_calls },
	{ NULL, STATEMENT_TRANSACTIONAL, NULL },
};
