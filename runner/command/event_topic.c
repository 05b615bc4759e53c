#include "command/topics.h"

#include "command/paragraph.h"

enum { COLUMN = 17 };

/* Schemas only grow: what is added later is a new field, or a new event. */
static const struct {
	const char *event, *when, *fields;
} events[] = {
	{ "run.start", "the plan is made", "command target{} by migrations[]" },
	{ "migration.start", "a migration begins", "migration direction plugin resumed" },
	{ "step.start", "a statement is about to be sent",
	  "migration direction step site sql values replayed" },
	{ "progress", "every 30 s (--progress), and for SIGUSR1",
	  "migration elapsed_us step done total rate left_us wait statement{state stage stages "
	  "percent waits} blocker{who age_us more sure}" },
	{ "step.end", "it was answered", "migration direction step ok changes duration_us" },
	{ "migration.end", "a migration ended",
	  "migration direction ok statements duration_us step state_after" },
	{ "plugin", "a migration printed or logged a line", "migration message" },
	{ "tool", "a hook or make printed a line", "name message" },
	{ "note", "what is a note without --log json", "message" },
	{ "warning", "a warning", "message, next" },
	{ "error", "what went wrong, as in --json", "error{} exit_code" },
	{ "run.end", "the last one", "command ok exit_code done duration_us" },
};

void event_topic_write(struct text *text)
{
	paragraph_add(text,
		      "With --log json stderr holds events and nothing else: one JSON object a "
		      "line, each with schema (glim.event/1), time (UTC) and event. A field that "
		      "is not known is null. New fields and events may come; none goes. Passwords "
		      "are in none of them.\n",
		      0);
	for (size_t i = 0; i < sizeof events / sizeof *events; i++) {
		text_print(text, "\n%-*s%s\n%*s", COLUMN, events[i].event, events[i].when, COLUMN,
			   "");
		paragraph_add(text, events[i].fields, COLUMN);
	}
}
