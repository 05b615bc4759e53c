#include "command/batch.h"
#include "command/command.h"

static int rollback_applied(struct options *options, struct error *error)
{
	return batch_run(options, DIRECTION_ROLLBACK, error);
}

const struct command command_rollback = {
	.verb = "rollback",
	.argument = "[NAME]",
	.summary = "undo all applied migrations, newest first, or one",
	.details = "Without NAME, --to or --count everything is undone; on a terminal it is listed "
		   "and\n"
		   "asked for first. Refused before anything is undone: a migration without a\n"
		   "rollback(), one whose plugin is missing or is not the one that ran, unless "
		   "the\n"
		   "archive has that, and one that a later applied migration depends on. With --to "
		   "NAME\n"
		   "that migration stays. --batch N is that of run.\n",
	.options = OPTION_NAME | OPTION_TO | OPTION_COUNT | OPTION_BATCH | OPTION_DRY_RUN | OPTION_CONFIRM,
	.run = rollback_applied,
};
