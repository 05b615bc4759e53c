#include "command/batch_event.h"
#include "command/command.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"
#include "base/text.h"
#include "catalog/catalog.h"
#include "command/plugins.h"
#include "command/settings.h"
#include "config/config.h"
#include "database/database.h"
#include "database/table.h"
#include "host/host.h"
#include "interrupt/interrupt.h"
#include "lock/lock.h"
#include "model/set.h"

struct sync {
	struct options *options;
	struct config *config;
	struct catalog *catalog;
	struct host *host;
	struct database *db;
	struct model_set models;
	const struct entry *reading; /* the plugin whose models come in */
	struct error *error;
	json_t *created, *existing;
};

static void on_model(void *data, const struct model *model)
{
	struct sync *sync = data;

	if (sync->error->code == ERROR_NONE)
		model_set_add(&sync->models, model, sync->reading->path, sync->error);
}

static void on_print(void *data, const char *line, size_t length)
{
	struct sync *sync = data;

	output_plugin(&sync->options->output, sync->reading->name, line, length);
}

static bool on_wake(void *data)
{
	(void)data;
	interrupt_drain();
	return interrupt_signal() != 0;
}

static bool list_models(struct sync *sync, const struct plugin_image *image, struct error *error)
{
	const struct host_task task = {
		.name = sync->reading->name,
		.image = image->fd,
		.verb = WIRE_VERB_MODELS,
		.driver = sync->config->connection->module,
		.timeout = sync->config->timeout,
		.memory_limit = sync->config->memory_limit,
	};
	const struct host_service service = {
		.model = on_model,
		.print = on_print,
		.stopped = on_wake,
		.wake_fd = interrupt_fd(),
		.data = sync,
	};
	struct host_result result = { 0 };
	bool done = host_run(sync->host, &task, &service, &result, error);

	if (done && error->code == ERROR_NONE && result.end != HOST_DONE) {
		error_set(error, ERROR_PLUGIN_CRASH, "the models of %s could not be read: it %s",
			  sync->reading->path, result.reason ? result.reason : "failed");
		error_line(&error->state, "nothing was created");
	}
	host_result_finish(&result);
	return error->code == ERROR_NONE;
}

static bool read_entry(struct sync *sync, struct entry *entry, struct error *error)
{
	struct plugin_image image = { .fd = -1 };
	bool done;

	catalog_inspect(sync->catalog, entry);
	if (entry->problem) {
		error_set(error, entry->problem_code, "%s: %s", entry->path, entry->problem);
		error_line(&error->state, "nothing was created");
		error_next(error, "deploy a sound file, or take it out of the plugin directory");
		return false;
	}
	if (!entry->facts.has_models)
		return true;
	if (!sync->host)
		sync->host = host_create(error);
	if (!sync->host || !catalog_open_image(sync->catalog, entry, &image, error))
		return false;
	sync->reading = entry;
	done = list_models(sync, &image, error);
	close(image.fd);
	return done;
}

static bool read_models(struct sync *sync, struct error *error)
{
	for (size_t i = 0; i < sync->catalog->count; i++)
		if (!read_entry(sync, &sync->catalog->entries[i], error))
			return false;
	return model_set_order(&sync->models, error);
}

static bool is_chosen(const struct sync *sync, const struct model *model)
{
	const char *name = sync->options->name;

	return !name || strcmp(name, model->name) == 0 || strcmp(name, model->table) == 0;
}

static bool check_name(const struct sync *sync, struct error *error)
{
	const size_t count = sync->models.count;
	const char **known = memory_alloc((count + 1) * sizeof *known);
	const char *nearest;
	bool found = !sync->options->name;

	for (size_t i = 0; i < count; i++) {
		found |= is_chosen(sync, sync->models.entries[i].model);
		known[i] = sync->models.entries[i].model->name;
	}
	if (!found) {
		nearest = config_nearest(sync->options->name, known, count);
		error_set(error, ERROR_UNKNOWN_NAME, "no plugin declares a model %s%s%s%s",
			  sync->options->name, nearest ? "; did you mean " : "",
			  nearest ? nearest : "", nearest ? "?" : "");
		error_next(error, "glim migration:build, if its source was not compiled yet");
	}
	free(known);
	return found;
}

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

	if (!is_chosen(sync, model))
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
	sync->db = database_open(sync->config, DATABASE_CREATES,
				 sync->options->wait > 0 ? sync->options->wait : 0, error);
	if (!sync->db ||
	    !lock_take(sync->db, sync->config->lock_timeout, &sync->options->output, error))
		return false;
	event_run_start(&sync->options->output,
			&(struct run_event){ .command = "sync", .db = sync->db });
	for (size_t i = 0; i < sync->models.count; i++)
		if (!sync_model(sync, sync->models.entries[i].model, error))
			return false;
	return true;
}

static bool work(struct sync *sync, struct error *error)
{
	sync->config = settings_load(sync->options, false, error);
	if (!sync->config)
		return false;
	sync->catalog = plugins_read(sync->options, sync->config, error);
	if (!sync->catalog || !read_models(sync, error) || !check_name(sync, error))
		return false;
	if (sync->models.count == 0) {
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

static int sync_models(struct options *options, struct error *error)
{
	struct sync sync = {
		.options = options,
		.error = error,
		.created = json_array(),
		.existing = json_array(),
	};
	const int64_t began = clock_elapsed();
	bool done;

	interrupt_start();
	done = work(&sync, error);
	event_run_end(&options->output, "sync", json_array_size(sync.created), error,
		      clock_elapsed() - began);
	if (options->output.json)
		print_json(&sync, error);
	json_decref(sync.created);
	json_decref(sync.existing);
	model_set_finish(&sync.models);
	host_destroy(sync.host);
	database_close(sync.db);
	catalog_destroy(sync.catalog);
	config_destroy(sync.config);
	return done ? 0 : error_exit_code(error);
}

const struct command command_sync = {
	.verb = "sync",
	.argument = "[NAME]",
	.summary = "create the tables of the models that do not exist yet",
	.details = "Models are declared with GLIM_MODELS in any plugin of the plugin directories. "
		   "Tables\n"
		   "are created in the order of their references, under the lock. A table that "
		   "exists is\n"
		   "left alone, and named as such. NAME is a model's name or its table.\n",
	.options = OPTION_NAME,
	.run = sync_models,
};
