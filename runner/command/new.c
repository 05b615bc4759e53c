#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"
#include "base/text.h"
#include "catalog/catalog.h"
#include "command/command.h"
#include "command/language.h"
#include "command/listing.h"
#include "command/settings.h"

enum { STAMP = sizeof "20261123021307", TRIES = 3600 };

static bool bad_name(struct error *error, const char *name, const char *why)
{
	error_set(error, ERROR_USAGE, "\"%s\" cannot be a migration's name: %s", name, why);
	error_next(error, "glim migration:new AddUser");
	return false;
}

static bool check_name(const char *name, struct error *error)
{
	static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				      "0123456789_-";
	size_t digits = strspn(name, "0123456789");

	if (name[strspn(name, allowed)])
		return bad_name(error, name,
				"it is made of letters, digits, dashes and underscores");
	if (digits && name[digits] == '_')
		return bad_name(error, name, "the leading number is put there by this command");
	if (strlen(name) > 200)
		return bad_name(error, name, "it is longer than 200 bytes");
	return true;
}

static bool check_unused(const char *path, listing_filter *wanted, const char *name,
			 const char *next, struct error *error)
{
	struct listing listing;
	const char *taken;

	if (!listing_read(&listing, path, wanted))
		return true;
	taken = listing_named(&listing, name);
	if (taken) {
		error_set(error, ERROR_USAGE, "there is a migration %s already: %s/%s", name, path,
			  taken);
		error_next(error, "%s", next);
	}
	listing_finish(&listing);
	return !taken;
}

static bool check_free(const struct config *config, const char *name, struct error *error)
{
	if (!check_unused(config->sources, listing_is_source, name,
			  "edit that file, or choose another name", error))
		return false;
	for (size_t i = 0; i < config->plugin_count; i++)
		if (!check_unused(config->plugins[i], listing_is_plugin, name,
				  "choose another name", error))
			return false;
	return true;
}

static void stamp_at(time_t time, char stamp[STAMP])
{
	struct tm at = { 0 };

	gmtime_r(&time, &at);
	strftime(stamp, STAMP, "%Y%m%d%H%M%S", &at);
}

static bool stamp_taken(const struct listing *listing, const char *stamp)
{
	for (size_t i = 0; i < listing->count; i++)
		if (strncmp(listing->files[i], stamp, STAMP - 1) == 0)
			return true;
	return false;
}

/* Two migrations of the same second get two numbers, so that their order stays. */
static void choose_stamp(const char *sources, char stamp[STAMP])
{
	time_t now = (time_t)(clock_now() / 1000000);
	struct listing listing;

	listing_read(&listing, sources, listing_is_source);
	stamp_at(now, stamp);
	for (int later = 1; later < TRIES && stamp_taken(&listing, stamp); later++)
		stamp_at(now + later, stamp);
	listing_finish(&listing);
}

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* "AddUserMigration" -> "add user" */
static char *words_of(const char *name)
{
	static const char suffix[] = "Migration";
	size_t length = strlen(name), cut = sizeof suffix - 1;
	struct text words = { 0 };

	if (length > cut && strcmp(name + length - cut, suffix) == 0)
		length -= cut;
	for (size_t i = 0; i < length; i++) {
		char c = name[i];

		if (i > 0 && is_upper(c) && !is_upper(name[i - 1]) && name[i - 1] != '_')
			text_add_char(&words, ' ');
		text_add_char(&words, c == '_' ? ' ' : is_upper(c) ? (char)(c + 32) : c);
	}
	return text_take(&words);
}

static bool write_template(const char *path, const char *template, const char *name,
			   struct error *error)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	FILE *file = fd < 0 ? NULL : fdopen(fd, "w");
	const char *mark = strstr(template, "%s");
	char *words = words_of(name);
	bool written;

	written = file && fprintf(file, "%.*s%s%s", (int)(mark - template), template, words,
				  mark + strlen("%s")) > 0;
	free(words);
	if (file && fclose(file) != 0)
		written = false;
	if (written)
		return true;
	error_set(error, ERROR_CONFIG, "%s cannot be written: %s", path, strerror(errno));
	if (file)
		unlink(path);
	return false;
}

/* Under a lock of the folder, so that two of these at once do not take the same number. */
static char *create_source(const struct config *config, const struct language *language,
			   const char *name, struct error *error)
{
	int lock = open(config->sources, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	char stamp[STAMP], *path = NULL;

	if (lock >= 0)
		flock(lock, LOCK_EX);
	if (check_free(config, name, error)) {
		choose_stamp(config->sources, stamp);
		path = memory_format("%s/%s_%s%s", config->sources, stamp, name,
				     language->endings[0]);
	}
	if (path && !write_template(path, language->template, name, error)) {
		free(path);
		path = NULL;
	}
	if (lock >= 0)
		close(lock);
	return path;
}

/* The number of SQL is part of its name. */
static char *name_of(const char *name, const char *path)
{
	const char *sql = catalog_sql_ending(path), *file = strrchr(path, '/') + 1;

	return sql ? memory_copy_bytes(file, (size_t)(sql - file)) : memory_copy(name);
}

static void show(struct options *options, const char *path)
{
	char *shown = output_path(path), *name = name_of(options->name, path);

	if (options->output.json)
		output_json(&options->output,
			    json_pack("{s:s, s:b, s:s, s:o}", "schema", "glim.new/1", "ok", true,
				      "name", name, "path", output_text_json(path)));
	else
		output_answer(&options->output, "%s", shown);
	free(name);
	free(shown);
}

static bool write_new(struct options *options, const struct config *config, struct error *error)
{
	char *path;

	if (!settings_check_sources(config->sources, error))
		return false;
	path = create_source(config, options->lang ? options->lang : languages, options->name,
			     error);
	if (!path)
		return false;
	show(options, path);
	free(path);
	return true;
}

static int run_new(struct options *options, struct error *error)
{
	struct config *config;

	if (!check_name(options->name, error))
		return error_exit_code(error);
	config = settings_load(options, true, error);
	if (!config)
		return error_exit_code(error);
	write_new(options, config, error);
	config_destroy(config);
	return error_exit_code(error);
}

const struct command command_new = {
	.verb = "new",
	.argument = "NAME",
	.summary = "write the source of a new migration",
	.details = "Writes <yyyymmddhhmmss>_NAME.c, or the ending of another language, from a\n"
		   "template into the folder of migration sources and prints its path. The number "
		   "is the present time in UTC and decides\n"
		   "the order; NAME keeps its spelling. Then edit the file and type:\n"
		   "\n"
		   "    glim migration:build\n"
		   "    glim migration:run\n",
	.options = OPTION_NAME | OPTION_LANG,
	.run = run_new,
};
