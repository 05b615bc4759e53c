#include "command/hooks.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "child/child.h"
#include "command/batch_event.h"
#include "interrupt/interrupt.h"

static const char *const names[HOOKS] = {
	[HOOK_BEFORE] = "before",
	[HOOK_AFTER] = "after",
	[HOOK_FAILURE] = "failure",
};

struct running {
	const struct hooks *hooks;
	enum hook_moment moment;
	char *name; /* "hook before" */
};

static void on_line(void *data, const char *line, size_t length)
{
	const struct running *running = data;

	output_tool(running->hooks->output, running->name, line, length);
}

/* What tells of a signal is not to be stopped by it: the second one ends all of us. */
static bool on_wake(void *data)
{
	const struct running *running = data;

	if (running->hooks->db)
		database_idle(running->hooks->db);
	return running->moment == HOOK_BEFORE && interrupt_signal();
}

static char *facts_of(const struct hooks *hooks, enum hook_moment moment, json_t *result)
{
	json_t *facts = json_pack(
		"{s:s, s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:O}", "schema", "glim.hook/1", "hook",
		names[moment], "command", hooks->command, "direction",
		direction_name(hooks->direction), "target",
		hooks->db ? event_target(hooks->db) : json_null(), "by",
		output_text_json(hooks->by), "reason", output_text_json(hooks->reason),
		"migrations", event_names(hooks->plan), "result", result ? result : json_null());
	char *text = json_dumps(facts, JSON_COMPACT);

	json_decref(facts);
	return text;
}

static struct child_result run(const struct hooks *hooks, enum hook_moment moment, json_t *result)
{
	struct running running = { hooks, moment, memory_format("hook %s", names[moment]) };
	char *facts = facts_of(hooks, moment, result);
	const struct child_request request = {
		.words = hooks->config->hooks[moment].words,
		.directory = hooks->config->directory,
		.input = facts,
		.length = strlen(facts),
		.limit = hooks->config->hook_timeout,
		.line = on_line,
		.stopped = on_wake,
		.data = &running,
	};
	struct child_result ended;

	progress_begin(hooks->progress, running.name);
	ended = child_run(&request);
	progress_end(hooks->progress);
	free(facts);
	free(running.name);
	return ended;
}

/* "ended with exit status 3" */
static char *explain(const struct hooks *hooks, struct child_result ended)
{
	char time[CLOCK_TEXT];

	switch (ended.end) {
	case CHILD_EXITED:
		return memory_format("ended with exit status %d", ended.number);
	case CHILD_KILLED:
		return memory_format("was ended by signal %d (%s)", ended.number,
				     strsignal(ended.number));
	case CHILD_TIMEOUT:
		clock_format_duration(hooks->config->hook_timeout, time);
		return memory_format("took longer than %s", time);
	case CHILD_STOPPED:
		return memory_copy("was stopped");
	default:
		return memory_format("cannot be started: %s", strerror(ended.number));
	}
}

static bool is_good(struct child_result ended)
{
	return ended.end == CHILD_EXITED && ended.number == 0;
}

static bool say_no(const struct hooks *hooks, struct child_result ended, struct error *error)
{
	const struct hook *hook = &hooks->config->hooks[HOOK_BEFORE];
	char *how = explain(hooks, ended);

	error_set(error, ended.end == CHILD_NOT_STARTED ? ERROR_CONFIG : ERROR_HOOK,
		  "the hook before the %s, %s, %s", hooks->command, hook->words[0], how);
	if (ended.end == CHILD_STOPPED) {
		error_set(error, ERROR_CANCELLED, "cancelled in the hook before the %s",
			  hooks->command);
		error->exit_code = 128 + interrupt_signal();
	}
	error_line(&error->at, "%s", hook->place);
	error_line(&error->state, "nothing was started");
	if (ended.end == CHILD_NOT_STARTED)
		error_next(error, "correct the word, or take the hook out of config.json");
	if (ended.end == CHILD_EXITED)
		error_next(error, "see what it printed, then try again: glim migration:%s",
			   hooks->command);
	free(how);
	return false;
}

bool hooks_before(const struct hooks *hooks, struct error *error)
{
	struct child_result ended;

	if (!hooks->config->hooks[HOOK_BEFORE].words)
		return true;
	ended = run(hooks, HOOK_BEFORE, NULL);
	if (is_good(ended) && !interrupt_signal())
		return true;
	if (is_good(ended))
		ended.end = CHILD_STOPPED;
	return say_no(hooks, ended, error);
}

void hooks_after(const struct hooks *hooks, const struct error *error, json_t *result)
{
	const enum hook_moment moment = error->code == ERROR_NONE ? HOOK_AFTER : HOOK_FAILURE;
	struct child_result ended;
	char *how;

	if (!hooks->config->hooks[moment].words)
		return;
	ended = run(hooks, moment, result);
	if (is_good(ended))
		return;
	how = explain(hooks, ended);
	output_warning(hooks->output, "the hook %s, %s, %s", names[moment],
		       hooks->config->hooks[moment].words[0], how);
	free(how);
}
