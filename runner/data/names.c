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

static const char *check(const struct names *names, const char *name, size_t length)
{
	if (!length)
		return "a name is empty";
	if (names->count == NAMES_MOST)
		return "there are more than 1000 names";
	for (size_t i = 0; i < names->count; i++)
		if (strlen(names->list[i]) == length &&
		    strncasecmp(names->list[i], name, length) == 0)
			return "a name stands there twice";
	return NULL;
}

bool names_read(const char *text, struct names *out, const char **why)
{
	*out = (struct names){ 0 };
	do {
		size_t length = strcspn(text, ",");
		size_t skip = strspn(text, blanks);
		const char *name = text + (skip < length ? skip : length);
		size_t own = trimmed(name, (size_t)(text + length - name));

		*why = check(out, name, own);
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

size_t names_find(const char *const *list, size_t count, const char *name)
{
	size_t at = 0;

	while (at < count && strcasecmp(list[at], name) != 0)
		at++;
	return at;
}
