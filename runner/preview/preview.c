#include "preview/preview.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "execute/rehearse.h"
#include "preview/stage.h"
#include "script/script.h"
#include "statement/statement.h"

static bool is_static(const struct preview_request *request, const struct plan_item *item)
{
	return request->mode == PREVIEW_NOTE && item->entry && item->entry->facts.script;
}

bool preview_needs_guest(const struct preview_request *request)
{
	if (request->without_code)
		return false;
	for (size_t i = 0; i < request->plan->count; i++)
		if (request->plan->items[i].entry && !is_static(request, &request->plan->items[i]))
			return true;
	return false;
}

/* The text of the note, cut as a run would cut it. */
static bool read_script(struct stage *stage, const struct plan_item *item, struct error *error)
{
	const struct script *script = item->entry->facts.script;
	struct statement_list list = { 0 };
	struct script_fault fault;

	if (!script_split(script, stage->request->direction == DIRECTION_ROLLBACK,
			  &stage->db->dialect->lexis, &list, &fault)) {
		error_set(error, ERROR_PLUGIN_ERROR, "%s cannot be run: %s", item->entry->name,
			  fault.why);
		error_line(&error->at, "%s:%zu:%zu", script->site, fault.line, fault.column);
		return false;
	}
	for (size_t i = 0; i < list.count; i++) {
		char *site = memory_format("%s:%zu:%zu", script->site, list.pieces[i].line,
					   list.pieces[i].column);
		const struct rehearsal_step step = { .sql = list.pieces[i].sql, .site = site };

		stage_note(stage, &step);
		free(site);
	}
	statement_list_finish(&list);
	return true;
}

static bool rehearse(struct stage *stage, const struct plan_item *item, struct error *error)
{
	const struct rehearsal rehearsal = {
		.step = stage_step,
		.failed = stage_failed,
		.looked = stage_looked,
		.data = stage,
		.transaction = stage->request->mode == PREVIEW_TRY ? &stage->transaction : NULL,
	};

	return execute_rehearse(stage->request->execution, item, stage->request->direction,
				&rehearsal, error);
}

static bool show_item(struct stage *stage, struct preview_item *out)
{
	const struct plan_item *item = out->item;

	stage->out = out;
	stage->uncertain = NULL;
	out->is_sql = item->entry && item->entry->facts.script;
	if (!item->entry) /* only its row goes */
		return true;
	out->looked = out->is_sql || !stage->request->without_code;
	if (is_static(stage->request, item))
		return read_script(stage, item, &out->error);
	return stage->request->without_code || rehearse(stage, item, &out->error);
}

static void show_items(struct stage *stage, struct preview *out)
{
	const struct plan *plan = stage->request->plan;

	for (size_t i = 0; i < plan->count && !out->failed; i++) {
		struct preview_item *item = &out->items[out->count++];

		item->item = &plan->items[i];
		item->failed = !show_item(stage, item);
		out->failed = item->failed;
		for (size_t s = 0; s < item->count; s++)
			out->findings += item->statements[s].findings.count;
	}
}

bool preview_make(const struct preview_request *request, struct preview *out, struct error *error)
{
	struct stage stage = { .request = request, .db = request->execution->db };

	*out = (struct preview){
		.items = memory_alloc((request->plan->count + 1) * sizeof *out->items),
	};
	if (!stage_open(&stage, error))
		return false;
	show_items(&stage, out);
	return stage_close(&stage, error);
}

static void finish_statement(struct preview_statement *statement)
{
	free(statement->sql);
	free(statement->values);
	free(statement->site);
	free(statement->not_done);
	free(statement->says);
	free(statement->cost);
	findings_finish(&statement->findings);
}

void preview_finish(struct preview *preview)
{
	for (size_t i = 0; i < preview->count; i++) {
		struct preview_item *item = &preview->items[i];

		for (size_t s = 0; s < item->count; s++)
			finish_statement(&item->statements[s]);
		free(item->statements);
		error_finish(&item->error);
	}
	free(preview->items);
	*preview = (struct preview){ 0 };
}
