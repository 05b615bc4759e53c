#include "command/command.h"

#include <jansson.h>
#include <stdlib.h>

#include "base/memory.h"
#include "command/recording.h"
#include "import/tool.h"
#include "interrupt/interrupt.h"

struct import {
	const struct import_tool *tool;
	struct foreign_list *list;
};

static bool refuse(const struct foreign_list *list, struct error *error)
{
	error_set(error, ERROR_HISTORY, "%s", list->refusal);
	error_line(&error->state, "nothing was recorded");
	error_next(error, "%s", list->advice);
	return false;
}

static bool *choose_entries(const struct foreign_list *list, const struct catalog *catalog)
{
	bool *chosen = memory_alloc(catalog->count + 1);

	for (size_t i = 0; i < list->count; i++)
		for (size_t e = 0; e < catalog->count; e++)
			chosen[e] |= foreign_covers(&list->items[i], &catalog->entries[e]);
	return chosen;
}

/* The tool's table is read again with the lock: it may have gone on meanwhile. */
static struct plan *choose(struct recording *work, struct error *error)
{
	struct import *import = work->data;
	struct plan *plan;
	bool *chosen;

	foreign_destroy(import->list);
	import->list = foreign_read(work->edit.db, import->tool, error);
	if (!import->list || (import->list->refusal && !refuse(import->list, error)))
		return NULL;
	foreign_match(import->list, work->edit.catalog);
	chosen = choose_entries(import->list, work->edit.catalog);
	plan = plan_import(work->edit.catalog, work->edit.history, chosen, error);
	free(chosen);
	return plan;
}

static void say_unmatched(const struct import *import, struct output *output)
{
	for (size_t i = 0; i < import->list->count; i++) {
		const struct foreign *foreign = &import->list->items[i];

		if (!foreign->entry)
			output_warning(output, "%s applied %s%s%s%s: %s", import->tool->name,
				       foreign->version, foreign->description ? " (" : "",
				       foreign->description ? foreign->description : "",
				       foreign->description ? ")" : "", foreign->why);
	}
	if (!import->list->count)
		output_note(output, "%s has nothing applied", import->tool->name);
}

static json_t *unmatched_json(const struct import *import)
{
	json_t *unmatched = json_array();

	for (size_t i = 0; import->list && i < import->list->count; i++)
		if (!import->list->items[i].entry)
			json_array_append_new(
				unmatched,
				json_pack("{s:o, s:o, s:s}", "version",
					  output_text_json(import->list->items[i].version),
					  "description",
					  output_text_json(import->list->items[i].description),
					  "why", import->list->items[i].why));
	return unmatched;
}

static void print_json(const struct recording *work, const struct import *import,
		       const struct error *error)
{
	json_t *document = recording_json(work, "glim.import/1", error);

	json_object_set_new(document, "from", json_string(import->tool->name));
	json_object_set_new(document, "unmatched", unmatched_json(import));
	output_json(&work->edit.options->output, document);
}

static int run_import(struct recording *work, struct import *import, struct error *error)
{
	struct options *options = work->edit.options;
	const bool done = recording_work(work, "up to", error);

	if (done && !options->output.json)
		recording_print(work, &options->output);
	if (done)
		say_unmatched(import, &options->output);
	if (options->output.json)
		print_json(work, import, error);
	foreign_destroy(import->list);
	recording_finish(work);
	return done ? 0 : error_exit_code(error);
}

static int import_history(struct options *options, struct error *error)
{
	struct import import = { 0 };
	struct recording work = {
		.edit = { .options = options },
		.event = "import",
		.choose = choose,
		.data = &import,
	};

	if (!options->from) {
		error_set(error, ERROR_USAGE, "migration:import wants --from TOOL");
		error_next(error, "glim help import");
		return error_exit_code(error);
	}
	import.tool = import_tool_named(options->from);
	interrupt_start();
	return run_import(&work, &import, error);
}

const struct command command_import = {
	.verb = "import",
	.summary = "record as applied what another tool has applied",
	.details =
		"Reads the table that dbmate, goose, golang-migrate, flyway or alembic keeps in "
		"this "
		"database, and records the plugins that match as applied, in one transaction. "
		"Nothing "
		"is run, and the other tool's table stays as it is.\n"
		"\n"
		"A plugin matches by its number (20150301120000_add_user.so is version "
		"20150301120000), by the stem of the file that ran, by a revision in front of its "
		"first underscore or behind its last, by Flyway's version (V1_2__add_user.so is "
		"1.2), or by the description (\"Add user\" is AddUser). golang-migrate and alembic "
		"keep only where they are: the plugin of that "
		"version is recorded with all that come before it, as is Flyway's baseline. What "
		"matched nothing is named. "
		"What failed half-way in the other tool has to be brought to an end there first.\n"
		"\n"
		"Wants --reason. On a terminal it asks first; a protected connection wants "
		"--confirm. --dry-run lists what would be recorded.\n",
	.options = OPTION_FROM | OPTION_DRY_RUN | OPTION_CONFIRM,
	.run = import_history,
};
