#include "statement/statement.h"

#include <stdlib.h>

#include "statement/scanner.h"

static bool precedes_secret(struct token token)
{
	return token_names(token, "IDENTIFIED") || token_names(token, "PASSWORD");
}

/* Rather a text too many than a password. */
static char *mask(const struct lexis *lexis, const char *sql)
{
	struct scanner scanner = { .lexis = lexis, .at = sql };
	struct text out = { 0 };
	struct token token;
	bool secret = false;

	while ((token = scanner_read(&scanner)).kind != TOKEN_END) {
		secret |= precedes_secret(token);
		if (secret && (token.kind == TOKEN_TEXT || token.kind == TOKEN_BROKEN))
			text_add(&out, "'***'");
		else
			text_add_bytes(&out, token.at, token.length);
	}
	return text_take(&out);
}

char *statement_show_masked(const struct lexis *lexis, const char *sql, size_t most)
{
	char *masked = mask(lexis, sql);
	char *shown = statement_show(masked, most);

	free(masked);
	return shown;
}
