#include "lint/words.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

struct words words_of(const struct lexis *lexis, const char *sql)
{
	return (struct words){ { .lexis = lexis, .at = sql } };
}

static bool skip_word(struct words *words, const char *word, size_t length)
{
	struct scanner ahead = words->scanner;
	struct token token = scanner_next(&ahead);
	char one[32];

	if (length >= sizeof one)
		return false;
	memcpy(one, word, length);
	one[length] = '\0';
	if (!token_is(token, one))
		return false;
	words->scanner = ahead;
	return true;
}

bool words_skip(struct words *words, const char *phrase)
{
	struct words ahead = *words;

	while (*phrase) {
		size_t length = strcspn(phrase, " ");

		if (!skip_word(&ahead, phrase, length))
			return false;
		phrase += length + (phrase[length] == ' ');
	}
	*words = ahead;
	return true;
}

bool words_symbol(struct words *words, char symbol)
{
	struct scanner ahead = words->scanner;

	if (!token_is_symbol(scanner_next(&ahead), symbol))
		return false;
	words->scanner = ahead;
	return true;
}

/* A doubled quote inside stands for one. */
static char *without_quotes(struct token token)
{
	struct text name = { 0 };
	char close = token.at[token.length - 1];

	if (token.kind == TOKEN_WORD)
		return memory_copy_bytes(token.at, token.length);
	for (size_t i = 1; i + 1 < token.length; i++) {
		text_add_char(&name, token.at[i]);
		if (token.at[i] == close && close != ']')
			i++;
	}
	return text_take(&name);
}

char *words_name(struct words *words)
{
	struct token token = scanner_peek(&words->scanner);
	char *name;

	if (token.kind != TOKEN_WORD && token.kind != TOKEN_NAME &&
	    !(token.kind == TOKEN_TEXT && *token.at == '"'))
		return NULL;
	scanner_next(&words->scanner);
	name = without_quotes(token);
	if (!words_symbol(words, '.'))
		return name;
	free(name);
	return words_name(words);
}

bool words_has(struct words words, const char *word)
{
	struct token token;
	int depth = 0;

	while ((token = scanner_next(&words.scanner)).kind != TOKEN_END &&
	       token.kind != TOKEN_BROKEN) {
		depth += token_is_symbol(token, '(') - token_is_symbol(token, ')');
		if (!depth && token_is(token, word))
			return true;
	}
	return false;
}

/* Where this item ends: its comma, or the end of the text. */
static struct token item_end(struct words *words)
{
	struct token token;
	int depth = 0;

	while ((token = scanner_next(&words->scanner)).kind != TOKEN_END &&
	       token.kind != TOKEN_BROKEN) {
		depth += token_is_symbol(token, '(') - token_is_symbol(token, ')');
		if (depth <= 0 && token_is_symbol(token, ','))
			break;
	}
	return token;
}

bool words_next_item(struct words *words)
{
	return token_is_symbol(item_end(words), ',');
}

char *words_item(struct words words)
{
	struct token first = scanner_peek(&words.scanner);
	struct token end = item_end(&words);

	return memory_copy_bytes(first.at, (size_t)(end.at - first.at));
}
