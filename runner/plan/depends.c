#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "plan/plan.h"

bool plan_lists(const char *list, const char *name)
{
	const char *at = list ? list : "";

	while (*at) {
		size_t length = strcspn(at, ", \t\n");
		char *word = memory_copy_bytes(at, length);
		bool found = length > 0 && catalog_name_matches(word, name);

		free(word);
		if (found)
			return true;
		at += length;
		at += strspn(at, ", \t\n");
	}
	return false;
}

/* Depth first through what is pending; `path` is the chain that led here. */
struct walk {
	struct plan_item *items;
	size_t count;
	const struct catalog *catalog;
	const struct history *history;
	char *marks; /* 0 not seen, 1 on the path, 2 placed */
	size_t *path;
	size_t depth;
	struct plan_item *ordered;
	size_t placed;
	struct error *error;
};

static bool refuse_chain(const struct walk *walk, const char *last, const char *why)
{
	struct text chain = { 0 };

	for (size_t i = 0; i < walk->depth; i++)
		text_print(&chain, "%s -> ", walk->items[walk->path[i]].entry->name);
	text_add(&chain, last);
	error_set(walk->error, ERROR_PLUGIN_REFUSED, "%s: %s", text_get(&chain), why);
	error_line(&walk->error->at, "%s", walk->items[walk->path[walk->depth - 1]].entry->path);
	error_line(&walk->error->state, "nothing was started");
	error_next(walk->error, "mend GLIM_DEPENDS in the migration and deploy it again");
	text_finish(&chain);
	return false;
}

static const struct entry *find_entry(const struct walk *walk, const char *name)
{
	const struct entry *entry = catalog_find(walk->catalog, name);

	return entry && !plan_is_model_file(entry) ? entry : NULL;
}

static bool is_applied(const struct walk *walk, const char *name)
{
	for (size_t i = 0; i < walk->history->count; i++)
		if (catalog_name_matches(name, walk->history->records[i].name) &&
		    !plan_pending(&walk->history->records[i]))
			return true;
	return false;
}

static bool visit(struct walk *walk, size_t at);

static bool visit_dependency(struct walk *walk, const struct entry *self, const char *name)
{
	const struct entry *entry = find_entry(walk, name);

	if (entry == self)
		return refuse_chain(walk, name, "a migration cannot depend on itself");
	if (!entry || !plan_pending(history_find(walk->history, entry->name)))
		return is_applied(walk, entry ? entry->name : name) ||
		       refuse_chain(walk, name, "there is no such migration, applied or pending");
	for (size_t i = 0; i < walk->count; i++)
		if (walk->items[i].entry == entry)
			return walk->marks[i] == 1
				       ? refuse_chain(walk, name, "the dependencies go in a circle")
				       : visit(walk, i);
	return refuse_chain(walk, name, "there is no such migration, applied or pending");
}

static bool visit(struct walk *walk, size_t at)
{
	const struct entry *entry = walk->items[at].entry;

	if (walk->marks[at] == 2)
		return true;
	walk->marks[at] = 1;
	walk->path[walk->depth++] = at;
	for (size_t d = 0; d < entry->facts.depends_count; d++)
		if (!visit_dependency(walk, entry, entry->facts.depends[d]))
			return false;
	walk->depth--;
	walk->marks[at] = 2;
	walk->ordered[walk->placed++] = walk->items[at];
	return true;
}

static bool order_items(struct plan_item *items, size_t count, const struct catalog *catalog,
			const struct history *history, struct error *error)
{
	struct walk walk = {
		.items = items,
		.count = count,
		.catalog = catalog,
		.history = history,
		.marks = memory_alloc(count),
		.path = memory_alloc(count * sizeof(size_t)),
		.ordered = memory_alloc(count * sizeof *items),
		.error = error,
	};
	bool sound = true;

	for (size_t i = 0; sound && i < count; i++)
		sound = visit(&walk, i);
	if (sound && count)
		memcpy(items, walk.ordered, count * sizeof *items);
	free(walk.marks);
	free(walk.path);
	free(walk.ordered);
	return sound;
}

/* What is resumed has its dependencies behind it, and stays first. */
bool plan_order(struct plan *plan, const struct catalog *catalog, const struct history *history,
		struct error *error)
{
	size_t resumed = 0, count;
	struct plan_item *items;

	while (resumed < plan->count && plan->items[resumed].half_done)
		resumed++;
	items = plan->items + resumed;
	count = plan->count - resumed;
	return order_items(items, count, catalog, history, error);
}
