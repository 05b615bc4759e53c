#include "dialect/mysql_objects.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* A name that the statement uses, and whose contents it has at the end. */
struct place {
	char *name;
	bool was_there;  /* before the statement */
	ptrdiff_t holds; /* the place that its contents came from; NONE: nothing is there */
};

struct places {
	struct place *items;
	size_t count;
};

enum { NONE = -1 };

static size_t find_place(struct places *places, char *name, bool is_there)
{
	for (size_t i = 0; i < places->count; i++) {
		if (strcmp(places->items[i].name, name) != 0)
			continue;
		free(name);
		return i;
	}
	places->items = memory_grow_for(places->items, places->count, sizeof *places->items);
	places->items[places->count] = (struct place){
		.name = name,
		.was_there = is_there,
		.holds = is_there ? (ptrdiff_t)places->count : NONE,
	};
	return places->count++;
}

static bool move(struct places *places, size_t from, size_t to)
{
	struct place *source = &places->items[from], *target = &places->items[to];

	if (source->holds == NONE || target->holds != NONE)
		return false;
	target->holds = source->holds;
	source->holds = NONE;
	return true;
}

static bool take_move(struct places *places, char *from, char *to)
{
	size_t source;

	if (!from || !to) {
		free(from);
		free(to);
		return false;
	}
	source = find_place(places, from, true);
	return move(places, source, find_place(places, to, false));
}

static bool read_moves(struct reading *reading, struct places *places)
{
	do {
		char *from = reading_name(reading), *to = NULL;

		reading_skip_wait(reading);
		if (reading_accept(reading, "TO"))
			to = reading_name(reading);
		if (!take_move(places, from, to))
			return false;
	} while (reading_accept_symbol(reading, ','));
	return reading_ended(reading);
}

/* Is what this place had in the end at a name that was free before? Then that name tells. */
static bool leads_to_free_name(const struct places *places, size_t index)
{
	for (size_t step = 0; step < places->count; step++) {
		size_t next = 0;

		while (next < places->count && places->items[next].holds != (ptrdiff_t)index)
			next++;
		if (next == places->count || !places->items[next].was_there)
			return true;
		index = next;
	}
	return false;
}

static void compare_place(const struct places *places, size_t index, struct object_list *out)
{
	const struct place *place = &places->items[index];
	enum object_change change = OBJECT_SWAPPED;

	if (place->was_there && place->holds == NONE)
		change = OBJECT_GOES;
	else if (!place->was_there && place->holds != NONE)
		change = OBJECT_APPEARS;
	else if (place->holds == NONE || place->holds == (ptrdiff_t)index ||
		 leads_to_free_name(places, index))
		return;
	mysql_compare(out, OBJECT_TABLE, change, memory_copy(place->name));
}

static void finish_places(struct places *places)
{
	for (size_t i = 0; i < places->count; i++)
		free(places->items[i].name);
	free(places->items);
}

/* RENAME TABLE a TO b, b TO c, ..: one after the other, all or none. */
void mysql_rename_objects(struct reading reading, struct object_list *out)
{
	static const char *const kinds[] = { "TABLE", "TABLES", NULL };
	struct places places = { 0 };

	if (reading_accept(&reading, "USER"))
		out->why = MYSQL_WHY_ACCOUNT;
	if (!reading_accept_any(&reading, kinds))
		return;
	reading_accept_all(&reading, "IF EXISTS");
	if (read_moves(&reading, &places)) {
		out->fate = FATE_REPEATABLE; /* all is where it was */
		out->all_or_nothing = true;
		for (size_t i = 0; i < places.count; i++)
			compare_place(&places, i, out);
	}
	finish_places(&places);
}
