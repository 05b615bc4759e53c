#include "config/section.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "config/file.h"
#include "config/line.h"
#include "config/value.h"

static void add_plugin_directory(struct config *config, char *path)
{
	config->plugins =
		memory_grow_for(config->plugins, config->plugin_count, sizeof *config->plugins);
	config->plugins[config->plugin_count++] = path;
}

static bool read_plugin(struct reading *reading, const struct key *key, const struct member *member)
{
	const struct member element = { .key = key->name, .value = member->value };
	char *text = value_text(reading, key, &element);

	if (!text)
		return false;
	add_plugin_directory(reading->config, file_below(reading->config->directory, text));
	free(text);
	return true;
}

static char *plugin_list(const struct config *config)
{
	struct text list = { 0 };

	for (size_t i = 0; i < config->plugin_count; i++)
		text_print(&list, "%s%s", i ? ", " : "", config->plugins[i]);
	return text_take(&list);
}

static void note_plugins(struct reading *reading, const struct key *key,
			 const struct member *member)
{
	char *list = plugin_list(reading->config);

	key_note(reading, key, member, list);
	free(list);
}

static bool read_plugin_array(struct reading *reading, const struct key *key,
			      const struct member *member)
{
	struct member *members;
	const size_t count = place_members(member->value, &members);
	bool from_environment = false;
	bool ok = true;

	if (!count)
		ok = key_fail(reading, member, "must name at least one directory");
	for (size_t i = 0; ok && i < count; i++) {
		ok = read_plugin(reading, key, &members[i]);
		from_environment |= reading->from_environment;
	}
	reading->from_environment = from_environment;
	free(members);
	return ok;
}

/* One directory, or several in an array. */
static bool read_plugins(struct reading *reading, const struct key *key,
			 const struct member *member, void *target)
{
	(void)target;
	if (!json_is_array(member->value.json) && !json_is_string(member->value.json))
		return key_is(reading, member, JSON_ARRAY, "a directory or an array of them");
	if (json_is_array(member->value.json) ? !read_plugin_array(reading, key, member)
					      : !read_plugin(reading, key, member))
		return false;
	note_plugins(reading, key, member);
	return true;
}

static bool read_alias(struct reading *reading, const struct key *key, const struct member *member,
		       void *target)
{
	reading->alias_place = member->value.at;
	return value_string(reading, key, member, target);
}

static const char *const orders[] = { "run", "stop", NULL };

const struct key migration_keys[] = {
	{ "db", read_alias, offsetof(struct config, db), .fallback = "default",
	  .also = " database connection " },
	{ "plugins", read_plugins, .fallback = "plugins", .also = " directory folder path " },
	{ "sources", value_path, offsetof(struct config, sources), .fallback = "migrations",
	  .also = " migrations source_directory " },
	{ "archive", value_path, offsetof(struct config, archive), .absent = "none" },
	{ "lock_timeout", value_duration, offsetof(struct config, lock_timeout),
	  .fallback = "60s" },
	{ "statement_timeout", value_duration, offsetof(struct config, statement_timeout),
	  .absent = "none" },
	{ "timeout", value_duration, offsetof(struct config, timeout), .absent = "none" },
	{ "memory_limit", value_size, offsetof(struct config, memory_limit), .absent = "none" },
	{ "out_of_order", value_switch, offsetof(struct config, out_of_order_stops),
	  .fallback = "run", .choices = orders },
	{ "dump_after_run", value_path, offsetof(struct config, dump_after_run), .absent = "none" },
	{ 0 },
};

static void clear_plugins(struct config *config)
{
	for (size_t i = 0; i < config->plugin_count; i++)
		free(config->plugins[i]);
	config->plugin_count = 0;
	free(config->plugins);
	config->plugins = NULL;
}

/* --plugins are relative to the working directory. */
static bool add_plugin_option(struct reading *reading, const char *path)
{
	char *working;

	if (!*path)
		return error_set(reading->error, ERROR_USAGE, "--plugins is empty");
	working = *path == '/' ? memory_copy("/") : realpath(".", NULL);
	if (!working)
		return error_set(reading->error, ERROR_CONFIG,
				 "--plugins %s is relative, but the working directory cannot be "
				 "entered: %s",
				 path, strerror(errno));
	add_plugin_directory(reading->config, file_below(working, path));
	free(working);
	return true;
}

static bool override_plugins(struct reading *reading)
{
	const struct config_request *request = reading->request;
	char *list;

	if (!request->plugin_count)
		return true;
	clear_plugins(reading->config);
	for (size_t i = 0; i < request->plugin_count; i++)
		if (!add_plugin_option(reading, request->plugins[i]))
			return false;
	list = plugin_list(reading->config);
	line_replace(reading->config, "extensions.migration.plugins", list, "--plugins");
	free(list);
	return true;
}

static void override_time(struct config *config, const int64_t *given, int64_t *out,
			  const char *key, const char *source)
{
	char *text;

	if (!given)
		return;
	*out = *given;
	text = *given % 1000000 ? memory_format("%" PRId64 "us", *given)
				: memory_format("%" PRId64 "s", *given / 1000000);
	line_replace(config, key, text, source);
	free(text);
}

static bool override_migration(struct reading *reading)
{
	const struct config_request *request = reading->request;
	struct config *config = reading->config;

	override_time(config, request->lock_timeout, &config->lock_timeout,
		      "extensions.migration.lock_timeout", "--lock-timeout");
	override_time(config, request->statement_timeout, &config->statement_timeout,
		      "extensions.migration.statement_timeout", "--statement-timeout");
	if (request->db) {
		free(config->db);
		config->db = memory_copy(request->db);
		line_replace(config, "extensions.migration.db", request->db, "--db");
	}
	return override_plugins(reading);
}

static const struct key extension_keys[] = {
	{ "migration", value_object, .keys = migration_keys, .is_section = true,
	  .also = " migrations glim " },
	{ 0 },
};

bool migration_read(struct reading *reading, const struct key *key, const struct member *member,
		    void *target)
{
	const struct key extensions = { .name = key->name, .keys = extension_keys };
	bool ok;

	reading->expand = true;
	ok = value_object(reading, &extensions, member, target);
	reading->expand = false;
	return ok && override_migration(reading);
}
