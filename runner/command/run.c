#include "command/batch.h"
#include "command/command.h"
#include "command/planning.h"

static int run_pending(struct options *options, struct error *error)
{
	if (options->dry_run)
		return planning_run(options, DIRECTION_RUN, error);
	return batch_run(options, DIRECTION_RUN, error);
}

const struct command command_run = {
	.verb = "run",
	.argument = "[NAME]",
	.summary = "apply all pending migrations in order, or one",
	.details =
		"Each migration and its record in glim_migrations are one transaction. The first\n"
		"failure stops the run: what came before it stays applied, what comes after it is\n"
		"not started. One runner works at a time; a second one waits for --lock-timeout.\n"
		"\n"
		"With --batch N up to N migrations share one commit, each behind a savepoint with\n"
		"its record inside: faster where there are many small ones. They are done, and\n"
		"said to be, when that commit is. A failure keeps those before it. A statement\n"
		"that commits by itself, as DDL does on some databases, ends the batch first.\n",
	.options = OPTION_NAME | OPTION_TO | OPTION_COUNT | OPTION_BATCH | OPTION_DRY_RUN,
	.words = WORDS_MIGRATIONS,
	.run = run_pending,
};
