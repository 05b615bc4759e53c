#include "statement/scanner.h"

#include <string.h>
#include <strings.h>

enum { VERSION_LEAST = 5, VERSION_MOST = 6 };

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' ||
	       c == '$' || (unsigned char)c >= 0x80;
}

static struct token token_to(struct scanner *scanner, enum token_kind kind, const char *end)
{
	struct token token = { kind, scanner->at, (size_t)(end - scanner->at) };

	scanner->at = end;
	return token;
}

static struct token token_broken(struct scanner *scanner, const char *why)
{
	scanner->why = why;
	return token_to(scanner, TOKEN_BROKEN, scanner->at + strlen(scanner->at));
}

static struct token read_run(struct scanner *scanner, enum token_kind kind, bool (*belongs)(char))
{
	const char *at = scanner->at;

	while (*at && belongs(*at))
		at++;
	return token_to(scanner, kind, at);
}

static struct token read_line_comment(struct scanner *scanner)
{
	return token_to(scanner, TOKEN_COMMENT, scanner->at + strcspn(scanner->at, "\n"));
}

static struct token read_comment(struct scanner *scanner)
{
	const char *at = scanner->at + 2;
	size_t depth = 1;

	for (; *at; at++) {
		if (at[0] == '*' && at[1] == '/' && --depth == 0)
			return token_to(scanner, TOKEN_COMMENT, at + 2);
		if (at[0] == '*' && at[1] == '/')
			at++;
		else if (scanner->lexis->nested_comments && at[0] == '/' && at[1] == '*')
			depth++, at++;
	}
	return token_broken(scanner, "a comment has no end");
}

static const char *executable_opening(const struct scanner *scanner)
{
	const char *at = scanner->at + 2;
	size_t digits = 0;

	if (!scanner->lexis->executable_comments)
		return NULL;
	if (*at == 'M' && at[1] == '!')
		at++;
	if (*at++ != '!')
		return NULL;
	while (digits < VERSION_MOST && is_digit(at[digits]))
		digits++;
	return digits >= VERSION_LEAST ? at + digits : at;
}

static struct token read_slash(struct scanner *scanner)
{
	const char *code;

	if (scanner->at[1] != '*')
		return token_to(scanner, TOKEN_SYMBOL, scanner->at + 1);
	code = executable_opening(scanner);
	if (!code)
		return read_comment(scanner);
	scanner->in_executable = true;
	return token_to(scanner, TOKEN_EXECUTABLE, code);
}

static struct token read_star(struct scanner *scanner)
{
	if (!scanner->in_executable || scanner->at[1] != '/')
		return token_to(scanner, TOKEN_SYMBOL, scanner->at + 1);
	scanner->in_executable = false;
	return token_to(scanner, TOKEN_EXECUTABLE, scanner->at + 2);
}

static struct token read_quoted_from(struct scanner *scanner, const char *at, enum token_kind kind,
				     char close, bool escapes)
{
	for (; *at; at++) {
		if (escapes && *at == '\\' && at[1])
			at++;
		else if (*at == close && at[1] == close && close != ']')
			at++;
		else if (*at == close)
			return token_to(scanner, kind, at + 1);
	}
	return token_broken(scanner, kind == TOKEN_TEXT ? "a text has no closing quote"
							: "a quoted name has no closing quote");
}

static struct token read_quoted(struct scanner *scanner, enum token_kind kind, char close)
{
	const bool escapes = kind == TOKEN_TEXT && scanner->lexis->backslash_escapes;

	return read_quoted_from(scanner, scanner->at + 1, kind, close, escapes);
}

/* E'it\'s' */
static bool begins_escape_text(const struct scanner *scanner)
{
	return scanner->lexis->escape_texts && (*scanner->at == 'E' || *scanner->at == 'e') &&
	       scanner->at[1] == '\'';
}

/* The length of `$tag$`; 0 if none begins here. */
static size_t dollar_tag(const char *at)
{
	size_t length = 1;

	while (at[length] != '$' && is_word(at[length]) && !(length == 1 && is_digit(at[length])))
		length++;
	return at[length] == '$' ? length + 1 : 0;
}

static struct token read_dollar(struct scanner *scanner)
{
	size_t tag = scanner->lexis->dollar_quotes ? dollar_tag(scanner->at) : 0;

	if (!tag)
		return read_run(scanner, TOKEN_WORD, is_word);
	for (const char *at = scanner->at + tag; *at; at++)
		if (strncmp(at, scanner->at, tag) == 0)
			return token_to(scanner, TOKEN_TEXT, at + tag);
	return token_broken(scanner, "a dollar-quoted text has no end");
}

static bool begins_dash_comment(const struct scanner *scanner)
{
	unsigned char after;

	if (scanner->at[0] != '-' || scanner->at[1] != '-')
		return false;
	after = (unsigned char)scanner->at[2];
	return !scanner->lexis->dash_needs_space || after <= ' ' || after == 0x7f;
}

static struct token read_end(struct scanner *scanner)
{
	if (scanner->in_executable && !scanner->why)
		return token_broken(scanner, "a comment has no end");
	return token_to(scanner, TOKEN_END, scanner->at);
}

struct token scanner_read(struct scanner *scanner)
{
	const struct lexis *lexis = scanner->lexis;
	char c = *scanner->at;

	if (!c)
		return read_end(scanner);
	if (is_blank(c))
		return read_run(scanner, TOKEN_BLANK, is_blank);
	if (begins_dash_comment(scanner) || (c == '#' && lexis->hash_comments))
		return read_line_comment(scanner);
	if (c == '\'')
		return read_quoted(scanner, TOKEN_TEXT, c);
	if (c == '"')
		return read_quoted(scanner, lexis->double_quotes_text ? TOKEN_TEXT : TOKEN_NAME, c);
	if (c == '`' && lexis->backticks_quote)
		return read_quoted(scanner, TOKEN_NAME, c);
	if (c == '[' && lexis->brackets_quote)
		return read_quoted(scanner, TOKEN_NAME, ']');
	if (c == '/')
		return read_slash(scanner);
	if (c == '*')
		return read_star(scanner);
	if (c == '$')
		return read_dollar(scanner);
	if (begins_escape_text(scanner))
		return read_quoted_from(scanner, scanner->at + 2, TOKEN_TEXT, '\'', true);
	if (is_word(c))
		return read_run(scanner, TOKEN_WORD, is_word);
	if (c == '?')
		return token_to(scanner, TOKEN_MARK, scanner->at + (scanner->at[1] == '?' ? 2 : 1));
	return token_to(scanner, TOKEN_SYMBOL, scanner->at + 1);
}

struct token scanner_next(struct scanner *scanner)
{
	struct token token;

	do
		token = scanner_read(scanner);
	while (token.kind == TOKEN_BLANK || token.kind == TOKEN_COMMENT ||
	       token.kind == TOKEN_EXECUTABLE);
	return token;
}

struct token scanner_peek(const struct scanner *scanner)
{
	struct scanner ahead = *scanner;

	return scanner_next(&ahead);
}

bool token_is(struct token token, const char *word)
{
	return token.kind == TOKEN_WORD && strlen(word) == token.length &&
	       strncasecmp(token.at, word, token.length) == 0;
}

bool token_is_symbol(struct token token, char symbol)
{
	return token.kind == TOKEN_SYMBOL && *token.at == symbol;
}

static bool quoted_names(struct token token, const char *name)
{
	const char *end = token.at + token.length - 1;
	char close = *end;

	for (const char *at = token.at + 1; at < end; at++, name++) {
		if (!*name || strncasecmp(at, name, 1) != 0)
			return false;
		if (*at == close && close != ']')
			at++;
	}
	return *name == '\0';
}

bool token_names(struct token token, const char *name)
{
	if (token.kind == TOKEN_NAME || (token.kind == TOKEN_TEXT && *token.at == '"'))
		return quoted_names(token, name);
	return token_is(token, name);
}
