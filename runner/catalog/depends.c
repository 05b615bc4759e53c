#include "catalog/depends.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "catalog/catalog.h"

static const char between[] = ", \t\n\r";

static bool refuse(const char *name, const char *why, struct error *error)
{
	struct text shown = { 0 };

	text_add_safe(&shown, name, strnlen(name, 80));
	error_set(error, ERROR_PLUGIN_REFUSED, "it depends on \"%s\", which is no name: %s",
		  text_get(&shown), why);
	text_finish(&shown);
	return false;
}

bool depends_read(const char *text, char ***names, size_t *count, struct error *error)
{
	for (text += strspn(text, between); *text; text += strspn(text, between)) {
		size_t length = strcspn(text, between);
		char *name = memory_copy_bytes(text, length);
		const char *why;

		if (!catalog_cut_name(name, NULL, &why)) {
			refuse(name, why, error);
			free(name);
			return false;
		}
		*names = memory_grow_for(*names, *count, sizeof **names);
		(*names)[(*count)++] = name;
		text += length;
	}
	return true;
}

char *catalog_depends_text(const struct plugin_facts *facts)
{
	struct text list = { 0 };

	for (size_t i = 0; i < facts->depends_count; i++)
		text_print(&list, "%s%s", i ? ", " : "", facts->depends[i]);
	return text_take(&list);
}
