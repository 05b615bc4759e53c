#include "command/batch_document.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static const char *const after_names[] = {
	[AFTER_UNDONE] = "undone",
	[AFTER_PARTIAL] = "partial",
	[AFTER_UNKNOWN] = "unknown",
};

const char *batch_after_name(enum execution_after after)
{
	return after_names[after];
}

static const char *name_of(const struct plan_item *item)
{
	return item->entry ? item->entry->name : item->record->name;
}

void batch_document_start(struct batch_document *document, const char *verb,
			  enum direction direction)
{
	*document = (struct batch_document){
		.verb = verb,
		.direction = direction,
		.applied = json_array(),
		.rolled_back = json_array(),
		.not_run = json_array(),
	};
}

void batch_document_done(struct batch_document *document, const struct plan_item *item,
			 const struct execution_result *result)
{
	json_array_append_new(document->direction == DIRECTION_RUN ? document->applied
								   : document->rolled_back,
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

void batch_document_left(struct batch_document *document, const char *name)
{
	json_array_append_new(document->not_run, output_text_json(name));
}

json_t *batch_document_make(const struct batch_document *document, const struct error *error,
			    int64_t duration)
{
	const bool ok = error->code == ERROR_NONE;
	char *schema = memory_format("glim.%s/1", document->verb);
	json_t *whole = json_pack("{s:s, s:b, s:i}", "schema", schema, "ok", ok, "exit_code",
				  ok ? 0 : error_exit_code(error));

	free(schema);
	if (strcmp(document->verb, "run") != 0)
		json_object_set(whole, "rolled_back", document->rolled_back);
	if (strcmp(document->verb, "rollback") != 0)
		json_object_set(whole, "applied", document->applied);
	json_object_set_new(whole, "failed",
			    document->failed ? json_incref(document->failed) : json_null());
	json_object_set_new(whole, "error", ok ? json_null() : output_error_json(error));
	json_object_set(whole, "not_run", document->not_run);
	json_object_set_new(whole, "duration_us", json_integer(duration));
	return whole;
}

void batch_document_finish(struct batch_document *document)
{
	json_decref(document->applied);
	json_decref(document->rolled_back);
	json_decref(document->failed);
	json_decref(document->not_run);
}
