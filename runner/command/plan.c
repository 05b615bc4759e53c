#include "command/command.h"
#include "command/planning.h"

static int plan_pending_ones(struct options *options, struct error *error)
{
	return planning_run(options, DIRECTION_RUN, error);
}

static const char *const formats[] = { "text", "github", NULL };

const struct command command_plan = {
	.verb = "plan",
	.argument = "[NAME]",
	.summary = "say what `run` would do, with the SQL where asked",
	.details =
		"Lists what is pending in its order, whether there is a way back, and why "
		"something\n"
		"is out of order. Creates nothing, takes no lock. What statements destroy, break "
		"or\n"
		"block is found in SQL migrations; with --sql, --check or --format in code too,\n"
		"which then runs: its writes are noted and not executed, its reads are answered in "
		"a\n"
		"transaction that only reads, and what depends on a write is marked as uncertain.\n"
		"--sql prints a script. --try executes all of it, under the lock, in one "
		"transaction\n"
		"that is undone, where the database can undo changes of tables. Where it cannot,\n"
		"--shadow makes an empty copy of the schema on the same server, executes all of "
		"it\n"
		"there, asks the server for the way of each change that costs least, and drops "
		"the\n"
		"copy. --check exits with 10 on findings, --format github prints them as "
		"annotations\n"
		"of a pull request.\n",
	.options = OPTION_NAME | OPTION_TO | OPTION_COUNT | OPTION_SQL | OPTION_TRY |
		   OPTION_SHADOW | OPTION_CHECK | OPTION_FORMAT,
	.words = WORDS_MIGRATIONS,
	.formats = formats,
	.run = plan_pending_ones,
};
