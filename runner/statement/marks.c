#include "statement/statement.h"

#include "statement/scanner.h"

static void add_mark(struct text *out, char mark, size_t number)
{
	if (mark == '?')
		text_add_char(out, '?');
	else
		text_print(out, "%c%zu", mark, number);
}

size_t statement_marks(const struct lexis *lexis, const char *sql, char mark, struct text *out)
{
	struct scanner scanner = { .lexis = lexis, .at = sql };
	struct token token;
	size_t count = 0;

	while ((token = scanner_read(&scanner)).kind != TOKEN_END) {
		if (token.kind != TOKEN_MARK)
			text_add_bytes(out, token.at, token.length);
		else if (token.length == 2)
			text_add_char(out, '?');
		else
			add_mark(out, mark, ++count);
	}
	return count;
}
