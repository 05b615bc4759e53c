#include "command/option_table.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "command/command.h"
#include "command/language.h"
#include "config/config.h"
#include "import/tool.h"

static void *place_of(const struct option_row *row, struct options *options)
{
	return (char *)options + row->place;
}

static bool take_switch(const struct option_row *row, const char *value, struct options *options,
			struct error *error)
{
	(void)value;
	(void)error;
	*(bool *)place_of(row, options) = true;
	return true;
}

static bool take_verbose(const struct option_row *row, const char *value, struct options *options,
			 struct error *error)
{
	(void)value;
	(void)error;
	++*(int *)place_of(row, options);
	return true;
}

/* An empty value is a forgotten variable of a script, and would mean: everything. */
static bool refuse_empty(const struct option_row *row, const char *value, struct error *error)
{
	if (*value)
		return true;
	return error_set(error, ERROR_USAGE, "--%s was given an empty value", row->name);
}

static bool take_text(const struct option_row *row, const char *value, struct options *options,
		      struct error *error)
{
	if (!refuse_empty(row, value, error))
		return false;
	*(const char **)place_of(row, options) = value;
	return true;
}

static bool take_plugins(const struct option_row *row, const char *value, struct options *options,
			 struct error *error)
{
	if (!refuse_empty(row, value, error))
		return false;
	options->plugins =
		memory_grow_for(options->plugins, options->plugin_count, sizeof *options->plugins);
	options->plugins[options->plugin_count++] = value;
	return true;
}

static bool take_count(const struct option_row *row, const char *value, struct options *options,
		       struct error *error)
{
	bool digits = *value && !value[strspn(value, "0123456789")];
	long count;

	errno = 0;
	count = digits ? strtol(value, NULL, 10) : 0;
	if (count <= 0 || errno)
		return error_set(error, ERROR_USAGE, "--%s wants a number from 1, not \"%s\"",
				 row->name, value);
	*(long *)place_of(row, options) = count;
	return true;
}

static bool take_time(const struct option_row *row, const char *value, struct options *options,
		      struct error *error)
{
	if (config_duration(value, place_of(row, options)))
		return true;
	return error_set(error, ERROR_USAGE,
			 "--%s wants a time such as 90s, \"5 min\" or 200ms, not \"%s\"", row->name,
			 value);
}

/* A day alone is its beginning. */
static int64_t time_of(const char *value)
{
	char *begin = memory_format("%s 00:00:00", value);
	int64_t time = clock_parse(value);

	if (time < 0)
		time = clock_parse(begin);
	free(begin);
	return time;
}

/* "7d" back from now, or a time. */
static bool take_since(const struct option_row *row, const char *value, struct options *options,
		       struct error *error)
{
	const bool bare = !value[strspn(value, "0123456789")];
	int64_t back, since = time_of(value);

	if (since < 0 && !bare && config_duration(value, &back))
		since = back < clock_now() ? clock_now() - back : 0;
	if (since < 0)
		return error_set(error, ERROR_USAGE,
				 "--%s wants a time such as 7d, 12h or \"2026-11-01 09:12:04\" "
				 "(UTC), not \"%s\"",
				 row->name, value);
	*(int64_t *)place_of(row, options) = since;
	return true;
}

static const char *const marks[] = { "applied", "pending", NULL };
static const char *const colors[] = { "auto", "always", "never", NULL };

static bool take_mark(const struct option_row *row, const char *value, struct options *options,
		      struct error *error)
{
	static const char *const words[] = {
		[MARK_APPLIED] = "applied",
		[MARK_PENDING] = "pending",
	};

	for (int mark = MARK_APPLIED; mark <= MARK_PENDING; mark++) {
		if (strcmp(value, words[mark]) != 0)
			continue;
		*(enum repair_mark *)place_of(row, options) = (enum repair_mark)mark;
		return true;
	}
	return error_set(error, ERROR_USAGE, "--%s is applied or pending, not \"%s\"", row->name,
			 value);
}

static bool take_lang(const struct option_row *row, const char *value, struct options *options,
		      struct error *error)
{
	const struct language *language = language_named(value);
	const char *meant = language ? NULL : language_nearest(value);
	char *known;

	if (language) {
		*(const struct language **)place_of(row, options) = language;
		return true;
	}
	known = language_list();
	error_set(error, ERROR_USAGE, "--%s is %s, not \"%s\"%s%s%s", row->name, known, value,
		  meant ? "; did you mean " : "", meant ? meant : "", meant ? "?" : "");
	free(known);
	return false;
}

static bool take_log(const struct option_row *row, const char *value, struct options *options,
		     struct error *error)
{
	*(bool *)place_of(row, options) = strcmp(value, "json") == 0;
	if (strcmp(value, "json") == 0 || strcmp(value, "text") == 0)
		return true;
	return error_set(error, ERROR_USAGE, "--%s is text or json, not \"%s\"", row->name, value);
}

static bool take_color(const struct option_row *row, const char *value, struct options *options,
		       struct error *error)
{
	static const char *const words[] = {
		[COLOR_AUTO] = "auto",
		[COLOR_ALWAYS] = "always",
		[COLOR_NEVER] = "never",
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (strcmp(value, words[i]) != 0)
			continue;
		*(enum output_color *)place_of(row, options) = (enum output_color)i;
		return true;
	}
	return error_set(error, ERROR_USAGE, "--%s is auto, always or never, not \"%s\"", row->name,
			 value);
}

static bool take_tool(const struct option_row *row, const char *value, struct options *options,
		      struct error *error)
{
	const char *meant;
	size_t count = 0;

	if (import_tool_named(value))
		return take_text(row, value, options, error);
	while (import_tool_names[count])
		count++;
	meant = config_nearest(value, import_tool_names, count);
	return error_set(
		error, ERROR_USAGE,
		"--%s is dbmate, goose, golang-migrate, flyway or alembic, not \"%s\"%s%s%s",
		row->name, value, meant ? "; did you mean " : "", meant ? meant : "",
		meant ? "?" : "");
}

#define PLACE(member) .place = offsetof(struct options, member)

const struct option_row option_rows[] = {
	{ "name", "NAME", "the same as NAME", take_text, PLACE(name), .scope = OPTION_NAME },
	{ "to", "NAME", "the last migration to go to", take_text, PLACE(to), .scope = OPTION_TO },
	{ "count", "N", "no more than N migrations", take_count, PLACE(count),
	  .scope = OPTION_COUNT },
	{ "batch", "N", "up to N migrations share one commit (1)", take_count, PLACE(batch),
	  .scope = OPTION_BATCH },
	{ "dry-run", NULL, "say what would be done and do nothing", take_switch, PLACE(dry_run),
	  .scope = OPTION_DRY_RUN },
	{ "check", NULL, "exit 10 where the answer is no", take_switch, PLACE(check),
	  .scope = OPTION_CHECK },
	{ "for", "TIME", "wait so long for all to be applied", take_time, PLACE(wait_for),
	  .scope = OPTION_FOR },
	{ "pending", NULL, "only what is not applied", take_switch, PLACE(pending),
	  .scope = OPTION_PENDING },
	{ "all", NULL, "every applied migration, not the last ones", take_switch, PLACE(all),
	  .scope = OPTION_ALL },
	{ "no-db", NULL, "look at the plugins only", take_switch, PLACE(no_db),
	  .scope = OPTION_NO_DB },
	{ "mark", "STATE", "what it is from now on: applied or pending", take_mark, PLACE(mark),
	  .scope = OPTION_MARK, .choices = marks },
	{ "accept-checksum", NULL, "the deployed plugin counts as the one that ran", take_switch,
	  PLACE(accept_checksum), .scope = OPTION_ACCEPT },
	{ "lang", "LANGUAGE", "the language of the source (c)", take_lang, PLACE(lang),
	  .scope = OPTION_LANG },
	{ "since", "TIME", "nothing older than 7d, 12h, or a time in UTC", take_since, PLACE(since),
	  .scope = OPTION_SINCE },
	{ "sql", NULL, "show the statements", take_switch, PLACE(sql), .scope = OPTION_SQL },
	{ "try", NULL, "execute all in one transaction, and undo it", take_switch, PLACE(try),
	  .scope = OPTION_TRY },
	{ "shadow", NULL, "execute all in an empty copy of the schema", take_switch, PLACE(shadow),
	  .scope = OPTION_SHADOW },
	{ "from", "TOOL", "dbmate, goose, golang-migrate, flyway, alembic", take_tool, PLACE(from),
	  .scope = OPTION_FROM, .choices = import_tool_names },
	{ "format", "WORD", "what the answer is written as; see above", take_text, PLACE(format),
	  .scope = OPTION_FORMAT },
	{ "output", "FILE", "replace this file instead of writing to stdout", take_text,
	  PLACE(file), .scope = OPTION_FILE, .letter = 'o' },
	{ "confirm", "DATABASE", "name the protected database that may be changed", take_text,
	  PLACE(confirm), .scope = OPTION_CONFIRM },

	{ "config", "FILE", "the configuration (GLIM_CONFIG)", take_text, PLACE(config) },
	{ "db", "ALIAS", "the connection to use, of those in config.json", take_text, PLACE(db) },
	{ "plugins", "DIR", "a plugin directory; may be given again", take_plugins,
	  PLACE(plugins) },
	{ "json", NULL, "one JSON document on stdout", take_switch, PLACE(output.json) },
	{ "log", "FORM", "text, or json: an event on each line of stderr", take_log,
	  PLACE(output.events) },
	{ "quiet", NULL, "no notes on stderr", take_switch, PLACE(output.quiet), .letter = 'q' },
	{ "verbose", NULL, "more notes on stderr", take_verbose, PLACE(output.verbose),
	  .letter = 'v' },
	{ "color", "WHEN", "auto, always or never", take_color, PLACE(output.color),
	  .choices = colors },
	{ "yes", NULL, "go on without asking", take_switch, PLACE(yes) },
	{ "no-input", NULL, "never ask: refuse instead", take_switch, PLACE(no_input) },
	{ "wait", "TIME", "how long to wait for a server to come up (0)", take_time, PLACE(wait) },
	{ "lock-timeout", "TIME", "how long to wait for another run to end (60s)", take_time,
	  PLACE(lock_timeout) },
	{ "statement-timeout", "TIME", "what one statement may take (no limit)", take_time,
	  PLACE(statement_timeout) },
	{ "progress", "TIME", "how often a line says where it is (30s; 0: never)", take_time,
	  PLACE(progress) },
	{ "reason", "TEXT", "why, kept in the log of the database", take_text, PLACE(reason) },
	{ "by", "WHO", "who, kept in the history (GLIM_BY)", take_text, PLACE(by) },
	{ "help", NULL, "this help, or that of the command", take_switch, PLACE(help),
	  .letter = 'h' },
	{ "version", NULL, "versions of program and plugin ABI", take_switch, PLACE(version) },
};

const size_t option_row_count = sizeof option_rows / sizeof *option_rows;
