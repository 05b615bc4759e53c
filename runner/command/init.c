#include "command/command.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "command/settings.h"
#include "config/config.h"
#include "database/database.h"
#include "history/history.h"
#include "interrupt/interrupt.h"
#include "lock/lock.h"

static char *starter(void)
{
	return memory_format(
		"{\n"
		"  \"extensions\": {\n"
		"    \"migration\": { \"db\": \"default\", \"plugins\": [\"plugins\"], "
		"\"sources\": \"migrations\" }\n"
		"  },\n"
		"  \"db\": {\n"
		"    \"default\": { \"driver\": \"%s\", \"schema\": \"glim.db\" }\n"
		"  }\n"
		"}\n",
		driver_default());
}

/* Half a file would stand in the way of the next try. */
static bool write_file(const char *path, const char *content)
{
	const int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	FILE *file = fd < 0 ? NULL : fdopen(fd, "w");
	bool written = file && fputs(content, file) >= 0;
	int fault;

	if (fd >= 0)
		written = (file ? fclose(file) : close(fd)) == 0 && written;
	fault = errno;
	if (fd >= 0 && !written)
		unlink(path);
	errno = fault;
	return written;
}

struct init {
	struct options *options;
	struct config *config;
	struct database *db;
	json_t *made; /* what is there now and was not before */
};

static void say(struct init *init, const char *what, const char *path)
{
	char *shown = output_path(path);
	char *line = memory_format("%s %s", what, shown);

	output_note(&init->options->output, "created %s", line);
	json_array_append_new(init->made, output_text_json(line));
	free(line);
	free(shown);
}

/* With it no file is needed, and the one of a starter would win against it. */
static bool has_variable(const struct options *options)
{
	const char *url = getenv("DATABASE_URL");

	return url && *url && !options->db && !options->config;
}

/* Only where no configuration would be found. */
static bool write_starter(struct init *init, struct error *error)
{
	const char *asked = init->options->config ? init->options->config : getenv("GLIM_CONFIG");
	const char *path = asked && asked[0] ? asked : "config.json";
	char *content;
	bool written;

	if (has_variable(init->options))
		return true;
	if (access(path, F_OK) == 0 || (!asked && access("/etc/glim/config.json", F_OK) == 0))
		return true;
	content = starter();
	written = write_file(path, content);
	free(content);
	if (!written)
		return error_set(error, ERROR_CONFIG, "%s cannot be written: %s", path,
				 strerror(errno));
	say(init, "the configuration", path);
	return true;
}

/* 0: it is there; else why not. */
static int reach_folder(struct init *init, const char *what, const char *path)
{
	struct stat status;
	int fault;

	if (mkdir(path, 0755) == 0) {
		say(init, what, path);
		return 0;
	}
	fault = errno;
	return fault == EEXIST && stat(path, &status) == 0 && S_ISDIR(status.st_mode) ? 0 : fault;
}

static bool make_folder(struct init *init, const char *what, const char *path, struct error *error)
{
	const int fault = reach_folder(init, what, path);

	if (!fault)
		return true;
	error_set(error, ERROR_CONFIG, "the folder %s cannot be made: %s", path, strerror(fault));
	error_next(error, "make it by hand, or mend config.json");
	return false;
}

/* Where plugins only run, in an image perhaps, nobody writes sources, and nobody has to. */
static void make_sources(struct init *init)
{
	const char *path = init->config->sources;
	const int fault = reach_folder(init, "the folder of sources", path);

	if (fault)
		output_warning(&init->options->output,
			       "the folder of sources %s cannot be made: %s; migration:new and "
			       "migration:build want it",
			       path, strerror(fault));
}

static bool make_folders(struct init *init, struct error *error)
{
	make_sources(init);
	for (size_t i = 0; i < init->config->plugin_count; i++)
		if (!make_folder(init, "the plugin directory", init->config->plugins[i], error))
			return false;
	return !init->config->archive ||
	       make_folder(init, "the archive", init->config->archive, error);
}

static bool make_history(struct init *init, struct error *error)
{
	struct history *history;
	char *title, *line;
	bool changed, existed;

	init->db = database_open(init->config, DATABASE_CREATES,
				 init->options->wait > 0 ? init->options->wait : 0, error);
	if (!init->db ||
	    !lock_take(init->db, init->config->lock_timeout, &init->options->output, error))
		return false;
	history = history_read(init->db, error);
	if (!history)
		return false;
	existed = history->exists;
	history_destroy(history);
	if (!history_init(init->db, &changed, error))
		return false;
	title = database_title(init->db);
	line = memory_format("the history tables in %s", title);
	output_note(&init->options->output, "%s %s",
		    !changed  ? "there already:"
		    : existed ? "upgraded"
			      : "created",
		    line);
	if (changed)
		json_array_append_new(init->made, output_text_json(line));
	free(line);
	free(title);
	return true;
}

static bool work(struct init *init, struct error *error)
{
	if (!write_starter(init, error))
		return false;
	init->config = settings_load(init->options, false, error);
	return init->config && make_folders(init, error) && make_history(init, error);
}

static int init_project(struct options *options, struct error *error)
{
	struct init init = { .options = options, .made = json_array() };
	bool done;

	interrupt_start();
	done = work(&init, error);
	if (options->output.json)
		output_json(&options->output,
			    json_pack("{s:s, s:b, s:i, s:O, s:o}", "schema", "glim.init/1", "ok",
				      done, "exit_code", done ? 0 : error_exit_code(error),
				      "created", init.made, "error",
				      done ? json_null() : output_error_json(error)));
	json_decref(init.made);
	database_close(init.db);
	config_destroy(init.config);
	return done ? 0 : error_exit_code(error);
}

const struct command command_init = {
	.verb = "init",
	.summary = "create or upgrade the history tables, and the folders",
	.details = "Creates glim_migrations, glim_steps and glim_log, the folder of migration "
		   "sources,\n"
		   "the plugin directories, and a starter config.json where there is none. A table "
		   "made\n"
		   "by the original is upgraded: its rows are kept and count as applied. What is "
		   "there\n"
		   "already is left alone; init can be repeated.\n",
	.run = init_project,
};
