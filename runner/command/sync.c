#include "command/batch_event.h"
#include "command/command.h"

#include <jansson.h>

#include "base/clock.h"
#include "command/models.h"
#include "command/sync_check.h"
#include "database/database.h"
#include "database/table.h"
#include "interrupt/interrupt.h"
#include "lock/lock.h"

struct sync {
	struct options *options;
	struct models models;
	struct database *db;
	json_t *created, *existing;
};

static bool create_table(struct sync *sync, const struct model *model, struct error *error)
{
	if (database_create_table(sync->db, model, error))
		return true;
	error_set(error, ERROR_SQL, "the table %s of the model %s could not be created",
		  model->table, model->name);
	return false;
}

static bool sync_model(struct sync *sync, const struct model *model, struct error *error)
{
	struct output *output = &sync->options->output;
	bool there;

	if (!models_chosen(&sync->models, model))
		return true;
	if (!database_has_table(sync->db, model->table, &there, error))
		return false;
	if (there) {
		output_note(output, "the table %s of %s exists: left alone", model->table,
			    model->name);
		json_array_append_new(sync->existing, json_string(model->table));
		return true;
	}
	if (!create_table(sync, model, error))
		return false;
	output_note(output, "created the table %s of %s", model->table, model->name);
	json_array_append_new(sync->created, json_string(model->table));
	return true;
}

static bool sync_all(struct sync *sync, struct error *error)
{
	const struct config *config = sync->models.config;

	sync->db = database_open(config, DATABASE_CREATES,
				 sync->options->wait > 0 ? sync->options->wait : 0, error);
	if (!sync->db || !lock_take(sync->db, config->lock_timeout, &sync->options->output, error))
		return false;
	event_run_start(&sync->options->output,
			&(struct run_event){ .command = "sync", .db = sync->db });
	for (size_t i = 0; i < sync->models.set.count; i++)
		if (!sync_model(sync, sync->models.set.entries[i].model, error))
			return false;
	return true;
}

static bool work(struct sync *sync, struct error *error)
{
	if (!models_open(&sync->models, sync->options, error))
		return false;
	if (sync->models.set.count == 0) {
		output_note(&sync->options->output, "no plugin declares a model");
		return true;
	}
	return sync_all(sync, error);
}

static void print_json(const struct sync *sync, const struct error *error)
{
	const bool ok = error->code == ERROR_NONE;

	output_json(&sync->options->output,
		    json_pack("{s:s, s:b, s:i, s:O, s:O, s:o}", "schema", "glim.sync/1", "ok", ok,
			      "exit_code", ok ? 0 : error_exit_code(error), "created",
			      sync->created, "existing", sync->existing, "error",
			      ok ? json_null() : output_error_json(error)));
}

static int create_missing(struct options *options, struct error *error)
{
	struct sync sync = {
		.options = options,
		.created = json_array(),
		.existing = json_array(),
	};
	const int64_t began = clock_elapsed();
	const bool done = work(&sync, error);

	event_run_end(&options->output, "sync", json_array_size(sync.created), error,
		      clock_elapsed() - began);
	if (options->output.json)
		print_json(&sync, error);
	json_decref(sync.created);
	json_decref(sync.existing);
	database_close(sync.db);
	models_close(&sync.models);
	return done ? 0 : error_exit_code(error);
}

static int sync_models(struct options *options, struct error *error)
{
	interrupt_start();
	return options->check ? sync_check(options, error) : create_missing(options, error);
}

const struct command command_sync = {
	.verb = "sync",
	.argument = "[NAME]",
	.summary = "create the tables of the models that do not exist yet",
	.details =
		"Models are declared with GLIM_MODELS in any plugin of the plugin directories. "
		"Tables are created in the order of their references, under the lock. A table that "
		"exists is left alone, and named as such. NAME is a model's name or its table.\n"
		"\n"
		"--check creates nothing: it lists how the tables differ from their models "
		"(columns, "
		"types, defaults, character sets, keys, indexes, foreign keys) and exits with 10 "
		"if "
		"they do. To know what a model becomes in this database it makes a temporary table "
		"of it, for which an account may need a right of its own.\n",
	.options = OPTION_NAME | OPTION_CHECK,
	.run = sync_models,
};
