#include "statement/statement.h"

#include "statement/scanner.h"

static bool names_one_of(struct token token, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (token_names(token, names[i]))
			return true;
	return false;
}

bool statement_names_any(const struct lexis *lexis, const char *sql, const char *const *names,
			 size_t count)
{
	struct scanner scanner = { .lexis = lexis, .at = sql };
	struct token token;

	while ((token = scanner_next(&scanner)).kind != TOKEN_END)
		if (names_one_of(token, names, count))
			return true;
	return false;
}

bool statement_has_word(const struct lexis *lexis, const char *sql, const char *word)
{
	struct scanner scanner = { .lexis = lexis, .at = sql };
	struct token token;

	while ((token = scanner_next(&scanner)).kind != TOKEN_END)
		if (token_is(token, word))
			return true;
	return false;
}
