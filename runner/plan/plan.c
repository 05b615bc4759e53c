#include "plan/plan.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "catalog/index.h"
#include "config/config.h"

bool plan_is_model_file(const struct entry *entry)
{
	return entry->facts.known && entry->facts.has_models && !entry->facts.has_run;
}

bool plan_pending(const struct record *record)
{
	return !record || (record->state == RECORD_FAILED && !record->last_step &&
			   record->direction == DIRECTION_RUN);
}

bool plan_drifted(const struct record *record, const char *source_checksum, const char *checksum)
{
	if (record->source_checksum && source_checksum)
		return strcmp(record->source_checksum, source_checksum) != 0;
	return record->checksum && checksum && strcmp(record->checksum, checksum) != 0;
}

struct entry *plan_entry_of(const struct catalog *catalog, const struct record *record)
{
	return index_find(catalog, record->name);
}

/* All that have this name behind their number: deployed ones, and those that the history knows. */
static const char **behind_number(const struct catalog *catalog, const struct history *history,
				  const char *name, size_t *count)
{
	const char **names = memory_alloc((catalog->count + history->count + 1) * sizeof *names);

	*count = 0;
	for (size_t i = 0; i < catalog->count; i++)
		if (catalog_sql_ending(catalog->entries[i].file) &&
		    catalog_behind_number(name, catalog->entries[i].name))
			names[(*count)++] = catalog->entries[i].name;
	for (size_t i = 0; i < history->count; i++)
		if (catalog_behind_number(name, history->records[i].name) &&
		    !plan_entry_of(catalog, &history->records[i]))
			names[(*count)++] = history->records[i].name;
	return names;
}

static const struct record *only_behind_number(const struct catalog *catalog,
					       const struct history *history, const char *name)
{
	size_t count;
	const char **names = behind_number(catalog, history, name, &count);
	const struct record *record = count == 1 ? history_find(history, names[0]) : NULL;

	free(names);
	return record;
}

bool plan_means_several(const struct catalog *catalog, const struct history *history,
			const char *name, struct error *error)
{
	size_t count;
	const char **names = behind_number(catalog, history, name, &count);
	struct text list = { 0 };

	for (size_t i = 0; i < count; i++)
		text_print(&list, "%s%s", i == 0 ? "" : i + 1 < count ? ", " : " or ", names[i]);
	if (count > 1) {
		error_set(error, ERROR_UNKNOWN_NAME, "%s may be %s", name, text_get(&list));
		error_next(error, "type the whole name");
	}
	text_finish(&list);
	free(names);
	return count > 1;
}

const struct record *plan_record_of(const struct catalog *catalog, const struct history *history,
				    const char *name)
{
	const struct entry *entry = catalog_find(catalog, name);
	const struct record *record = entry ? history_find(history, entry->name) : NULL;

	for (size_t i = 0; !record && i < history->count; i++)
		if (catalog_name_matches(name, history->records[i].name) &&
		    !catalog_behind_number(name, history->records[i].name))
			record = &history->records[i];
	return record ? record : only_behind_number(catalog, history, name);
}

bool plan_wants(const struct history *history, const struct plan_request *request,
		const struct entry *entry)
{
	const struct record *record = history_find(history, entry->name);

	return request->direction == DIRECTION_RUN &&
	       (plan_pending(record) || record_half_done(record));
}

struct plan_item *plan_add(struct plan *plan)
{
	plan->items = memory_grow_for(plan->items, plan->count, sizeof *plan->items);
	plan->items[plan->count] = (struct plan_item){ 0 };
	return &plan->items[plan->count++];
}

void plan_note(struct plan *plan, const char *format, ...)
{
	va_list args;
	char *note;

	va_start(args, format);
	note = memory_format_list(format, args);
	va_end(args);
	plan->notes = memory_grow_for(plan->notes, plan->note_count, sizeof *plan->notes);
	plan->notes[plan->note_count++] = note;
}

struct known_names {
	const char **names, **spelled; /* spelled[i], which may be short, means names[i] */
	size_t count;
};

static void know(struct known_names *known, const char *name, const char *spelled)
{
	known->names[known->count] = name;
	known->spelled[known->count++] = spelled;
}

/* In full, and as it may be asked for: without its number. */
static void know_name(struct known_names *known, const char *name)
{
	const char *short_name = catalog_short_name(name);

	know(known, name, name);
	if (short_name != name)
		know(known, name, short_name);
}

static const char *nearest_of(const struct known_names *known, const char *name)
{
	const char *nearest = config_nearest(name, known->spelled, known->count);

	for (size_t i = 0; nearest && i < known->count; i++)
		if (known->spelled[i] == nearest)
			return known->names[i];
	return NULL;
}

static void tell_unknown(const struct catalog *catalog, const struct history *history,
			 const char *name, struct error *error)
{
	const size_t most = 2 * (catalog->count + history->count);
	struct known_names known = {
		.names = memory_alloc(most * sizeof(char *)),
		.spelled = memory_alloc(most * sizeof(char *)),
	};
	const char *nearest;

	for (size_t i = 0; i < catalog->count; i++)
		if (!plan_is_model_file(&catalog->entries[i]))
			know_name(&known, catalog->entries[i].name);
	for (size_t i = 0; i < history->count; i++)
		know_name(&known, history->records[i].name);
	nearest = nearest_of(&known, name);
	error_set(error, ERROR_UNKNOWN_NAME, "there is no migration %s%s%s%s", name,
		  nearest ? "; did you mean " : "", nearest ? nearest : "", nearest ? "?" : "");
	error_next(error, "glim migration:status shows all names");
	free(known.names);
	free(known.spelled);
}

bool plan_unknown(const struct catalog *catalog, const struct history *history, const char *name,
		  struct error *error)
{
	if (!plan_means_several(catalog, history, name, error))
		tell_unknown(catalog, history, name, error);
	return false;
}

struct plan *plan_create(const struct history *history)
{
	struct plan *plan = memory_alloc(sizeof *plan);

	plan->applied = history_applied(history);
	return plan;
}

struct plan *plan_make(const struct catalog *catalog, const struct history *history,
		       const struct plan_request *request, struct error *error)
{
	struct plan *plan = plan_create(history);
	bool sound;

	sound = request->direction == DIRECTION_RUN
			? plan_run(plan, catalog, history, request, error)
			: plan_rollback(plan, catalog, history, request, error);
	if (sound)
		return plan;
	plan_destroy(plan);
	return NULL;
}

void plan_destroy(struct plan *plan)
{
	if (!plan)
		return;
	for (size_t i = 0; i < plan->note_count; i++)
		free(plan->notes[i]);
	free(plan->notes);
	free(plan->items);
	free(plan);
}
