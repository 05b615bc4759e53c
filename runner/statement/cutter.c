#include "statement/cutter.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "statement/body.h"

static const char delimiter_word[] = "DELIMITER";

struct piece {
	const char *first, *end;
	struct body body;
	size_t parens;
};

static bool fail(struct cutter *cutter, const char *wrong, const char *why)
{
	cutter->wrong = wrong;
	cutter->why = why;
	return false;
}

static bool begins_line(const struct cutter *cutter)
{
	const char *at = cutter->scanner.at;

	while (at > cutter->begin && (at[-1] == ' ' || at[-1] == '\t'))
		at--;
	return at == cutter->begin || at[-1] == '\n';
}

static bool at_delimiter_line(const struct cutter *cutter)
{
	const char *at = cutter->scanner.at;
	size_t length = strlen(delimiter_word);

	return cutter->scanner.lexis->delimiter_lines &&
	       strncasecmp(at, delimiter_word, length) == 0 &&
	       (at[length] == '\0' || strchr(" \t\r\n", at[length])) && begins_line(cutter);
}

static void read_delimiter_line(struct cutter *cutter)
{
	const char *line = cutter->scanner.at;
	const char *at = line + strlen(delimiter_word);

	at += strspn(at, " \t");
	cutter->delimiter = at;
	cutter->delimiter_length = strcspn(at, " \t\r\n");
	cutter->scanner.at = at + strcspn(at, "\n");
	if (cutter->delimiter_length == 0)
		fail(cutter, line, "a DELIMITER line names no delimiter");
	else if (cutter->delimiter_length == 1 && *at == ';')
		cutter->delimiter = NULL;
}

static bool at_delimiter(const struct cutter *cutter, const char *at)
{
	return cutter->delimiter && strncmp(at, cutter->delimiter, cutter->delimiter_length) == 0;
}

/* `END$$` is one word to the lexis: ends the token where the delimiter begins. */
static void shorten(struct cutter *cutter, struct token *token)
{
	if (!cutter->delimiter || token->kind != TOKEN_WORD ||
	    isalnum((unsigned char)*cutter->delimiter))
		return;
	for (size_t i = 1; i < token->length; i++) {
		if (!at_delimiter(cutter, token->at + i))
			continue;
		token->length = i;
		cutter->scanner.at = token->at + i;
	}
}

static bool semicolon_ends(const struct cutter *cutter, const struct piece *piece)
{
	const struct body *body = &piece->body;

	if (cutter->scanner.in_executable || body->depth)
		return false;
	if (cutter->scanner.lexis->parentheses_hold && piece->parens)
		return false;
	/* Where a delimiter is named, only what is certain ends before it. */
	return !cutter->delimiter || body->phase == BODY_NONE || body->held;
}

static void take(struct cutter *cutter, struct piece *piece, struct token token)
{
	bool semicolon = token_is_symbol(token, ';');

	if (!piece->first && !semicolon)
		piece->first = token.at;
	if (!semicolon)
		piece->end = token.at + token.length;
	piece->parens += token_is_symbol(token, '(');
	piece->parens -= piece->parens && token_is_symbol(token, ')');
	if (token.kind != TOKEN_EXECUTABLE && piece->first)
		body_read(&piece->body, token, &cutter->scanner);
}

static bool read_end(struct cutter *cutter, const struct piece *piece)
{
	const char *open = cutter->delimiter ? NULL : body_open(&piece->body);

	if (open)
		return fail(cutter, open, "a block has no END");
	return piece->first;
}

/* Reads up to the end of a piece, which may be empty; false at the end of the text. */
static bool read_piece(struct cutter *cutter, struct piece *piece)
{
	struct scanner *scanner = &cutter->scanner;

	while (!cutter->why) {
		struct token token;

		if (at_delimiter(cutter, scanner->at)) {
			scanner->at += cutter->delimiter_length;
			return true;
		}
		if (!piece->first && at_delimiter_line(cutter)) {
			read_delimiter_line(cutter);
			continue;
		}
		token = scanner_read(scanner);
		shorten(cutter, &token);
		if (token.kind == TOKEN_END)
			return read_end(cutter, piece);
		if (token.kind == TOKEN_BROKEN)
			return fail(cutter, token.at, scanner->why);
		if (token.kind == TOKEN_BLANK || token.kind == TOKEN_COMMENT)
			continue;
		if (token_is_symbol(token, ';') && semicolon_ends(cutter, piece))
			return true;
		take(cutter, piece, token);
	}
	return false;
}

bool cutter_next(struct cutter *cutter, struct span *statement)
{
	struct piece piece = { 0 };
	bool more;

	do {
		body_finish(&piece.body);
		piece.parens = 0;
		more = read_piece(cutter, &piece);
	} while (more && !piece.first);
	body_finish(&piece.body);
	if (more)
		*statement = (struct span){ piece.first, (size_t)(piece.end - piece.first) };
	return more;
}
