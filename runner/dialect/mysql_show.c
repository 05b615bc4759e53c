#include "dialect/mysql_objects.h"

#include <stdlib.h>
#include <string.h>

#include "dialect/rules.h"

/* The session's own settings change how the server writes its answers. */
#define SAME_ANSWERS "/*M!100100 SET STATEMENT sql_mode = '', sql_quote_show_create = 1 FOR */ "

static const struct {
	const char *show; /* a view and a table share their names: either is shown as what it is */
	size_t column;
} shows[OBJECT_KINDS] = {
	[OBJECT_TABLE] = { "TABLE", 1 },         [OBJECT_VIEW] = { "TABLE", 1 },
	[OBJECT_SEQUENCE] = { "SEQUENCE", 1 },   [OBJECT_TRIGGER] = { "TRIGGER", 2 },
	[OBJECT_PROCEDURE] = { "PROCEDURE", 2 }, [OBJECT_FUNCTION] = { "FUNCTION", 2 },
	[OBJECT_PACKAGE] = { "PACKAGE", 2 },     [OBJECT_PACKAGE_BODY] = { "PACKAGE BODY", 2 },
	[OBJECT_EVENT] = { "EVENT", 3 },         [OBJECT_DATABASE] = { "DATABASE", 1 },
};

void mysql_show_object(struct text *sql, const struct object *object, size_t *column)
{
	text_print(sql, "%sSHOW CREATE %s %s", SAME_ANSWERS, shows[object->kind].show,
		   object->name);
	*column = shows[object->kind].column;
}

static const struct lexis lexis = MYSQL_LEXIS;

struct cleaning {
	const struct object_list *list;
	struct scanner scanner;
	size_t depth;
	struct text *out;
};

static void copy(struct cleaning *cleaning, struct token token)
{
	text_add_bytes(cleaning->out, token.at, token.length);
}

/*
 * AUTO_INCREMENT=7 among the options of the table, not of a column. The blank before it goes too: a
 * table that has not counted yet is shown without either.
 */
static bool drop_counter(struct cleaning *cleaning, struct token token)
{
	struct scanner ahead = cleaning->scanner;

	if (cleaning->depth || token.kind != TOKEN_BLANK ||
	    !token_is(scanner_next(&ahead), "AUTO_INCREMENT") ||
	    !token_is_symbol(scanner_next(&ahead), '='))
		return false;
	scanner_next(&ahead);
	cleaning->scanner = ahead;
	return true;
}

/* AUTO PARTITIONS 4: the server adds partitions as rows come. */
static bool drop_partitions(struct cleaning *cleaning, struct token token)
{
	struct scanner ahead = cleaning->scanner;

	if (cleaning->depth || !token_is(token, "AUTO") ||
	    !token_is(scanner_next(&ahead), "PARTITIONS"))
		return false;
	copy(cleaning, token);
	scanner_next(&ahead);
	cleaning->scanner = ahead;
	return true;
}

/* After an event has run for the last time, it is disabled. */
static bool drop_status(struct cleaning *cleaning, struct token token)
{
	if (!token_is(token, "PRESERVE"))
		return false;
	copy(cleaning, token);
	if (token_is(scanner_next(&cleaning->scanner), "DISABLE") &&
	    token_is(scanner_peek(&cleaning->scanner), "ON")) {
		scanner_next(&cleaning->scanner);
		scanner_next(&cleaning->scanner);
	}
	text_add(cleaning->out, cleaning->scanner.at);
	cleaning->scanner.at += strlen(cleaning->scanner.at);
	return true;
}

/* The name without its schema and quotes. */
static char *bare_name(const char *name)
{
	struct reading reading = reading_begin(&lexis, name);
	struct text bare = { 0 };

	while (!reading_ended(&reading)) {
		const struct token token = reading_take(&reading);

		if (token.kind != TOKEN_NAME)
			continue;
		text_clear(&bare);
		for (size_t i = 1; i + 1 < token.length; i++) {
			text_add_char(&bare, token.at[i]);
			i += token.at[i] == '`';
		}
	}
	return text_take(&bare);
}

static bool is_listed(const struct cleaning *cleaning, struct token token)
{
	for (size_t i = 0; i < cleaning->list->count; i++) {
		char *name = bare_name(cleaning->list->items[i].name);
		const bool same = token_names(token, name);

		free(name);
		if (same)
			return true;
	}
	return false;
}

/* The server names a foreign key after its table, and renames it with the table. */
static bool drop_name(struct cleaning *cleaning, struct token token)
{
	static const char key[] = "_ibfk_";

	if (token.kind != TOKEN_NAME)
		return false;
	if (!is_listed(cleaning, token) && !memmem(token.at, token.length, key, strlen(key)))
		return false;
	text_add(cleaning->out, "``");
	return true;
}

static bool is_dropped(struct cleaning *cleaning, const struct object *object, struct token token)
{
	if (object->kind == OBJECT_EVENT)
		return drop_status(cleaning, token);
	if (object->kind != OBJECT_TABLE)
		return false;
	if (object->change == OBJECT_SWAPPED && drop_name(cleaning, token))
		return true;
	return drop_counter(cleaning, token) || drop_partitions(cleaning, token);
}

/*
 * MySQL takes no settings for one statement: in a session with ANSI_QUOTES it shows "names" of
 * tables, and `names` in the next one. No texts of such a definition stand in double quotes.
 */
static bool copy_name(struct cleaning *cleaning, const struct object *object, struct token token)
{
	if (token.kind != TOKEN_TEXT || *token.at != '"' ||
	    (object->kind != OBJECT_TABLE && object->kind != OBJECT_VIEW))
		return false;
	text_add(cleaning->out, "`");
	text_add_bytes(cleaning->out, token.at + 1, token.length - 2);
	text_add(cleaning->out, "`");
	return true;
}

void mysql_clean_object(const struct object_list *list, const struct object *object,
			const char *shown, struct text *out)
{
	struct cleaning cleaning = {
		.list = list,
		.scanner = { .lexis = &lexis, .at = shown },
		.out = out,
	};
	struct token token;

	while ((token = scanner_read(&cleaning.scanner)).kind != TOKEN_END) {
		if (token_is_symbol(token, '('))
			cleaning.depth++;
		if (token_is_symbol(token, ')') && cleaning.depth)
			cleaning.depth--;
		if (!is_dropped(&cleaning, object, token) && !copy_name(&cleaning, object, token))
			copy(&cleaning, token);
	}
}
