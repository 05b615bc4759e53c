#include "config/source.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"
#include "config/connection_url.h"
#include "config/file.h"

enum { SOURCE_LIMIT = 1 << 20 };

const char *const source_places[] = { "config.json", "/etc/glim/config.json", NULL };

/* A link that leads nowhere is there: its owner meant something by it. */
static bool is_absent(const char *path)
{
	struct stat info;

	return lstat(path, &info) < 0 && (errno == ENOENT || errno == ENOTDIR);
}

/* The directory that the file was named in, not the one that a link leads to. */
static bool take_directory(struct source *source, const char *path, struct error *error)
{
	const char *slash = strrchr(path, '/');
	char *named = slash ? memory_copy_bytes(path, (size_t)(slash - path)) : memory_copy(".");

	source->directory = realpath(slash == path ? "/" : named, NULL);
	free(named);
	if (!source->directory)
		return error_set(error, ERROR_CONFIG, "the directory of %s cannot be entered: %s",
				 path, strerror(errno));
	source->file = file_below(source->directory, slash ? slash + 1 : path);
	return true;
}

static bool read_source(struct source *source, const char *path, const char *found_by,
			struct error *error)
{
	struct file file;
	char *why = file_load(path, SOURCE_LIMIT, &file);

	if (why) {
		error_set(error, ERROR_CONFIG, "the configuration (%s) %s", found_by, why);
		error_line(&error->at, "%s", path);
		free(why);
		return false;
	}
	source->name = memory_copy(path);
	source->found_by = memory_copy(found_by);
	source->text = file.text;
	source->length = file.length;
	source->owner = file.owner;
	source->mode = file.mode;
	return take_directory(source, path, error);
}

static bool do_without(struct source *source, struct error *error)
{
	source->directory = realpath(".", NULL);
	if (!source->directory)
		return error_set(error, ERROR_CONFIG, "the working directory cannot be entered: %s",
				 strerror(errno));
	source->name = memory_copy("config.json");
	source->owner = geteuid();
	source->text = memory_copy("{}");
	source->length = 2;
	return true;
}

static bool fail_absent(const char *const *places, struct error *error)
{
	struct text list = { 0 };

	for (; *places; places++)
		text_print(&list, "%s%s", list.length ? " and " : "", *places);
	error_set(error, ERROR_CONFIG, "there is no configuration: looked for %s", text_get(&list));
	error_next(error, "write a first one:  glim migration:init");
	error_next(error, "or name yours:      glim --config FILE, or GLIM_CONFIG");
	text_finish(&list);
	return false;
}

bool source_find(struct source *source, const struct config_request *request,
		 const char *const *places, struct error *error)
{
	const char *named = getenv("GLIM_CONFIG");

	*source = (struct source){ 0 };
	if (request->file)
		return read_source(source, request->file, "--config", error);
	if (named && *named)
		return read_source(source, named, "GLIM_CONFIG", error);
	for (size_t i = 0; places[i]; i++)
		if (!is_absent(places[i]))
			return read_source(source, places[i], places[i], error);
	if (request->without_database || connection_url_variable(request))
		return do_without(source, error);
	return fail_absent(places, error);
}

void source_finish(struct source *source)
{
	free(source->name);
	free(source->found_by);
	free(source->file);
	free(source->directory);
	if (source->text)
		explicit_bzero(source->text, source->length);
	free(source->text);
	*source = (struct source){ 0 };
}
