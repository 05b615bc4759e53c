#include <string.h>

#include "schema/dump.h"
#include "statement/scanner.h"

static bool is_view(const struct schema_object *object)
{
	return strcmp(object->kind, "view") == 0;
}

/* Anywhere in its text but in texts and comments. */
static bool names(const struct schema *schema, const struct schema_object *object, const char *name)
{
	struct scanner scanner = { .lexis = &schema->dialect->lexis, .at = object->sql };
	struct token token = scanner_next(&scanner);

	while (token.kind != TOKEN_END && token.kind != TOKEN_BROKEN) {
		if (token_names(token, name) || token_is(token, name))
			return true;
		token = scanner_next(&scanner);
	}
	return false;
}

static bool waits(const struct schema *schema, size_t at, size_t placed, size_t end)
{
	for (size_t i = placed; i < end; i++)
		if (i != at && names(schema, &schema->objects[at], schema->objects[i].name))
			return true;
	return false;
}

/* The first that names none of those left; with none such (never, among views) the first. */
static size_t next_of(const struct schema *schema, size_t placed, size_t end)
{
	for (size_t i = placed; i < end; i++)
		if (!waits(schema, i, placed, end))
			return i;
	return placed;
}

void schema_order_views(struct schema *schema)
{
	size_t begin = 0, end;

	while (begin < schema->count && !is_view(&schema->objects[begin]))
		begin++;
	for (end = begin; end < schema->count && is_view(&schema->objects[end]);)
		end++;
	for (; begin < end; begin++) {
		const size_t at = next_of(schema, begin, end);
		const struct schema_object next = schema->objects[at];

		memmove(&schema->objects[begin + 1], &schema->objects[begin],
			(at - begin) * sizeof next);
		schema->objects[begin] = next;
	}
}
