#include "dialect/postgresql_session.h"

#include <stddef.h>

#include "dialect/postgresql_block.h"
#include "statement/statement.h"

static struct scanner at_first(const struct lexis *lexis, const char *sql)
{
	return (struct scanner){ .lexis = lexis, .at = sql };
}

/* What is done CONCURRENTLY waits for transactions that are older, in nobody's way. */
bool postgresql_waits_harmlessly(const struct lexis *lexis, const char *sql)
{
	return statement_has_word(lexis, sql, "CONCURRENTLY");
}

static bool is_any(struct token token, const char *const *words)
{
	while (*words && !token_is(token, *words))
		words++;
	return *words != NULL;
}

/* set_config(name, value, true); the scanner stands behind the name of the function. */
static bool is_local_call(struct scanner scanner)
{
	struct token before = { .kind = TOKEN_END }, token;
	size_t depth = 0;

	while ((token = scanner_next(&scanner)).kind != TOKEN_END) {
		depth += token_is_symbol(token, '(');
		if (token_is_symbol(token, ')') && --depth == 0)
			break;
		before = token;
	}
	return token_is(before, "TRUE");
}

static bool calls_locally(const struct lexis *lexis, const char *sql)
{
	struct scanner scanner = at_first(lexis, sql);
	struct token token;

	while ((token = scanner_next(&scanner)).kind != TOKEN_END)
		if (token_is(token, "SET_CONFIG"))
			return is_local_call(scanner);
	return false;
}

bool postgresql_sets_locally(const struct lexis *lexis, const char *sql)
{
	static const char *const words[] = { "LOCAL", "TRANSACTION", "CONSTRAINTS", NULL };
	struct scanner scanner = at_first(lexis, sql);
	const struct token first = scanner_next(&scanner);

	if (token_is(first, "SET"))
		return is_any(scanner_next(&scanner), words);
	return calls_locally(lexis, sql);
}

static bool is_call(struct token token, struct token next)
{
	return (token.kind == TOKEN_WORD || token.kind == TOKEN_NAME) &&
	       token_is_symbol(next, '(') && !token_is(token, "SET_CONFIG");
}

/* SELECT set_config('x', (SELECT ..)::text, false): later it would be another value. */
static bool sets_what_moves(const struct lexis *lexis, const char *sql)
{
	static const char *const words[] = { "SELECT",
					     "FROM",
					     "CURRENT_DATE",
					     "CURRENT_TIME",
					     "CURRENT_TIMESTAMP",
					     "LOCALTIME",
					     "LOCALTIMESTAMP",
					     NULL };
	struct scanner scanner = at_first(lexis, sql);
	struct token token;

	if (!statement_has_word(lexis, sql, "SET_CONFIG"))
		return false;
	scanner_next(&scanner);
	while ((token = scanner_next(&scanner)).kind != TOKEN_END)
		if (is_any(token, words) || is_call(token, scanner_peek(&scanner)))
			return true;
	return false;
}

/* SET as a statement of a block, and not that of an UPDATE. */
static bool block_sets(struct token before, struct token token, const struct scanner *behind)
{
	static const char *const openings[] = { "BEGIN", "THEN", "ELSE", "LOOP", NULL };
	const struct token next = scanner_peek(behind);

	if (token_is(token, "SET_CONFIG") && token_is_symbol(next, '('))
		return !is_local_call(*behind);
	return token_is(token, "SET") && !token_is(next, "LOCAL") &&
	       (token_is_symbol(before, ';') || is_any(before, openings));
}

const char *postgresql_session_keeps(const struct lexis *lexis, const char *sql)
{
	static const char *const temporary[] = { "pg_temp" };
	struct scanner scanner = at_first(lexis, sql);
	const struct token first = scanner_next(&scanner);

	if (statement_names_any(lexis, sql, temporary, 1))
		return "it has used a temporary table";
	if (token_is(first, "DECLARE") && statement_has_word(lexis, sql, "HOLD"))
		return "it has opened a cursor that outlives its transaction";
	if (token_is(first, "DO") && postgresql_block_has(lexis, sql, block_sets))
		return "it has set the session in a block";
	return sets_what_moves(lexis, sql) ? "it has kept data in a setting of the session" : NULL;
}
