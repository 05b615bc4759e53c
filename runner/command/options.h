/*
 * The command line as a struct. One table of options serves parsing, help, completions and manual
 * pages; getopt_long does the parsing, abbreviations are refused.
 */
#ifndef GLIM_COMMAND_OPTIONS_H
#define GLIM_COMMAND_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "output/output.h"
#include "plan/repair.h"

struct command;
struct language;

/* Texts are borrowed from argv and the environment. Times are in microseconds. */
struct options {
	const struct command *command;
	const char *name; /* NAME or --name */
	const char *to;
	long count; /* -1: not given */
	long batch; /* 0: not given */

	const char *config;
	const char *db;
	const char **plugins; /* owned */
	size_t plugin_count;
	const char *reason, *by, *confirm;
	int64_t wait, lock_timeout, statement_timeout, progress; /* -1: not given */
	bool yes, no_input;
	bool help, version; /* --help and --version; options_parse has obeyed them */

	bool dry_run, check, pending, all, no_db;
	enum repair_mark mark;
	bool accept_checksum;
	int64_t since;               /* microseconds since 1970; 0: from the beginning */
	int64_t wait_for;            /* --for, microseconds */
	const struct language *lang; /* NULL: not given */

	struct output output; /* json, quiet, verbose, colour */
};

/*
 * Reads argv. False: the error (usage, exit 2, with "did you mean") is set. `options->command` is
 * never NULL after success; --help and --version choose the commands `help` and `version`.
 */
bool options_parse(int argc, char **argv, struct options *options, struct error *error);
void options_finish(struct options *options);

#endif
