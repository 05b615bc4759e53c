#include "data/names.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"

enum { NAMES_MOST = 1000 };

static const char blanks[] = " \t\r\n";

static size_t trimmed(const char *text, size_t length)
{
	while (length && strchr(blanks, text[length - 1]))
		length--;
	return length;
}

bool names_same(enum names_rule rule, const char *a, const char *b)
{
	return (rule == NAMES_EXACT ? strcmp(a, b) : strcasecmp(a, b)) == 0;
}

static bool stands_there(const char *known, enum names_rule rule, const char *name, size_t length)
{
	return strlen(known) == length &&
	       (rule == NAMES_EXACT ? strncmp(known, name, length)
				    : strncasecmp(known, name, length)) == 0;
}

static const char *check(const struct names *names, enum names_rule rule, const char *name,
			 size_t length)
{
	if (!length)
		return "a name is empty";
	if (names->count == NAMES_MOST)
		return "there are more than 1000 names";
	for (size_t i = 0; i < names->count; i++)
		if (stands_there(names->list[i], rule, name, length))
			return "a name stands there twice";
	return NULL;
}

bool names_read(const char *text, enum names_rule rule, struct names *out, const char **why)
{
	*out = (struct names){ 0 };
	do {
		size_t length = strcspn(text, ",");
		size_t skip = strspn(text, blanks);
		const char *name = text + (skip < length ? skip : length);
		size_t own = trimmed(name, (size_t)(text + length - name));

		*why = check(out, rule, name, own);
		if (*why) {
			names_finish(out);
			return false;
		}
		out->list = memory_grow_for(out->list, out->count, sizeof *out->list);
		out->list[out->count++] = memory_copy_bytes(name, own);
		text += length;
	} while (*text++);
	return true;
}

void names_finish(struct names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->list[i]);
	free(names->list);
	*names = (struct names){ 0 };
}

static size_t find(const char *const *list, size_t count, enum names_rule rule, const char *name)
{
	size_t at = 0;

	while (at < count && !names_same(rule, list[at], name))
		at++;
	return at;
}

size_t names_find(const char *const *list, size_t count, enum names_rule rule, const char *name)
{
	const size_t at = find(list, count, NAMES_EXACT, name);

	return at < count ? at : find(list, count, rule, name);
}
