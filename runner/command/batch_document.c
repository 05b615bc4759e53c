#include "command/batch_document.h"

#include <jansson.h>

static const char *const after_names[] = {
	[AFTER_UNDONE] = "undone",
	[AFTER_PARTIAL] = "partial",
	[AFTER_UNKNOWN] = "unknown",
};

static const char *name_of(const struct plan_item *item)
{
	return item->entry ? item->entry->name : item->record->name;
}

void batch_document_start(struct batch_document *document, enum direction direction)
{
	*document = (struct batch_document){
		.direction = direction,
		.done = json_array(),
		.not_run = json_array(),
	};
}

void batch_document_done(struct batch_document *document, const struct plan_item *item,
			 const struct execution_result *result)
{
	json_array_append_new(document->done,
			      json_pack("{s:s, s:I, s:I}", "name", name_of(item), "duration_us",
					(json_int_t)result->duration, "statements",
					(json_int_t)result->statements));
}

void batch_document_failed(struct batch_document *document, const struct plan_item *item,
			   const struct execution_result *result, const struct error *error)
{
	json_t *next = json_array();

	for (int i = 0; i < ERROR_NEXT_LINES && error->next[i]; i++)
		json_array_append_new(next, output_text_json(error->next[i]));
	document->failed =
		json_pack("{s:s, s:s, s:o, s:o, s:o, s:s, s:o}", "name", name_of(item), "direction",
			  direction_name(document->direction), "step",
			  result->step ? json_integer(result->step) : json_null(), "site",
			  output_text_json(error->at), "error", output_error_json(error),
			  "state_after", after_names[result->after], "next", next);
}

void batch_document_left(struct batch_document *document, const struct plan_item *item)
{
	json_array_append_new(document->not_run, json_string(name_of(item)));
}

void batch_document_print(struct batch_document *document, struct output *output,
			  const struct error *error, int64_t duration)
{
	const bool run = document->direction == DIRECTION_RUN;
	const bool ok = error->code == ERROR_NONE;
	json_t *whole =
		json_pack("{s:s, s:b, s:i, s:O}", "schema", run ? "glim.run/1" : "glim.rollback/1",
			  "ok", ok, "exit_code", ok ? 0 : error_exit_code(error),
			  run ? "applied" : "rolled_back", document->done);

	json_object_set_new(whole, "failed",
			    document->failed ? json_incref(document->failed) : json_null());
	json_object_set_new(whole, "error", ok ? json_null() : output_error_json(error));
	json_object_set(whole, "not_run", document->not_run);
	json_object_set_new(whole, "duration_us", json_integer(duration));
	output_json(output, whole);
}

void batch_document_finish(struct batch_document *document)
{
	json_decref(document->done);
	json_decref(document->failed);
	json_decref(document->not_run);
}
