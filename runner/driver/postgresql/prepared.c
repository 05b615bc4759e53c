#include "prepared.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static struct prepared *add(struct prepared_list *list, const char *sql)
{
	struct prepared *prepared = &list->items[list->count];

	prepared->sql = memory_copy(sql);
	snprintf(prepared->name, sizeof prepared->name, "glim_%zu", list->count++);
	return prepared;
}

struct prepared *prepared_of(struct prepared_list *list, const char *sql)
{
	if (list->forgotten)
		return NULL;
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->items[i].sql, sql) == 0)
			return &list->items[i];
	return list->count < PREPARED_MOST ? add(list, sql) : NULL;
}

bool prepared_lost(struct prepared_list *list, const char *sqlstate)
{
	static const char no_such_name[] = "26000";

	if (strcmp(sqlstate, no_such_name) != 0)
		return false;
	list->forgotten = true;
	return true;
}

void prepared_finish(struct prepared_list *list)
{
	while (list->count)
		free(list->items[--list->count].sql);
}
