#include <jansson.h>
#include <stdlib.h>

#include "command/planning.h"
#include "command/status_document.h"

static json_t *findings_document(const struct findings *findings)
{
	json_t *list = json_array();

	for (size_t i = 0; i < findings->count; i++)
		json_array_append_new(
			list, json_pack("{s:s, s:o}", "rule", findings->list[i].rule, "sentence",
					output_text_json(findings->list[i].sentence)));
	return list;
}

static json_t *statement_document(const struct preview_statement *statement)
{
	return json_pack(
		"{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "sql", output_text_json(statement->sql),
		"values", output_text_json(statement->values), "site",
		output_text_json(statement->site), "uncertain",
		output_text_json(statement->uncertain), "not_tried",
		output_text_json(statement->not_done), "how", output_text_json(statement->cost),
		"says", output_text_json(statement->says), "findings",
		findings_document(&statement->findings));
}

/* NULL: nobody looked at its statements. */
static json_t *statements_document(const struct preview_item *item)
{
	json_t *list;

	if (!item || !item->looked)
		return json_null();
	list = json_array();
	for (size_t i = 0; i < item->count; i++)
		json_array_append_new(list, statement_document(&item->statements[i]));
	return list;
}

static json_t *depends_document(const struct entry *entry)
{
	json_t *list = json_array();

	for (size_t i = 0; entry && i < entry->facts.depends_count; i++)
		json_array_append_new(list, output_text_json(entry->facts.depends[i]));
	return list;
}

static json_t *item_document(const struct planning *planning, size_t at)
{
	const struct plan_item *item = &planning->plan->items[at];
	const struct preview_item *shown =
		at < planning->preview.count ? &planning->preview.items[at] : NULL;
	const struct entry *entry = item->entry;
	const bool reversible = entry && entry->facts.has_rollback && !entry->facts.irreversible;
	char *note = planning_note(planning, item);
	json_t *document = json_pack(
		"{s:s, s:o, s:o, s:b, s:b, s:b, s:o, s:o, s:o, s:o}", "name", planning_name(item),
		"plugin", output_text_json(entry ? entry->path : NULL), "description",
		output_text_json(entry ? entry->facts.description : NULL), "reversible", reversible,
		"out_of_order", item->out_of_order, "half_done", item->half_done, "note",
		output_text_json(*note ? note : NULL), "depends", depends_document(entry),
		"statements", statements_document(shown), "error",
		shown && shown->failed ? output_error_json(&shown->error) : json_null());

	free(note);
	return document;
}

void planning_print_json(const struct planning *planning, const struct error *error, int exit_code)
{
	json_t *migrations = json_array(), *notes = json_array();
	const struct plan *plan = planning->plan;

	for (size_t i = 0; plan && i < plan->count; i++)
		json_array_append_new(migrations, item_document(planning, i));
	for (size_t i = 0; plan && i < plan->note_count; i++)
		json_array_append_new(notes, output_text_json(plan->notes[i]));
	output_json(&planning->options->output,
		    json_pack("{s:s, s:b, s:i, s:s, s:o, s:I, s:I, s:o, s:o, s:o}", "schema",
			      "glim.plan/1", "ok", exit_code == 0, "exit_code", exit_code,
			      "direction", direction_name(planning->direction), "target",
			      planning->view.config ? status_target_document(&planning->view)
						    : json_null(),
			      "applied", (json_int_t)(plan ? plan->applied : 0), "findings",
			      (json_int_t)planning->preview.findings, "migrations", migrations,
			      "notes", notes, "error",
			      error->code == ERROR_NONE ? json_null() : output_error_json(error)));
}
