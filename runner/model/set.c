#include "model/set.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

static bool refuse_two(const struct model_entry *known, const struct model *model, const char *file,
		       struct error *error)
{
	const bool same_name = strcmp(known->model->name, model->name) == 0;

	error_set(error, ERROR_PLUGIN_REFUSED,
		  "two different models are called %s: in %s and in %s",
		  same_name ? model->name : model->table, known->file, file);
	error_line(&error->state, "nothing was created");
	error_next(error, "keep one of them, or give one another name and table");
	return false;
}

bool model_set_add(struct model_set *set, const struct model *model, const char *file,
		   struct error *error)
{
	char *problem = model_problem(model);

	if (problem) {
		error_set(error, ERROR_PLUGIN_REFUSED, "the model %s in %s: %s", model->name, file,
			  problem);
		free(problem);
		return false;
	}
	for (size_t i = 0; i < set->count; i++) {
		const struct model_entry *known = &set->entries[i];

		if (strcmp(known->model->name, model->name) != 0 &&
		    strcmp(known->model->table, model->table) != 0)
			continue;
		return model_equal(known->model, model) || refuse_two(known, model, file, error);
	}
	set->entries = memory_grow_for(set->entries, set->count, sizeof *set->entries);
	set->entries[set->count++] = (struct model_entry){ model_copy(model), memory_copy(file) };
	return true;
}

/* A table that is itself among those not yet placed keeps its model back. */
static bool waits(const struct model_set *set, size_t placed, size_t at)
{
	const struct model *model = set->entries[at].model;

	for (size_t c = 0; c < model->count; c++) {
		char *table = model_referenced_table(&model->columns[c]);
		bool found = false;

		for (size_t i = placed; table && i < set->count; i++)
			found |= i != at && strcmp(set->entries[i].model->table, table) == 0;
		free(table);
		if (found)
			return true;
	}
	return false;
}

static bool refuse_circle(const struct model_set *set, size_t placed, struct error *error)
{
	struct text names = { 0 };

	for (size_t i = placed; i < set->count; i++)
		text_print(&names, "%s%s", i > placed ? ", " : "", set->entries[i].model->table);
	error_set(error, ERROR_PLUGIN_REFUSED, "these tables refer to each other in a circle: %s",
		  text_get(&names));
	error_line(&error->state, "nothing was created");
	error_next(error, "take one reference out of the models and add it in a migration");
	text_finish(&names);
	return false;
}

bool model_set_order(struct model_set *set, struct error *error)
{
	for (size_t placed = 0; placed < set->count; placed++) {
		size_t at = placed;
		struct model_entry next;

		while (at < set->count && waits(set, placed, at))
			at++;
		if (at == set->count)
			return refuse_circle(set, placed, error);
		next = set->entries[at];
		memmove(&set->entries[placed + 1], &set->entries[placed],
			(at - placed) * sizeof next);
		set->entries[placed] = next;
	}
	return true;
}

void model_set_finish(struct model_set *set)
{
	for (size_t i = 0; i < set->count; i++) {
		model_destroy(set->entries[i].model);
		free(set->entries[i].file);
	}
	free(set->entries);
	*set = (struct model_set){ 0 };
}
