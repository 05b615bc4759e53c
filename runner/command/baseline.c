#include "command/command.h"

#include <jansson.h>

#include "command/recording.h"
#include "interrupt/interrupt.h"

static struct plan *choose(struct recording *work, struct error *error)
{
	return plan_baseline(work->edit.catalog, work->edit.history, work->edit.options->name,
			     error);
}

static int record_baseline(struct options *options, struct error *error)
{
	struct recording work = {
		.edit = { .options = options },
		.event = "baseline",
		.choose = choose,
	};
	bool done;

	interrupt_start();
	done = recording_work(&work, "up to", error);
	if (options->output.json)
		output_json(&options->output, recording_json(&work, "glim.baseline/1", error));
	else if (done)
		recording_print(&work, &options->output);
	recording_finish(&work);
	return done ? 0 : error_exit_code(error);
}

const struct command command_baseline = {
	.verb = "baseline",
	.argument = "NAME",
	.summary = "record everything up to NAME as applied; runs nothing",
	.details =
		"For a database that has all of it already, by whatever way. What is pending up "
		"to\n"
		"NAME, and what that depends on, is recorded in one transaction, in the order in "
		"which\n"
		"it would run. Wants --reason. On a terminal it asks first; a protected "
		"connection\n"
		"wants --confirm. --dry-run lists what would be recorded.\n",
	.options = OPTION_NAME | OPTION_DRY_RUN | OPTION_CONFIRM,
	.words = WORDS_MIGRATIONS,
	.run = record_baseline,
};
