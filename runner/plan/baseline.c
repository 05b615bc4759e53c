#include "plan/plan.h"

static void collect(struct plan *plan, const struct catalog *catalog, const struct history *history)
{
	for (size_t i = 0; i < catalog->count; i++) {
		struct entry *entry = &catalog->entries[i];
		const struct record *record = history_find(history, entry->name);
		struct plan_item *item;

		if (!plan_pending(record) || plan_is_model_file(entry))
			continue;
		item = plan_add(plan);
		item->entry = entry;
		item->record = record;
	}
}

/* Up to NAME where it is pending; else all that stands before it, and what that depends on. */
static void cut(struct plan *plan, const struct entry *last)
{
	size_t count = 0;

	for (size_t i = 0; i < plan->count; i++) {
		if (plan->items[i].entry <= last)
			count = i + 1;
		if (plan->items[i].entry == last)
			break;
	}
	plan->count = count;
}

static bool check_half_done(const struct history *history, struct error *error)
{
	for (size_t i = 0; i < history->count; i++) {
		const struct record *record = &history->records[i];

		if (record_half_done(record))
			return plan_refuse_unfinished(record,
						      record->direction == DIRECTION_RUN
							      ? "glim migration:run --name"
							      : "glim migration:rollback --name",
						      error);
	}
	return true;
}

static const struct entry *find_last(const struct catalog *catalog, const struct history *history,
				     const char *name, struct error *error)
{
	const struct entry *entry = catalog_find(catalog, name);

	if (entry && !plan_is_model_file(entry))
		return entry;
	if (entry || !plan_record_of(catalog, history, name)) {
		plan_unknown(catalog, history, name, error);
		return NULL;
	}
	error_set(error, ERROR_MISSING,
		  "%s is applied, its plugin is missing: what comes before it is not known", name);
	error_line(&error->state, "nothing was recorded");
	error_next(error, "name another migration, or deploy the plugin of this one");
	return NULL;
}

struct plan *plan_baseline(const struct catalog *catalog, const struct history *history,
			   const char *name, struct error *error)
{
	const struct entry *last = find_last(catalog, history, name, error);
	struct plan *plan;

	if (!last || !check_half_done(history, error))
		return NULL;
	plan = plan_create(history);
	collect(plan, catalog, history);
	if (!plan_order(plan, catalog, history, error)) {
		plan_destroy(plan);
		return NULL;
	}
	cut(plan, last);
	return plan;
}
