#include <string.h>

#include "plan/plan.h"

static bool is_chosen(const struct catalog *catalog, const bool *chosen, const struct entry *entry)
{
	return chosen[entry - catalog->entries];
}

/* What another tool applied cannot lean on what nobody did. */
static bool check_chosen(const struct plan *plan, const struct catalog *catalog, const bool *chosen,
			 struct error *error)
{
	for (size_t i = 0; i < plan->count; i++) {
		const struct entry *entry = plan->items[i].entry;

		if (is_chosen(catalog, chosen, entry))
			continue;
		error_set(error, ERROR_MISSING,
			  "%s is needed by what is to be recorded, and is not applied itself",
			  entry->name);
		error_line(&error->state, "nothing was recorded");
		error_next(error, "glim migration:run --name %s, or baseline it, then import",
			   entry->name);
		return false;
	}
	return true;
}

struct plan *plan_import(const struct catalog *catalog, const struct history *history,
			 const bool *chosen, struct error *error)
{
	struct plan *plan = plan_create(history);

	for (size_t i = 0; i < catalog->count; i++) {
		struct entry *entry = &catalog->entries[i];
		const struct record *record = history_find(history, entry->name);
		struct plan_item *item;

		if (!chosen[i] || !plan_pending(record) || plan_is_model_file(entry))
			continue;
		item = plan_add(plan);
		item->entry = entry;
		item->record = record;
	}
	if (plan_order(plan, catalog, history, error) && check_chosen(plan, catalog, chosen, error))
		return plan;
	plan_destroy(plan);
	return NULL;
}
