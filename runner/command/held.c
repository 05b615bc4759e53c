#include "command/held.h"

#include <stdlib.h>

#include "base/memory.h"

static const char *name_of(const struct held *held)
{
	return held->item->entry ? held->item->entry->name : held->item->record->name;
}

void held_add(struct held_list *list, const struct plan_item *item,
	      const struct execution_result *result)
{
	list->items = memory_grow_for(list->items, list->count, sizeof *list->items);
	list->items[list->count++] = (struct held){ item, *result };
}

static bool is_done(const struct history *history, const struct held *held,
		    enum direction direction)
{
	const struct record *record = history_find(history, name_of(held));

	if (direction == DIRECTION_ROLLBACK)
		return !record;
	return record && record->state == RECORD_APPLIED;
}

static void note_lost(struct held_list *list, const struct held *held, bool known)
{
	text_print(&list->lost, "%s%s",
		   list->lost.length ? ", "
		   : known           ? "undone with it: "
				     : "glim migration:status tells whether these are done: ",
		   name_of(held));
}

void held_settle(struct held_list *list, struct database *db, enum direction direction, bool kept,
		 void (*tell)(void *data, const struct held *, bool done), void *data)
{
	struct error ignored = { 0 };
	struct history *now = kept || !list->count ? NULL : history_read(db, &ignored);

	for (size_t i = 0; i < list->count; i++) {
		const struct held *held = &list->items[i];
		const bool done = kept || (now && is_done(now, held, direction));

		if (!done)
			note_lost(list, held, now != NULL);
		tell(data, held, done);
	}
	list->count = 0;
	history_destroy(now);
	error_finish(&ignored);
}

void held_explain(const struct held_list *list, struct error *error)
{
	struct text line = { 0 };

	if (!list->lost.length)
		return;
	text_print(&line, "%s%s%s", error->state ? error->state : "", error->state ? "; " : "",
		   text_get(&list->lost));
	free(error->state);
	error->state = text_take(&line);
}

void held_finish(struct held_list *list)
{
	free(list->items);
	text_finish(&list->lost);
}
