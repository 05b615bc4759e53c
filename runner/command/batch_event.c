#include "command/batch_event.h"

#include <jansson.h>

#include "command/batch_document.h"

static const char *name_of(const struct plan_item *item)
{
	return item->entry ? item->entry->name : item->record->name;
}

json_t *event_target(const struct database *db)
{
	const struct server *server = &db->server;

	return json_pack(
		"{s:o, s:o, s:o, s:o, s:o, s:o}", "alias", output_text_json(db->connection->alias),
		"database", output_text_json(server->schema), "product",
		output_text_json(server->product), "version", output_text_json(server->version),
		"place", output_text_json(server->place), "account",
		output_text_json(server->account));
}

json_t *event_names(const struct plan *plan)
{
	json_t *names = json_array();

	for (size_t i = 0; plan && i < plan->count; i++)
		json_array_append_new(names, output_text_json(name_of(&plan->items[i])));
	return names;
}

void event_run_start(struct output *output, const struct run_event *event)
{
	if (!output->events)
		return;
	output_event(output, "run.start",
		     json_pack("{s:s, s:o, s:o, s:o}", "command", event->command, "target",
			       event_target(event->db), "by", output_text_json(event->by),
			       "migrations", event_names(event->plan)));
}

void event_run_end(struct output *output, const char *command, size_t done,
		   const struct error *error, int64_t duration)
{
	const bool ok = error->code == ERROR_NONE;

	if (!output->events)
		return;
	if (!ok)
		output_error(output, error);
	output_event(output, "run.end",
		     json_pack("{s:s, s:b, s:i, s:I, s:I}", "command", command, "ok", ok,
			       "exit_code", ok ? 0 : error_exit_code(error), "done",
			       (json_int_t)done, "duration_us", (json_int_t)duration));
}

void event_migration_start(struct output *output, const struct plan_item *item,
			   enum direction direction)
{
	if (!output->events)
		return;
	output_event(output, "migration.start",
		     json_pack("{s:o, s:s, s:o, s:b}", "migration", output_text_json(name_of(item)),
			       "direction", direction_name(direction), "plugin",
			       output_text_json(item->entry ? item->entry->path : NULL), "resumed",
			       item->half_done));
}

void event_migration_end(struct output *output, const struct plan_item *item,
			 enum direction direction, const struct execution_result *result,
			 const struct error *error)
{
	const bool ok = error->code == ERROR_NONE;
	json_t *fields;

	if (!output->events)
		return;
	fields = json_pack("{s:o, s:s, s:b, s:I, s:I}", "migration",
			   output_text_json(name_of(item)), "direction", direction_name(direction),
			   "ok", ok, "statements", (json_int_t)result->statements, "duration_us",
			   (json_int_t)result->duration);
	json_object_set_new(fields, "step",
			    !ok && result->step ? json_integer(result->step) : json_null());
	json_object_set_new(fields, "state_after",
			    ok ? json_null() : json_string(batch_after_name(result->after)));
	output_event(output, "migration.end", fields);
}
