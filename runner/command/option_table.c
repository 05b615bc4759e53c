#include "command/option_table.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "command/command.h"
#include "config/config.h"

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

#define PLACE(member) .place = offsetof(struct options, member)

const struct option_row option_rows[] = {
	{ "name", 0, "NAME", "the same as NAME", OPTION_NAME, take_text, PLACE(name) },
	{ "to", 0, "NAME", "the last migration to go to", OPTION_TO, take_text, PLACE(to) },
	{ "count", 0, "N", "no more than N migrations", OPTION_COUNT, take_count, PLACE(count) },
	{ "dry-run", 0, NULL, "say what would be done and do nothing", OPTION_DRY_RUN, take_switch,
	  PLACE(dry_run) },
	{ "check", 0, NULL, "exit 10 where the answer is no", OPTION_CHECK, take_switch,
	  PLACE(check) },
	{ "pending", 0, NULL, "only what is not applied", OPTION_PENDING, take_switch,
	  PLACE(pending) },
	{ "all", 0, NULL, "every applied migration, not the last ones", OPTION_ALL, take_switch,
	  PLACE(all) },
	{ "no-db", 0, NULL, "look at the plugins only", OPTION_NO_DB, take_switch, PLACE(no_db) },
	{ "confirm", 0, "DATABASE", "name the protected database that may be changed",
	  OPTION_CONFIRM, take_text, PLACE(confirm) },

	{ "config", 0, "FILE", "the configuration (GLIM_CONFIG)", 0, take_text, PLACE(config) },
	{ "db", 0, "ALIAS", "the connection to use, of those in config.json", 0, take_text,
	  PLACE(db) },
	{ "plugins", 0, "DIR", "a plugin directory; may be given again", 0, take_plugins, 0 },
	{ "json", 0, NULL, "one JSON document on stdout", 0, take_switch, PLACE(output.json) },
	{ "quiet", 'q', NULL, "no notes on stderr", 0, take_switch, PLACE(output.quiet) },
	{ "verbose", 'v', NULL, "more notes on stderr", 0, take_verbose, PLACE(output.verbose) },
	{ "color", 0, "WHEN", "auto, always or never", 0, take_color, PLACE(output.color) },
	{ "yes", 0, NULL, "go on without asking", 0, take_switch, PLACE(yes) },
	{ "no-input", 0, NULL, "never ask: refuse instead", 0, take_switch, PLACE(no_input) },
	{ "wait", 0, "TIME", "how long to wait for a server to come up (0)", 0, take_time,
	  PLACE(wait) },
	{ "lock-timeout", 0, "TIME", "how long to wait for another run to end (60s)", 0, take_time,
	  PLACE(lock_timeout) },
	{ "statement-timeout", 0, "TIME", "what one statement may take (no limit)", 0, take_time,
	  PLACE(statement_timeout) },
	{ "reason", 0, "TEXT", "why, kept in the log of the database", 0, take_text,
	  PLACE(reason) },
	{ "by", 0, "WHO", "who, kept in the history (GLIM_BY)", 0, take_text, PLACE(by) },
	{ "help", 'h', NULL, "this help, or that of the command", 0, take_switch, PLACE(help) },
	{ "version", 0, NULL, "versions of program and plugin ABI", 0, take_switch,
	  PLACE(version) },
};

const size_t option_row_count = sizeof option_rows / sizeof *option_rows;
