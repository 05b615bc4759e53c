#include "statement/statement.h"

#include "statement/scanner.h"

struct assigned {
	const char *name;
	bool in_value; /* behind the `=` */
	bool named;    /* the last name of the target under way is this one */
	size_t depth;  /* of parentheses in a value, of brackets in a target: a[1] = 2 */
};

/* True where a target ends that is the name; (a, b) = (1, 2) has two of them. */
static bool ends_named(struct assigned *assigned, struct token token)
{
	const bool ends = token_is_symbol(token, '=') || token_is_symbol(token, ',') ||
			  token_is_symbol(token, ')');

	assigned->in_value = token_is_symbol(token, '=');
	if (ends && assigned->named)
		return true;
	if (token.kind != TOKEN_SYMBOL)
		assigned->named = token_names(token, assigned->name);
	return false;
}

static bool opens(const struct assigned *assigned, struct token token)
{
	return token_is_symbol(token, '[') || (assigned->in_value && token_is_symbol(token, '('));
}

static bool closes(struct token token)
{
	return token_is_symbol(token, ']') || token_is_symbol(token, ')');
}

static bool take(struct assigned *assigned, struct token token)
{
	if (opens(assigned, token))
		assigned->depth++;
	else if (assigned->depth)
		assigned->depth -= closes(token);
	else if (!assigned->in_value)
		return ends_named(assigned, token);
	else if (token_is_symbol(token, ','))
		assigned->in_value = assigned->named = false;
	return false;
}

bool statement_assigns(const struct lexis *lexis, const char *set, const char *name)
{
	struct scanner scanner = { .lexis = lexis, .at = set };
	struct assigned assigned = { .name = name };
	struct token token;

	while ((token = scanner_next(&scanner)).kind != TOKEN_END)
		if (take(&assigned, token))
			return true;
	return false;
}
