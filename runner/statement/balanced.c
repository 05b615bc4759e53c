#include "statement/scanner.h"
#include "statement/statement.h"

bool statement_is_balanced(const struct lexis *lexis, const char *sql)
{
	struct scanner scanner = { .lexis = lexis, .at = sql };
	size_t depth = 0;

	for (struct token token; (token = scanner_next(&scanner)).kind != TOKEN_END;) {
		if (token_is_symbol(token, '('))
			depth++;
		else if (token_is_symbol(token, ')') && depth-- == 0)
			return false;
	}
	return depth == 0;
}
