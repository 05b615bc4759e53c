#include "dialect/object.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static const char *const kind_names[OBJECT_KINDS] = {
	[OBJECT_TABLE] = "table",         [OBJECT_VIEW] = "view",
	[OBJECT_SEQUENCE] = "sequence",   [OBJECT_TRIGGER] = "trigger",
	[OBJECT_PROCEDURE] = "procedure", [OBJECT_FUNCTION] = "function",
	[OBJECT_PACKAGE] = "package",     [OBJECT_PACKAGE_BODY] = "package body",
	[OBJECT_EVENT] = "event",         [OBJECT_DATABASE] = "database",
	[OBJECT_INDEX] = "index",         [OBJECT_INDEXES] = "indexes of",
	[OBJECT_PARTITION] = "partition", [OBJECT_TABLESPACE] = "tablespace",
};

static const char *const change_names[OBJECT_CHANGE_COUNT] = {
	[OBJECT_CHANGES] = "changes", [OBJECT_APPEARS] = "appears",   [OBJECT_GOES] = "goes",
	[OBJECT_MAY_GO] = "may-go",   [OBJECT_REPLACED] = "replaced", [OBJECT_RENEWED] = "renewed",
	[OBJECT_SWAPPED] = "swapped",
};

const char *object_kind_name(enum object_kind kind)
{
	return kind_names[kind];
}

const char *object_change_name(enum object_change change)
{
	return change_names[change];
}

bool object_change_read(const char *text, enum object_change *change)
{
	for (size_t i = 0; i < OBJECT_CHANGE_COUNT; i++) {
		const size_t length = strlen(change_names[i]);

		if (strncmp(text, change_names[i], length) != 0 || text[length] != ' ')
			continue;
		*change = (enum object_change)i;
		return true;
	}
	return false;
}

void object_list_add(struct object_list *list, enum object_kind kind, enum object_change change,
		     char *name)
{
	list->items = memory_grow_for(list->items, list->count, sizeof *list->items);
	list->items[list->count++] = (struct object){
		.kind = kind,
		.change = change,
		.name = name,
	};
}

static bool object_equal(const struct object *a, const struct object *b)
{
	return a->kind == b->kind && a->change == b->change && strcmp(a->name, b->name) == 0;
}

bool object_list_equal(const struct object_list *a, const struct object_list *b)
{
	if (a->fate != b->fate || a->count != b->count || a->all_or_nothing != b->all_or_nothing)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (!object_equal(&a->items[i], &b->items[i]))
			return false;
	return true;
}

void object_list_finish(struct object_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->items[i].name);
	free(list->items);
	*list = (struct object_list){ 0 };
}
