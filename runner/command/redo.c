#include "command/batch.h"
#include "command/command.h"

const struct command command_redo = {
	.verb = "redo",
	.argument = "[NAME]",
	.summary = "roll back and run again the newest migration, or one",
	.details =
		"Both under one lock. Refused, before anything is undone, where rollback would be, "
		"and\n"
		"where the plugin is not deployed. If the run fails the migration stays rolled "
		"back.\n"
		"With an archive the plugin that ran is undone by its own rollback(), and the "
		"deployed\n"
		"one runs.\n",
	.options = OPTION_NAME | OPTION_CONFIRM,
	.words = WORDS_MIGRATIONS,
	.run = batch_redo,
};
