#include "statement/body.h"

#include <stdlib.h>

#include "base/memory.h"

enum block_kind {
	BLOCK_BEGIN,
	BLOCK_IF,
	BLOCK_CASE,
	BLOCK_CASE_VALUE, /* an expression */
	BLOCK_LOOP,
	BLOCK_REPEAT,
	BLOCK_WHILE,
	BLOCK_FOR,
	BLOCK_DECLARATIONS, /* AS x INT; .. before BEGIN */
	BLOCK_PACKAGE
};

struct block {
	enum block_kind kind;
	bool waiting; /* for its DO or UNTIL */
	const char *at;
};

struct routine {
	const char *word;
	const char *ready; /* the body may follow this word; NULL: the list of parameters */
	bool returns;      /* a body without blocks is RETURN */
	bool declares;     /* AS opens declarations */
	enum block_kind declarations;
};

enum { HANDLER_NONE, HANDLER_DECLARE, HANDLER_FOR, HANDLER_CONDITION, HANDLER_STATEMENT };

static const struct routine routines[] = {
	{ .word = "PROCEDURE", .declares = true, .declarations = BLOCK_DECLARATIONS },
	{ .word = "FUNCTION",
	  .returns = true,
	  .declares = true,
	  .declarations = BLOCK_DECLARATIONS },
	{ .word = "PACKAGE", .declares = true, .declarations = BLOCK_PACKAGE },
	{ .word = "TRIGGER", .ready = "ROW" },
	{ .word = "EVENT", .ready = "DO" },
};

static const char *const before_kind[] = { "OR",      "REPLACE",   "TEMP",       "TEMPORARY",
					   "DEFINER", "AGGREGATE", "CONSTRAINT", NULL };
/* A name follows these, whatever it looks like. */
static const char *const before_name[] = { "PROCEDURE", "FUNCTION", "TRIGGER", "EVENT", "PACKAGE",
					   "BODY",      "EXISTS",   "ON",      NULL };
static const char *const conditions_continue[] = { "SQLSTATE", "VALUE", "NOT", NULL };
static const char *const simple_statements[] = {
	"SELECT",   "INSERT",   "UPDATE", "DELETE", "REPLACE", "SET",     "CALL",    "WITH",
	"VALUES",   "DO",       "RETURN", "SIGNAL", "LOAD",    "CREATE",  "ALTER",   "DROP",
	"TRUNCATE", "RESIGNAL", "GRANT",  "REVOKE", "EXECUTE", "PREPARE", "ANALYZE", NULL
};

static bool is_one_of(struct token token, const char *const *words)
{
	while (*words && !token_is(token, *words))
		words++;
	return *words;
}

static bool follows(const struct scanner *after, const char *first, const char *second)
{
	struct scanner ahead = *after;

	return token_is(scanner_next(&ahead), first) && token_is(scanner_next(&ahead), second);
}

static struct block *top(const struct body *body)
{
	return body->depth ? &body->blocks[body->depth - 1] : NULL;
}

static bool top_is(const struct body *body, enum block_kind kind)
{
	return body->depth && top(body)->kind == kind;
}

static void open_block(struct body *body, enum block_kind kind, struct token token)
{
	body->blocks = memory_grow_for(body->blocks, body->depth, sizeof *body->blocks);
	body->blocks[body->depth++] = (struct block){
		.kind = kind,
		.waiting = kind == BLOCK_WHILE || kind == BLOCK_FOR || kind == BLOCK_REPEAT,
		.at = token.at,
	};
	body->held = true;
	body->start = kind == BLOCK_BEGIN || kind == BLOCK_LOOP || kind == BLOCK_REPEAT ||
		      kind == BLOCK_DECLARATIONS || kind == BLOCK_PACKAGE;
}

struct keyword {
	const char *word;
	void (*read)(struct body *, const struct keyword *, struct token, bool start);
	enum block_kind opens;
};

static void read_opening(struct body *body, const struct keyword *keyword, struct token token,
			 bool start)
{
	if (start && keyword->opens == BLOCK_BEGIN && top_is(body, BLOCK_DECLARATIONS))
		body->depth--;
	if (start)
		open_block(body, keyword->opens, token);
}

static void read_case(struct body *body, const struct keyword *keyword, struct token token,
		      bool start)
{
	if (start)
		open_block(body, keyword->opens, token);
	else if (!token_is(body->before, "END"))
		open_block(body, BLOCK_CASE_VALUE, token);
}

/* LOOP opens a block of its own, or ends the head of a WHILE or FOR, as DO does. */
static void read_loop(struct body *body, const struct keyword *keyword, struct token token,
		      bool start)
{
	struct block *block = top(body);

	if (start && token_is(token, "LOOP")) {
		open_block(body, keyword->opens, token);
	} else if (!start && block && block->waiting && block->kind != BLOCK_REPEAT) {
		block->waiting = false;
		body->start = true;
	}
}

static void read_until(struct body *body, const struct keyword *keyword, struct token token,
		       bool start)
{
	(void)token;
	if (start && top_is(body, keyword->opens))
		top(body)->waiting = false;
}

static void read_branch(struct body *body, const struct keyword *keyword, struct token token,
			bool start)
{
	(void)keyword, (void)token, (void)start;
	body->start = body->depth && !top_is(body, BLOCK_CASE_VALUE);
}

static void read_end(struct body *body, const struct keyword *keyword, struct token token,
		     bool start)
{
	bool until = top_is(body, BLOCK_REPEAT) && !top(body)->waiting;

	(void)keyword, (void)token;
	if (body->depth && (start || until || top_is(body, BLOCK_CASE_VALUE)))
		body->depth--;
}

static void read_declare(struct body *body, const struct keyword *keyword, struct token token,
			 bool start)
{
	(void)keyword, (void)token;
	if (start)
		body->handler = HANDLER_DECLARE;
}

static void read_as(struct body *body, const struct keyword *keyword, struct token token,
		    bool start)
{
	(void)start;
	if (top_is(body, BLOCK_PACKAGE))
		open_block(body, keyword->opens, token);
}

/* BEGIN NOT ATOMIC */
static void read_atomic(struct body *body, const struct keyword *keyword, struct token token,
			bool start)
{
	(void)keyword, (void)token;
	body->start = start;
}

static const struct keyword keywords[] = {
	{ "BEGIN", read_opening, BLOCK_BEGIN },   { "IF", read_opening, BLOCK_IF },
	{ "WHILE", read_opening, BLOCK_WHILE },   { "REPEAT", read_opening, BLOCK_REPEAT },
	{ "FOR", read_opening, BLOCK_FOR },       { "CASE", read_case, BLOCK_CASE },
	{ "LOOP", read_loop, BLOCK_LOOP },        { "DO", read_loop, BLOCK_LOOP },
	{ "UNTIL", read_until, BLOCK_REPEAT },    { "THEN", read_branch, BLOCK_IF },
	{ "ELSE", read_branch, BLOCK_IF },        { "END", read_end, BLOCK_BEGIN },
	{ "DECLARE", read_declare, BLOCK_BEGIN }, { "AS", read_as, BLOCK_DECLARATIONS },
	{ "IS", read_as, BLOCK_DECLARATIONS },    { "NOT", read_atomic, BLOCK_BEGIN },
	{ "ATOMIC", read_atomic, BLOCK_BEGIN },
};

static const struct keyword *find_keyword(struct token token)
{
	for (size_t i = 0; token.kind == TOKEN_WORD && i < sizeof keywords / sizeof *keywords; i++)
		if (token_is(token, keywords[i].word))
			return &keywords[i];
	return NULL;
}

static bool is_part_of_name(const struct body *body)
{
	return token_is_symbol(body->before, '.') || token_is_symbol(body->before, '@');
}

/* DECLARE .. HANDLER FOR condition, condition statement: true where that statement begins. */
static bool read_handler(struct body *body, struct token token)
{
	if (body->handler == HANDLER_DECLARE && token_is(token, "HANDLER"))
		body->handler = HANDLER_FOR;
	else if (body->handler == HANDLER_FOR && token_is(token, "FOR"))
		body->handler = HANDLER_CONDITION;
	else if (body->handler == HANDLER_CONDITION && !is_one_of(token, conditions_continue))
		body->handler = HANDLER_STATEMENT;
	else if (body->handler == HANDLER_STATEMENT) {
		body->handler = token_is_symbol(token, ',') ? HANDLER_CONDITION : HANDLER_NONE;
		return body->handler == HANDLER_NONE;
	}
	return false;
}

static bool is_label(struct token token, const struct scanner *after)
{
	struct scanner ahead = *after;

	return (token.kind == TOKEN_WORD || token.kind == TOKEN_NAME) &&
	       token_is_symbol(scanner_next(&ahead), ':') && *ahead.at != '=';
}

static void read_inside(struct body *body, struct token token, const struct scanner *after)
{
	bool start = read_handler(body, token) || body->start;
	const struct keyword *keyword = is_part_of_name(body) ? NULL : find_keyword(token);

	body->start = false;
	if (token_is_symbol(token, ';')) {
		body->start = body->depth;
		body->handler = HANDLER_NONE;
	} else if (body->label) {
		body->label = false;
		body->start = true;
	} else if (start && token_is_symbol(token, '<')) {
		body->angle = true;
	} else if (body->angle) {
		body->start = token_is_symbol(token, '>') && token_is_symbol(body->before, '>');
		body->angle = !body->start;
	} else if (start && is_label(token, after)) {
		body->label = true;
	} else if (keyword) {
		keyword->read(body, keyword, token, start);
	}
}

static void enter(struct body *body, struct token token, const struct scanner *after, bool start)
{
	body->phase = BODY_INSIDE;
	body->start = start;
	read_inside(body, token, after);
}

static bool begins_block(struct token token)
{
	static const char *const words[] = { "IF", "CASE", "LOOP", "WHILE", "REPEAT", "FOR", NULL };

	return is_one_of(token, words);
}

static void read_first(struct body *body, struct token token, const struct scanner *after)
{
	if (token_is(token, "CREATE") || token_is(token, "ALTER"))
		body->phase = BODY_KIND;
	else if (begins_block(token) ||
		 (token_is(token, "BEGIN") && follows(after, "NOT", "ATOMIC")))
		enter(body, token, after, true);
	else
		body->phase = BODY_NONE;
}

static void read_kind(struct body *body, struct token token)
{
	if (token.kind != TOKEN_WORD || is_part_of_name(body) ||
	    token_is_symbol(body->before, '=') || is_one_of(token, before_kind))
		return;
	body->phase = BODY_NONE;
	for (size_t i = 0; i < sizeof routines / sizeof *routines; i++) {
		if (!token_is(token, routines[i].word))
			continue;
		body->routine = &routines[i];
		body->phase = BODY_HEADER;
	}
}

static bool read_parens(struct body *body, struct token token)
{
	if (token_is_symbol(token, '('))
		body->parens++;
	if (!body->parens)
		return false;
	if (token_is_symbol(token, ')') && --body->parens == 0 && !body->routine->ready)
		body->ready = true;
	return true;
}

static bool ends_header(const struct body *body, struct token token)
{
	if (!body->ready)
		return false;
	return body->routine->returns ? token_is(token, "RETURN")
				      : is_one_of(token, simple_statements);
}

static void read_header(struct body *body, struct token token, const struct scanner *after)
{
	const struct routine *routine = body->routine;

	if (read_parens(body, token) || is_part_of_name(body) ||
	    is_one_of(body->before, before_name))
		return;
	if (token_is(token, "BEGIN") || (body->ready && begins_block(token))) {
		enter(body, token, after, true);
	} else if (body->ready && token_is(token, "DECLARE")) {
		body->phase = BODY_INSIDE;
		open_block(body, BLOCK_DECLARATIONS, token);
	} else if (ends_header(body, token)) {
		body->phase = BODY_INSIDE;
	} else if (routine->declares && (token_is(token, "AS") || token_is(token, "IS")) &&
		   scanner_peek(after).kind != TOKEN_TEXT) {
		body->phase = BODY_INSIDE;
		open_block(body, routine->declarations, token);
	} else if (routine->ready && token_is(token, routine->ready)) {
		body->ready = true;
	} else if (token_is(token, "WHEN")) {
		body->ready = false;
	}
}

void body_read(struct body *body, struct token token, const struct scanner *after)
{
	switch (body->phase) {
	case BODY_FIRST:
		read_first(body, token, after);
		break;
	case BODY_KIND:
		read_kind(body, token);
		break;
	case BODY_HEADER:
		read_header(body, token, after);
		break;
	case BODY_INSIDE:
		read_inside(body, token, after);
		break;
	case BODY_NONE:
		break;
	}
	body->before = token;
}

const char *body_open(const struct body *body)
{
	return body->depth ? top(body)->at : NULL;
}

void body_finish(struct body *body)
{
	free(body->blocks);
	*body = (struct body){ 0 };
}
