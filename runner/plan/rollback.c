#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "plan/plan.h"

static void add_item(struct plan *plan, const struct catalog *catalog, const struct record *record)
{
	struct plan_item *item = plan_add(plan);

	item->record = record;
	item->half_done = record_half_done(record);
	if (record->state == RECORD_APPLIED || item->half_done)
		item->entry = plan_entry_of(catalog, record);
}

static bool is_resumed(const struct plan_item *item)
{
	return item->half_done && item->record->direction == DIRECTION_ROLLBACK;
}

static int compare_newest(const void *left, const void *right)
{
	const struct plan_item *a = left, *b = right;

	if (is_resumed(a) != is_resumed(b))
		return is_resumed(a) ? -1 : 1;
	if (a->record->created_at != b->record->created_at)
		return a->record->created_at > b->record->created_at ? -1 : 1;
	if (a->entry && b->entry)
		return -catalog_compare(a->entry, b->entry);
	return -strcmp(a->record->name, b->record->name);
}

static bool collect(struct plan *plan, const struct catalog *catalog, const struct history *history,
		    const struct plan_request *request, struct error *error)
{
	const char *name = request->name ? request->name : request->to;
	const struct record *named = name ? plan_record_of(catalog, history, name) : NULL;
	const struct entry *entry = name ? catalog_find(catalog, name) : NULL;

	if (name && !named && !entry)
		return plan_unknown(catalog, history, name, error);
	if (name && !named && plan_means_several(catalog, history, name, error))
		return false;
	if (name && !named) {
		plan_note(plan, "%s is not applied", entry->name);
		return true;
	}
	if (request->name) {
		add_item(plan, catalog, named);
		return true;
	}
	for (size_t i = 0; i < history->count; i++)
		add_item(plan, catalog, &history->records[i]);
	if (plan->count)
		qsort(plan->items, plan->count, sizeof *plan->items, compare_newest);
	for (size_t i = 0; named && i < plan->count; i++)
		if (plan->items[i].record == named)
			plan->count = i;
	if (request->count >= 0 && plan->count > (size_t)request->count)
		plan->count = (size_t)request->count;
	return true;
}

static bool needs_plugin(const struct plan_item *item)
{
	return item->record->state == RECORD_APPLIED || item->half_done;
}

/* The deployed plugin where it is the one that ran; else the archived one. */
static void choose_plugin(struct plan_item *item, const struct plan_request *request)
{
	struct entry *deployed = item->entry;
	struct plan_look look;

	if (!request->look || !needs_plugin(item))
		return;
	look = request->look(request->look_data, item->record, deployed);
	/* Half-done ones may be undone by a corrected plugin. */
	item->drifted = look.drifted && !item->half_done;
	if ((deployed && !item->drifted) || !look.archived)
		return;
	item->entry = look.archived;
	item->drifted = false;
	item->undeployed = !deployed || deployed->problem;
}

static void choose_plugins(struct plan *plan, const struct plan_request *request)
{
	for (size_t i = 0; i < plan->count; i++)
		choose_plugin(&plan->items[i], request);
}

struct finding {
	enum error_code code;
	const char *why;
};

static struct finding find_obstacle(const struct plan_item *item, bool again)
{
	const struct entry *entry = item->entry;

	if (!needs_plugin(item))
		return (struct finding){ ERROR_NONE, NULL };
	if (!entry)
		return (struct finding){ ERROR_MISSING, "its plugin is missing" };
	if (item->drifted)
		return (struct finding){ ERROR_DRIFTED,
					 "the deployed plugin is not the one that ran" };
	if (again && item->undeployed)
		return (struct finding){ ERROR_MISSING,
					 "its plugin is not deployed, and could not run again" };
	if (entry->problem)
		return (struct finding){ entry->problem_code, entry->problem };
	if (entry->facts.irreversible)
		return (struct finding){ ERROR_IRREVERSIBLE, "it says that it is irreversible" };
	if (!entry->facts.has_rollback)
		return (struct finding){ ERROR_IRREVERSIBLE,
					 entry->facts.script ? "its SQL has no down section with a "
							       "statement"
							     : "its plugin has no rollback()" };
	return (struct finding){ ERROR_NONE, NULL };
}

static const char *advice(enum error_code code)
{
	if (code == ERROR_MISSING || code == ERROR_DRIFTED)
		return "deploy the plugins that ran, then try again";
	if (code == ERROR_IRREVERSIBLE)
		return "write a new migration that makes the change good, or roll back --to it";
	return "deploy a sound file, then try again";
}

static void advise(enum error_code code, const char *name, struct error *error)
{
	error_next(error, "%s", advice(code));
	if (code == ERROR_DRIFTED)
		error_next(error,
			   "or if the deployed one undoes it as well: "
			   "glim migration:repair %s --accept-checksum --reason \"why\"",
			   name);
}

/* All obstacles are listed before anything is undone. */
static bool check_plugins(const struct plan *plan, bool again, struct error *error)
{
	struct text list = { 0 };
	enum error_code code = ERROR_NONE;
	const char *first = NULL;

	for (size_t i = 0; i < plan->count; i++) {
		struct finding finding = find_obstacle(&plan->items[i], again);

		if (finding.code == ERROR_NONE)
			continue;
		text_print(&list, "%s%s cannot be rolled back: %s", code ? "; " : "",
			   plan->items[i].record->name, finding.why);
		if (code != ERROR_NONE)
			continue;
		code = finding.code;
		first = plan->items[i].record->name;
	}
	if (code != ERROR_NONE) {
		error_set(error, code, "%s", text_get(&list));
		error_line(&error->state, "nothing was undone");
		advise(code, first, error);
	}
	text_finish(&list);
	return code == ERROR_NONE;
}

static bool is_in_plan(const struct plan *plan, const struct record *record)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->items[i].record == record)
			return true;
	return false;
}

/* Those that stay applied and depend on something: few, or none. */
static size_t find_dependents(const struct plan *plan, const struct history *history,
			      const struct record **out)
{
	bool *goes = memory_alloc((history->count + 1) * sizeof *goes);
	size_t count = 0;

	for (size_t i = 0; i < plan->count; i++)
		goes[plan->items[i].record - history->records] = true;
	for (size_t r = 0; r < history->count; r++) {
		const struct record *record = &history->records[r];

		if (!goes[r] && !plan_pending(record) && record->depends && *record->depends)
			out[count++] = record;
	}
	free(goes);
	return count;
}

static bool any_is_needed(const struct plan *plan, const struct record **dependents, size_t count,
			  struct error *error)
{
	for (size_t i = 0; i < plan->count; i++)
		for (size_t d = 0; d < count; d++) {
			const char *name = plan->items[i].record->name;

			if (!plan_lists(dependents[d]->depends, name))
				continue;
			error_set(error, ERROR_DEPENDENTS,
				  "%s cannot be rolled back: %s depends on it", name,
				  dependents[d]->name);
			error_line(&error->state, "nothing was undone");
			error_next(error, "glim migration:rollback --name %s   first",
				   dependents[d]->name);
			return true;
		}
	return false;
}

static bool check_dependents(const struct plan *plan, const struct history *history,
			     struct error *error)
{
	const struct record **dependents =
		memory_alloc((history->count + 1) * sizeof(struct record *));
	const size_t count = find_dependents(plan, history, dependents);
	const bool found = any_is_needed(plan, dependents, count, error);

	free(dependents);
	return !found;
}

/* A half-done rollback is resumed, first of all; a half-done run is undone by its name only. */
static bool check_half_done(const struct history *history, const struct plan *plan,
			    const struct plan_request *request, struct error *error)
{
	for (size_t i = 0; i < history->count; i++) {
		const struct record *record = &history->records[i];
		const bool back = record->direction == DIRECTION_ROLLBACK;

		if (!record_half_done(record) ||
		    (is_in_plan(plan, record) && (back || request->name)))
			continue;
		if (!back && record->reversible == 0)
			return plan_refuse_unfinished(
				record, "resume it: glim migration:run --name", error);
		plan_refuse_unfinished(record, "glim migration:rollback --name", error);
		if (!back)
			error_next(error, "or resume it: glim migration:run");
		return false;
	}
	return true;
}

bool plan_rollback(struct plan *plan, const struct catalog *catalog, const struct history *history,
		   const struct plan_request *request, struct error *error)
{
	if (!plan_knows_states(history, error) ||
	    !collect(plan, catalog, history, request, error) ||
	    !check_half_done(history, plan, request, error))
		return false;
	choose_plugins(plan, request);
	return check_plugins(plan, request->again, error) && check_dependents(plan, history, error);
}
