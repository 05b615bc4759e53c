#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "plan/plan.h"

/*
 * What was left in the middle comes first: a run is resumed, whoever is named; a rollback is
 * resumed by rollback only.
 */
static bool resume(struct plan *plan, const struct catalog *catalog, const struct history *history,
		   const struct plan_request *request, struct error *error)
{
	for (size_t i = 0; i < history->count; i++) {
		const struct record *record = &history->records[i];
		struct plan_item *item;

		if (!record_half_done(record))
			continue;
		if (record->direction == DIRECTION_ROLLBACK)
			return plan_refuse_unfinished(record, "glim migration:rollback --name",
						      error);
		if (request->name && !catalog_name_matches(request->name, record->name))
			return plan_refuse_unfinished(record, "glim migration:run --name", error);
		item = plan_add(plan);
		item->record = record;
		item->half_done = true;
		item->entry = plan_entry_of(catalog, record);
		if (item->entry)
			continue;
		error_set(error, ERROR_MISSING,
			  "%s was left in the middle of its run, and its plugin is missing",
			  record->name);
		error_line(&error->state, "nothing was started");
		error_next(error, "deploy its plugin again, then: glim migration:run");
		error_next(
			error,
			"or, where \"archive\" is set, undo it: glim migration:rollback --name %s",
			record->name);
		return false;
	}
	return true;
}

static int compare_missing(const void *left, const void *right)
{
	return history_compare(*(const struct record *const *)left,
			       *(const struct record *const *)right);
}

/* The history may be in any order. Where as many are applied as have their plugin, none is looked
 * for. */
static void note_missing(struct plan *plan, const struct catalog *catalog,
			 const struct history *history, size_t deployed)
{
	const struct record **missing = NULL;
	size_t count = 0;

	for (size_t i = 0; deployed < plan->applied && i < history->count; i++) {
		const struct record *record = &history->records[i];

		if (record->state != RECORD_APPLIED || plan_entry_of(catalog, record))
			continue;
		missing = memory_grow_for(missing, count, sizeof(const struct record *));
		missing[count++] = record;
	}
	if (count)
		qsort(missing, count, sizeof(const struct record *), compare_missing);
	for (size_t i = 0; i < count; i++)
		plan_note(plan, "%s is applied, its plugin is missing", missing[i]->name);
	free(missing);
}

/* Every file of the batch is looked at before the first one runs. */
static bool check_files(const struct plan *plan, struct error *error)
{
	struct text list = { 0 };
	enum error_code code = ERROR_PLUGIN_REFUSED;
	size_t bad = 0;

	for (size_t i = 0; i < plan->count; i++) {
		const struct entry *entry = plan->items[i].entry;

		if (!entry->problem)
			continue;
		text_print(&list, "%s%s: %s", bad ? "; " : "", entry->path, entry->problem);
		if (!bad++)
			code = entry->problem_code;
	}
	if (bad) {
		error_set(error, code, "%s", text_get(&list));
		error_line(&error->state, "nothing was started");
		error_next(error, "deploy a sound file, or take it out of the plugin directory");
	}
	text_finish(&list);
	return bad == 0;
}

const struct entry *plan_last_applied(const struct catalog *catalog, const struct history *history)
{
	for (size_t i = catalog->count; i > 0; i--) {
		const struct entry *entry = &catalog->entries[i - 1];

		if (entry->number[0] && !plan_pending(history_find(history, entry->name)))
			return entry;
	}
	return NULL;
}

/* How many of them are applied. */
static size_t collect(struct plan *plan, const struct catalog *catalog,
		      const struct history *history)
{
	const struct entry *last = plan_last_applied(catalog, history);
	size_t applied = 0;

	for (size_t i = 0; i < catalog->count; i++) {
		struct entry *entry = &catalog->entries[i];
		const struct record *record = history_find(history, entry->name);
		struct plan_item *item;

		applied += record && record->state == RECORD_APPLIED;
		if (!plan_pending(record) || plan_is_model_file(entry))
			continue;
		item = plan_add(plan);
		item->entry = entry;
		item->record = record;
		item->out_of_order = last && entry->number[0] && entry < last;
	}
	return applied;
}

static bool check_order(struct plan *plan, const struct plan_request *request, struct error *error)
{
	for (size_t i = 0; i < plan->count; i++) {
		const struct plan_item *item = &plan->items[i];

		if (!item->out_of_order)
			continue;
		if (!request->out_of_order_stops) {
			plan_note(plan,
				  "%s is older than what is applied already: it runs out of order",
				  item->entry->name);
			continue;
		}
		error_set(error, ERROR_HISTORY,
			  "%s is older than what is applied already, and out_of_order is \"stop\"",
			  item->entry->file);
		error_line(&error->state, "nothing was started");
		error_next(error, "give it a later number, or set out_of_order to \"run\"");
		return false;
	}
	return true;
}

/* The item that NAME means; -1 if nothing pending has that name. */
static long find_item(const struct plan *plan, const struct entry *entry)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->items[i].entry == entry)
			return (long)i;
	return -1;
}

static bool is_planned_before(const struct plan *plan, size_t before, const char *name)
{
	for (size_t i = 0; i < before; i++)
		if (catalog_name_matches(name, plan->items[i].entry->name))
			return true;
	return false;
}

/* One migration alone: what it depends on must be applied. */
static bool check_alone(const struct plan *plan, size_t at, struct error *error)
{
	const struct entry *entry = plan->items[at].entry;

	for (size_t d = 0; d < entry->facts.depends_count; d++) {
		const char *depends = entry->facts.depends[d];

		if (!is_planned_before(plan, at, depends))
			continue;
		error_set(error, ERROR_DEPENDENTS, "%s depends on %s, which is not applied",
			  entry->name, depends);
		error_line(&error->state, "nothing was started");
		error_next(error, "glim migration:run --to %s", entry->name);
		return false;
	}
	return true;
}

static bool keep_one(struct plan *plan, long at, struct error *error)
{
	const struct plan_item item = plan->items[at];

	if (!check_alone(plan, (size_t)at, error))
		return false;
	plan->items[0] = item;
	plan->count = 1;
	return true;
}

static bool narrow(struct plan *plan, const struct catalog *catalog, const struct history *history,
		   const struct plan_request *request, struct error *error)
{
	const char *name = request->name ? request->name : request->to;
	const struct entry *entry = name ? catalog_find(catalog, name) : NULL;
	long at = -1;

	if (name && (!entry || plan_is_model_file(entry)))
		return plan_unknown(catalog, history, name, error);
	if (entry)
		at = find_item(plan, entry);
	if (entry && at < 0) {
		plan_note(plan, "%s is applied already", entry->name);
		plan->count = 0;
	} else if (request->name) {
		return keep_one(plan, at, error);
	} else if (request->to) {
		plan->count = (size_t)at + 1;
	}
	if (request->count >= 0 && plan->count > (size_t)request->count)
		plan->count = (size_t)request->count;
	return true;
}

bool plan_run(struct plan *plan, const struct catalog *catalog, const struct history *history,
	      const struct plan_request *request, struct error *error)
{
	if (!plan_knows_states(history, error) || !resume(plan, catalog, history, request, error))
		return false;
	note_missing(plan, catalog, history, collect(plan, catalog, history));
	return plan_order(plan, catalog, history, error) &&
	       narrow(plan, catalog, history, request, error) && check_files(plan, error) &&
	       check_order(plan, request, error);
}
