#include "command/status_document.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "command/sources.h"
#include "database/database.h"
#include "output/output.h"

static json_t *number(int64_t value, bool known)
{
	return known ? json_integer(value) : json_null();
}

static json_t *time_of(const struct record *record)
{
	char time[CLOCK_TEXT];

	if (!record || !record->created_at)
		return json_null();
	clock_format_json(record->created_at, time);
	return json_string(time);
}

json_t *status_checksum(const char *checksum)
{
	char *text = checksum ? memory_format("sha256:%s", checksum) : NULL;
	json_t *value = output_text_json(text);

	free(text);
	return value;
}

static json_t *reversible_of(const struct overview_row *row)
{
	if (row->entry && row->entry->facts.known)
		return json_boolean(row->entry->facts.has_rollback &&
				    !row->entry->facts.irreversible);
	if (row->record && row->record->reversible >= 0)
		return json_boolean(row->record->reversible);
	return json_null();
}

json_t *status_row_document(const struct overview_row *row)
{
	const struct record *record = row->record;
	const char *description = record ? record->description : row->entry->facts.description;
	json_t *problems = json_array();

	for (size_t i = 0; i < row->problem_count; i++)
		json_array_append_new(problems, output_text_json(row->problems[i]));
	return json_pack(
		"{s:o, s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "id",
		output_text_json(record ? record->id : NULL), "name", row->name, "state",
		overview_state_name(row->state), "created_at", time_of(record), "duration_us",
		number(record ? record->duration_us : 0, record && record->duration_us >= 0),
		"statements", number(record ? record->statements : 0, record != NULL), "by",
		output_text_json(record ? record->applied_by : NULL), "checksum",
		status_checksum(record ? record->checksum : NULL), "plugin",
		output_text_json(row->entry ? row->entry->path : NULL), "description",
		output_text_json(description), "reversible", reversible_of(row), "problems",
		problems);
}

json_t *status_target_document(const struct view *view)
{
	const struct connection *connection = view->config->connection;
	const struct server *server = view->db ? &view->db->server : NULL;

	if (!connection)
		return json_null();
	return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "alias",
			 output_text_json(connection->alias), "database",
			 output_text_json(server ? server->schema : connection->schema), "product",
			 output_text_json(server ? server->product : NULL), "version",
			 output_text_json(server ? server->version : NULL), "place",
			 output_text_json(server ? server->place : NULL), "account",
			 output_text_json(server ? server->account : NULL));
}

static json_t *holder_document(const struct lock_holder *holder)
{
	if (!holder->who)
		return json_null();
	return json_pack("{s:o, s:o, s:o}", "who", output_text_json(holder->who), "since",
			 output_text_json(holder->since), "migration",
			 output_text_json(holder->migration));
}

static json_t *names_document(const struct sources_found *found)
{
	json_t *names = json_array();

	for (size_t i = 0; i < found->count; i++)
		json_array_append_new(names, output_text_json(found->names[i]));
	return names;
}

static json_t *sources_document(const struct view *view)
{
	struct sources sources;
	json_t *document = json_null();

	sources_look(&sources, view->config, view->catalog, view->history);
	if (sources.there)
		document = json_pack("{s:o, s:o}", "unbuilt", names_document(&sources.unbuilt),
				     "newer", names_document(&sources.newer));
	sources_finish(&sources);
	return document;
}

json_t *status_document(const struct view *view, const struct overview_row *const *rows,
			size_t count)
{
	json_t *migrations = json_array(), *summary = json_object();

	for (size_t i = 0; i < count; i++)
		json_array_append_new(migrations, status_row_document(rows[i]));
	for (int state = 0; state < OVERVIEW_STATES; state++)
		json_object_set_new(summary, overview_state_name((enum overview_state)state),
				    json_integer((json_int_t)view->overview->states[state]));
	return json_pack("{s:s, s:o, s:o, s:b, s:o, s:o, s:o}", "schema", "glim.status/1", "target",
			 status_target_document(view), "summary", summary, "history",
			 view->history->exists, "running", holder_document(&view->holder),
			 "sources", sources_document(view), "migrations", migrations);
}
