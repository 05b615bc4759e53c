#include "config/place.h"

#include <string.h>

#include "base/memory.h"

static const char *skip_space(const char *at)
{
	return at + strspn(at, " \t\r\n");
}

static const char *skip_string(const char *at)
{
	for (at++; *at && *at != '"'; at++)
		if (*at == '\\' && at[1])
			at++;
	return *at ? at + 1 : at;
}

/* One bracket, sign, string, number or word. */
static const char *skip_token(const char *at)
{
	size_t word;

	if (*at == '"')
		return skip_string(at);
	word = strcspn(at, "{}[],:\" \t\r\n");
	return *at && !word ? at + 1 : at + word;
}

static const char *skip_value(const char *at)
{
	size_t depth = 0;

	do {
		at = skip_space(at);
		depth += *at == '{' || *at == '[';
		depth -= *at == '}' || *at == ']';
		at = skip_token(at);
	} while (depth);
	return at;
}

/* From behind a value to the next one, or to the closing bracket. */
static const char *skip_comma(const char *at)
{
	at = skip_space(at);
	return *at == ',' ? skip_space(at + 1) : at;
}

static void array_members(struct node array, struct member *members)
{
	const char *at = skip_space(array.at + 1);
	json_t *value;
	size_t i;

	json_array_foreach(array.json, i, value)
	{
		members[i].value = (struct node){ value, at };
		at = skip_comma(skip_value(at));
	}
}

static void object_members(struct node object, struct member *members)
{
	const char *at = skip_space(object.at + 1);
	struct member *member = members;
	const char *key;
	json_t *value;

	json_object_foreach(object.json, key, value)
	{
		member->key = key;
		member->key_at = at;
		at = skip_space(skip_string(at));
		at = skip_space(at + 1);
		member->value = (struct node){ value, at };
		at = skip_comma(skip_value(at));
		member++;
	}
}

size_t place_members(struct node parent, struct member **members)
{
	size_t count = json_is_array(parent.json) ? json_array_size(parent.json)
						  : json_object_size(parent.json);

	*members = memory_alloc((count + 1) * sizeof **members);
	if (!count)
		return 0;
	if (json_is_array(parent.json))
		array_members(parent, *members);
	else
		object_members(parent, *members);
	return count;
}

const char *place_token(const char *text, size_t offset)
{
	const char *start = skip_space(text);
	const char *end = skip_token(start);

	while (*end && (size_t)(end - text) < offset) {
		start = skip_space(end);
		end = skip_token(start);
	}
	return start;
}

void place_start(struct place_cursor *cursor, const char *text)
{
	*cursor = (struct place_cursor){ .text = text, .line_start = text, .at = text };
	cursor->line = cursor->column = 1;
}

static void enter_line(struct place_cursor *cursor, const char *start, int line)
{
	cursor->line_start = cursor->at = start;
	cursor->line = line;
	cursor->column = 1;
}

static void line_back(struct place_cursor *cursor)
{
	const char *start = cursor->line_start - 1;

	while (start > cursor->text && start[-1] != '\n')
		start--;
	enter_line(cursor, start, cursor->line - 1);
}

static int characters(const char *from, const char *to)
{
	int count = 0;

	for (; from < to; from++)
		count += ((unsigned char)*from & 0xc0) != 0x80;
	return count;
}

void place_find(struct place_cursor *cursor, const char *at, int *line, int *column)
{
	const char *newline;

	while (cursor->line_start > at)
		line_back(cursor);
	while (cursor->at < at && (newline = memchr(cursor->at, '\n', (size_t)(at - cursor->at))))
		enter_line(cursor, newline + 1, cursor->line + 1);
	cursor->column += characters(cursor->at, at) - characters(at, cursor->at);
	cursor->at = at;
	*line = cursor->line;
	*column = cursor->column;
}
