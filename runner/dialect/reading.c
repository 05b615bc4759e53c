#include "dialect/reading.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

enum { WORD_MOST = 32 };

struct reading reading_begin(const struct lexis *lexis, const char *sql)
{
	struct reading reading = { .scanner = { .lexis = lexis, .at = sql } };

	reading.token = scanner_next(&reading.scanner);
	return reading;
}

bool reading_ended(const struct reading *reading)
{
	return reading->token.kind == TOKEN_END || reading->token.kind == TOKEN_BROKEN ||
	       token_is_symbol(reading->token, ';');
}

struct token reading_take(struct reading *reading)
{
	const struct token token = reading->token;

	if (!reading_ended(reading))
		reading->token = scanner_next(&reading->scanner);
	return token;
}

bool reading_accept(struct reading *reading, const char *word)
{
	if (!token_is(reading->token, word))
		return false;
	reading_take(reading);
	return true;
}

bool reading_accept_symbol(struct reading *reading, char symbol)
{
	if (!token_is_symbol(reading->token, symbol) || reading_ended(reading))
		return false;
	reading_take(reading);
	return true;
}

bool reading_accept_all(struct reading *reading, const char *words)
{
	struct reading ahead = *reading;
	char word[WORD_MOST];

	while (*words) {
		const size_t length = strcspn(words, " ");

		memcpy(word, words, length);
		word[length] = '\0';
		if (!reading_accept(&ahead, word))
			return false;
		words += length + (words[length] == ' ');
	}
	*reading = ahead;
	return true;
}

bool reading_accept_any(struct reading *reading, const char *const *words)
{
	while (*words)
		if (reading_accept(reading, *words++))
			return true;
	return false;
}

static size_t next_depth(struct token token, size_t depth)
{
	if (token_is_symbol(token, '('))
		return depth + 1;
	if (token_is_symbol(token, ')') && depth)
		return depth - 1;
	return depth;
}

bool reading_find(struct reading *reading, const char *word)
{
	size_t depth = 0;

	while (!reading_ended(reading)) {
		if (depth == 0 && token_is(reading->token, word))
			return true;
		depth = next_depth(reading_take(reading), depth);
	}
	return false;
}

bool reading_find_comma(struct reading *reading)
{
	size_t depth = 0;

	while (!reading_ended(reading)) {
		if (depth == 0 && reading_accept_symbol(reading, ','))
			return true;
		depth = next_depth(reading_take(reading), depth);
	}
	return false;
}

bool reading_find_comma_within(struct reading *reading)
{
	size_t depth = 0;

	while (!reading_ended(reading)) {
		if (depth == 0 && token_is_symbol(reading->token, ')'))
			return false;
		if (depth == 0 && reading_accept_symbol(reading, ','))
			return true;
		depth = next_depth(reading_take(reading), depth);
	}
	return false;
}

bool reading_has(struct reading reading, const char *word)
{
	while (!reading_ended(&reading) && !token_is(reading.token, word))
		reading_take(&reading);
	return !reading_ended(&reading);
}

void reading_skip_wait(struct reading *reading)
{
	if (reading_accept(reading, "WAIT"))
		reading_take(reading);
	else
		reading_accept(reading, "NOWAIT");
}

static bool is_name(struct token token)
{
	return token.kind == TOKEN_WORD || token.kind == TOKEN_NAME ||
	       (token.kind == TOKEN_TEXT && *token.at == '"');
}

static char quote_of(const struct reading *reading)
{
	return reading->scanner.lexis->backticks_quote ? '`' : '"';
}

static void add_name_char(struct text *out, char c, char quote)
{
	if (c == quote)
		text_add_char(out, c);
	text_add_char(out, c);
}

static void add_bare_name(struct text *out, struct token token, bool folds)
{
	for (size_t i = 0; i < token.length; i++) {
		const char c = token.at[i];

		text_add_char(out, folds && c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c);
	}
}

/* Among backticks, names in double quotes are those of the ANSI_QUOTES mode. */
static void add_name(struct text *out, struct token token, char quote)
{
	const char close = token.at[token.length - 1];

	text_add_char(out, quote);
	if (token.kind == TOKEN_WORD) {
		add_bare_name(out, token, quote == '"');
	} else {
		for (const char *at = token.at + 1; at < token.at + token.length - 1; at++) {
			add_name_char(out, *at, quote);
			if (*at == close)
				at++;
		}
	}
	text_add_char(out, quote);
}

static bool read_name(struct reading *reading, struct text *out)
{
	reading_accept_symbol(reading, '.');
	if (!is_name(reading->token))
		return false;
	add_name(out, reading_take(reading), quote_of(reading));
	if (!reading_accept_symbol(reading, '.'))
		return true;
	if (!is_name(reading->token))
		return false;
	text_add_char(out, '.');
	add_name(out, reading_take(reading), quote_of(reading));
	return true;
}

char *reading_name(struct reading *reading)
{
	struct text name = { 0 };

	if (read_name(reading, &name))
		return text_take(&name);
	text_finish(&name);
	return NULL;
}
