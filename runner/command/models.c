#include "command/models.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "command/plugins.h"
#include "command/settings.h"
#include "interrupt/interrupt.h"

static void on_model(void *data, const struct model *model)
{
	struct models *models = data;

	if (models->error->code == ERROR_NONE)
		model_set_add(&models->set, model, models->reading->path, models->error);
}

static void on_print(void *data, const char *line, size_t length)
{
	struct models *models = data;

	output_plugin(&models->options->output, models->reading->name, line, length);
}

static bool on_wake(void *data)
{
	(void)data;
	interrupt_drain();
	return interrupt_signal() != 0;
}

static bool list_models(struct models *models, const struct plugin_image *image,
			struct error *error)
{
	const struct host_task task = {
		.name = models->reading->name,
		.image = image->fd,
		.verb = WIRE_VERB_MODELS,
		.driver = models->config->connection->module,
		.timeout = models->config->timeout,
		.memory_limit = models->config->memory_limit,
	};
	const struct host_service service = {
		.model = on_model,
		.print = on_print,
		.stopped = on_wake,
		.wake_fd = interrupt_fd(),
		.data = models,
	};
	struct host_result result = { 0 };
	bool done = host_run(models->host, &task, &service, &result, error);

	host_end(models->host, &result);
	if (done && error->code == ERROR_NONE && result.end != HOST_DONE) {
		error_set(error, ERROR_PLUGIN_CRASH, "the models of %s could not be read: it %s",
			  models->reading->path, result.reason ? result.reason : "failed");
		error_line(&error->state, "nothing was created");
	}
	host_result_finish(&result);
	return error->code == ERROR_NONE;
}

static bool read_entry(struct models *models, struct entry *entry, struct error *error)
{
	struct plugin_image image = { .fd = -1 };
	bool done;

	catalog_inspect(models->catalog, entry);
	if (entry->problem) {
		error_set(error, entry->problem_code, "%s: %s", entry->path, entry->problem);
		error_line(&error->state, "nothing was created");
		error_next(error, "deploy a sound file, or take it out of the plugin directory");
		return false;
	}
	if (!entry->facts.has_models)
		return true;
	if (!models->host)
		models->host = host_create(error);
	if (!models->host || !catalog_open_image(models->catalog, entry, &image, error))
		return false;
	models->reading = entry;
	done = list_models(models, &image, error);
	close(image.fd);
	return done;
}

static bool read_all(struct models *models, struct error *error)
{
	for (size_t i = 0; i < models->catalog->count; i++)
		if (!read_entry(models, &models->catalog->entries[i], error))
			return false;
	return model_set_order(&models->set, error);
}

bool models_chosen(const struct models *models, const struct model *model)
{
	const char *name = models->options->name;

	return !name || strcmp(name, model->name) == 0 || strcmp(name, model->table) == 0;
}

static bool check_name(const struct models *models, struct error *error)
{
	const size_t count = models->set.count;
	const char **known = memory_alloc((count + 1) * sizeof *known);
	const char *nearest;
	bool found = !models->options->name;

	for (size_t i = 0; i < count; i++) {
		found |= models_chosen(models, models->set.entries[i].model);
		known[i] = models->set.entries[i].model->name;
	}
	if (!found) {
		nearest = config_nearest(models->options->name, known, count);
		error_set(error, ERROR_UNKNOWN_NAME, "no plugin declares a model %s%s%s%s",
			  models->options->name, nearest ? "; did you mean " : "",
			  nearest ? nearest : "", nearest ? "?" : "");
		error_next(error, "glim migration:build, if its source was not compiled yet");
	}
	free(known);
	return found;
}

bool models_open(struct models *models, struct options *options, struct error *error)
{
	*models = (struct models){ .options = options, .error = error };
	models->config = settings_load(options, false, error);
	models->catalog = models->config ? plugins_read(options, models->config, error) : NULL;
	return models->catalog && read_all(models, error) && check_name(models, error);
}

void models_close(struct models *models)
{
	model_set_finish(&models->set);
	host_destroy(models->host);
	catalog_destroy(models->catalog);
	config_destroy(models->config);
}
