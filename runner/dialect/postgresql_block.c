#include "dialect/postgresql_block.h"

/* Behind $tag$, or behind the quote of '..' and E'..'. */
static const char *inside_of(struct token text)
{
	const char *at = text.at, *end = text.at + text.length;
	const char quote = *at == '$' ? '$' : '\'';

	if (quote == '$')
		at++;
	while (at < end && *at != quote)
		at++;
	return at < end ? at + 1 : end;
}

static bool text_has(const struct lexis *lexis, struct token text, postgresql_block_test *test)
{
	struct scanner scanner = { .lexis = lexis, .at = inside_of(text) };
	struct token before = { .kind = TOKEN_END }, token;

	for (;;) {
		token = scanner_next(&scanner);
		if (token.kind == TOKEN_END || token.kind == TOKEN_BROKEN ||
		    token.at >= text.at + text.length)
			return false;
		if (test(before, token, &scanner))
			return true;
		before = token;
	}
}

bool postgresql_block_has(const struct lexis *lexis, const char *sql, postgresql_block_test *test)
{
	struct scanner scanner = { .lexis = lexis, .at = sql };
	struct token token;

	while ((token = scanner_next(&scanner)).kind != TOKEN_END)
		if (token.kind == TOKEN_TEXT && text_has(lexis, token, test))
			return true;
	return false;
}
