#include "fake_parse.h"

#include <check.h>
#include <stdlib.h>

#include "base/memory.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

void pairs_finish(struct pairs *pairs)
{
	for (size_t i = 0; i < pairs->count; i++) {
		free(pairs->columns[i]);
		free(pairs->texts[i]);
	}
	pairs->count = 0;
}

struct parse parse_start(const struct fake_statement *statement)
{
	return (struct parse){
		.scanner = { .lexis = statement->lexis, .at = statement->sql },
		.values = statement->values,
		.left = statement->count,
	};
}

bool parse_word(struct parse *parse, const char *word)
{
	if (!token_is(scanner_peek(&parse->scanner), word))
		return false;
	scanner_next(&parse->scanner);
	return true;
}

bool parse_symbol(struct parse *parse, char symbol)
{
	if (!token_is_symbol(scanner_peek(&parse->scanner), symbol))
		return false;
	scanner_next(&parse->scanner);
	return true;
}

char *parse_name(struct parse *parse)
{
	struct token token = scanner_next(&parse->scanner);

	if (token.kind == TOKEN_NAME)
		return memory_copy_bytes(token.at + 1, token.length - 2);
	MUST(token.kind == TOKEN_WORD);
	return memory_copy_bytes(token.at, token.length);
}

/* "+ TIMESTAMPDIFF(..)": here it takes no time. */
static void skip_time(struct parse *parse)
{
	int depth = 0;

	if (!parse_symbol(parse, '+'))
		return;
	do {
		struct token token = scanner_next(&parse->scanner);

		MUST(token.kind != TOKEN_END);
		depth += token_is_symbol(token, '(') - token_is_symbol(token, ')');
	} while (depth || !token_is_symbol(scanner_peek(&parse->scanner), ','));
}

/* A mark's value, or a literal, whose text is owned by *text. */
static glim_value take_value(struct parse *parse, char **text)
{
	struct token token = scanner_next(&parse->scanner);

	*text = NULL;
	if (token.kind == TOKEN_MARK) {
		MUST(parse->left > 0);
		parse->left--;
		skip_time(parse);
		return *parse->values++;
	}
	if (token_is(token, "NULL"))
		return glim_null();
	if (token.kind == TOKEN_WORD) {
		char *digits = memory_copy_bytes(token.at, token.length);
		glim_value value = glim_int(atoll(digits));

		free(digits);
		return value;
	}
	MUST(token.kind == TOKEN_TEXT);
	*text = memory_copy_bytes(token.at + 1, token.length - 2);
	return glim_text(*text);
}

static void take_pair(struct parse *parse, struct pairs *pairs)
{
	MUST(pairs->count < CELLS_MOST);
	pairs->columns[pairs->count] = parse_name(parse);
	MUST(parse_symbol(parse, '='));
	pairs->values[pairs->count] = take_value(parse, &pairs->texts[pairs->count]);
	pairs->count++;
}

void parse_where(struct parse *parse, struct pairs *where)
{
	if (!parse_word(parse, "WHERE"))
		return;
	do
		take_pair(parse, where);
	while (parse_word(parse, "AND"));
}

void parse_insert(struct parse *parse, struct pairs *pairs)
{
	MUST(parse_symbol(parse, '('));
	do {
		MUST(pairs->count < CELLS_MOST);
		pairs->columns[pairs->count++] = parse_name(parse);
	} while (parse_symbol(parse, ','));
	MUST(parse_symbol(parse, ')') && parse_word(parse, "VALUES") && parse_symbol(parse, '('));
	for (size_t i = 0; i < pairs->count; i++) {
		MUST(!i || parse_symbol(parse, ','));
		pairs->values[i] = take_value(parse, &pairs->texts[i]);
	}
}

void parse_set(struct parse *parse, struct pairs *pairs)
{
	MUST(parse_word(parse, "SET"));
	do
		take_pair(parse, pairs);
	while (parse_symbol(parse, ','));
}

enum verb parse_verb(struct parse *parse)
{
	static const struct {
		const char *words[4];
		enum verb verb;
	} verbs[] = {
		{ { "INSERT", "INTO" }, VERB_INSERT },
		{ { "UPDATE" }, VERB_UPDATE },
		{ { "DELETE", "FROM" }, VERB_DELETE },
		{ { "SELECT" }, VERB_SELECT },
		{ { "CREATE", "TABLE" }, VERB_CREATE_TABLE },
		{ { "CREATE", "INDEX" }, VERB_CREATE_INDEX },
		{ { "CREATE", "UNIQUE", "INDEX" }, VERB_CREATE_INDEX },
		{ { "ALTER", "TABLE" }, VERB_ALTER },
	};

	for (size_t v = 0; v < COUNT(verbs); v++) {
		struct parse ahead = *parse;
		size_t w = 0;

		while (verbs[v].words[w] && parse_word(&ahead, verbs[v].words[w]))
			w++;
		if (verbs[v].words[w])
			continue;
		*parse = ahead;
		return verbs[v].verb;
	}
	return VERB_OTHER;
}
