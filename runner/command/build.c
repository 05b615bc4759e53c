#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "command/command.h"
#include "command/compiler.h"
#include "command/listing.h"
#include "command/settings.h"

/* A plugin as it stood before make ran; a new one has another inode or time. */
struct mark {
	char *file;
	ino_t inode;
	struct timespec changed;
};

struct marks {
	struct mark *list;
	size_t count;
};

static void marks_read(struct marks *marks, const char *plugins)
{
	struct listing listing;

	*marks = (struct marks){ 0 };
	if (!listing_read(&listing, plugins, listing_is_plugin))
		return;
	marks->list = memory_alloc((listing.count + 1) * sizeof *marks->list);
	for (size_t i = 0; i < listing.count; i++) {
		char *path = memory_format("%s/%s", plugins, listing.files[i]);
		struct stat status;

		if (stat(path, &status) == 0)
			marks->list[marks->count++] =
				(struct mark){ memory_copy(listing.files[i]), status.st_ino,
					       status.st_mtim };
		free(path);
	}
	listing_finish(&listing);
}

static void marks_finish(struct marks *marks)
{
	for (size_t i = 0; i < marks->count; i++)
		free(marks->list[i].file);
	free(marks->list);
}

static bool stood_before(const struct marks *before, const struct mark *now)
{
	for (size_t i = 0; i < before->count; i++) {
		const struct mark *mark = &before->list[i];

		if (strcmp(mark->file, now->file) == 0)
			return mark->inode == now->inode &&
			       mark->changed.tv_sec == now->changed.tv_sec &&
			       mark->changed.tv_nsec == now->changed.tv_nsec;
	}
	return false;
}

static json_t *built_json(const char *plugins, const struct marks *before,
			  const struct marks *after)
{
	json_t *built = json_array();

	for (size_t i = 0; i < after->count; i++) {
		char *path = memory_format("%s/%s", plugins, after->list[i].file);

		if (!stood_before(before, &after->list[i]))
			json_array_append_new(built, output_text_json(path));
		free(path);
	}
	return built;
}

static void show(struct output *output, json_t *built)
{
	for (size_t i = 0; i < json_array_size(built); i++) {
		char *shown = output_path(json_string_value(json_array_get(built, i)));

		output_answer(output, "%s", shown);
		free(shown);
	}
	if (json_array_size(built) == 0)
		output_note(output, "nothing to build: every plugin is up to date");
}

static void tell(struct output *output, json_t *built)
{
	if (!output->json) {
		show(output, built);
		json_decref(built);
		return;
	}
	output_json(output, json_pack("{s:s, s:b, s:o}", "schema", "glim.build/1", "ok", true,
				      "built", built));
}

/* Of the connection that is chosen; building needs none. */
static const char *dialect_of(const struct config *config)
{
	for (size_t i = 0; i < config->connection_count; i++)
		if (config->db && strcmp(config->connections[i].alias, config->db) == 0)
			return config->connections[i].module;
	return NULL;
}

static bool compile(struct options *options, const struct config *config, const char *stem,
		    struct error *error)
{
	const struct compiler_request request = {
		.sources = config->sources,
		.plugins = config->plugins[0],
		.stem = stem,
		.dialect = dialect_of(config),
		.quiet = options->output.quiet,
		.verbose = options->output.verbose > 0,
		.events = options->output.events ? &options->output : NULL,
	};
	struct marks before, after = { 0 };
	bool good;

	marks_read(&before, request.plugins);
	good = compiler_run(&request, error);
	if (good) {
		marks_read(&after, request.plugins);
		tell(&options->output, built_json(request.plugins, &before, &after));
	}
	marks_finish(&before);
	marks_finish(&after);
	return good;
}

static bool unknown_name(const struct config *config, const char *name, struct error *error)
{
	error_set(error, ERROR_UNKNOWN_NAME, "there is no source of %s in %s", name,
		  config->sources);
	error_next(error, "glim migration:new %s", name);
	return false;
}

static bool compile_one(struct options *options, const struct config *config,
			const struct listing *sources, struct error *error)
{
	const char *file = listing_find(sources, options->name);
	char *stem;
	bool good;

	if (!file)
		return unknown_name(config, options->name, error);
	stem = listing_stem(file);
	good = compile(options, config, stem, error);
	free(stem);
	return good;
}

static void build(struct options *options, const struct config *config, struct error *error)
{
	struct listing sources;

	if (!settings_check_sources(config->sources, error))
		return;
	if (!listing_read(&sources, config->sources, listing_is_source)) {
		error_set(error, ERROR_CONFIG, "%s cannot be read", config->sources);
		return;
	}
	if (options->name)
		compile_one(options, config, &sources, error);
	else
		compile(options, config, NULL, error);
	listing_finish(&sources);
}

static int run_build(struct options *options, struct error *error)
{
	struct config *config = settings_load(options, true, error);

	if (!config)
		return error_exit_code(error);
	build(options, config, error);
	config_destroy(config);
	return error_exit_code(error);
}

const struct command command_build = {
	.verb = "build",
	.argument = "[NAME]",
	.summary = "compile the sources that are out of date",
	.details = "Compiles the folder of migration sources into the plugin directory, the first\n"
		   "one if there are several, and prints what was built. A Makefile in the folder\n"
		   "of sources wins over the rules of glim; it gets GLIM_OUT (the directory) and\n"
		   "GLIM_INCLUDE, and may include glim.mk. NAME builds one plugin.\n",
	.options = OPTION_NAME,
	.words = WORDS_SOURCES,
	.run = run_build,
};
