/* A command is one file that ends in one `const struct command`; main only looks it up. */
#ifndef GLIM_COMMAND_COMMAND_H
#define GLIM_COMMAND_COMMAND_H

#include <stdbool.h>

#include "base/error.h"
#include "command/options.h"

/* Which options a command takes beside the global ones. */
enum command_option {
	OPTION_NAME = 1 << 0, /* NAME, --name */
	OPTION_TO = 1 << 1,
	OPTION_COUNT = 1 << 2,
	OPTION_DRY_RUN = 1 << 3,
	OPTION_CHECK = 1 << 4,
	OPTION_PENDING = 1 << 5,
	OPTION_ALL = 1 << 6,
	OPTION_NO_DB = 1 << 7,
	OPTION_LANG = 1 << 8,
	OPTION_CONFIRM = 1 << 9,
	OPTION_MARK = 1 << 10,
	OPTION_ACCEPT = 1 << 11,
	OPTION_SINCE = 1 << 12,
	OPTION_BATCH = 1 << 13,
	OPTION_FOR = 1 << 14
};

struct command {
	const char *verb;     /* "run"; shown as migration:run unless `bare` */
	bool bare;            /* config, help, completion, version */
	const char *argument; /* "[NAME]", "NAME" or NULL */
	const char *summary;  /* one line, for the list */
	const char *details;  /* paragraphs for `glim help run`, which wraps them */
	unsigned options;     /* enum command_option */
	/*
	 * Does the work. Returns the exit code; 0 with no error set, or error_exit_code(error), or
	 * 10 from a check that says no. main prints the error (as a block, or inside the JSON
	 * document unless the command has already written one: options->output.json_written).
	 */
	int (*run)(struct options *options, struct error *error);
};

extern const struct command command_init, command_new, command_build, command_sync, command_run,
	command_rollback, command_status, command_validate, command_config, command_help,
	command_version, command_log, command_repair, command_baseline, command_redo;

extern const struct command *const commands[]; /* in the order of the help; NULL at the end */

/* "run" or "migration:run"; NULL if there is none. */
const struct command *command_find(const char *word);
/* What to suggest for an unknown word: near spellings, and words of other tools (up, down ..). */
const char *command_suggest(const char *word);

#endif
