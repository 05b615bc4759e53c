#include "command/topics.h"

#include <string.h>

const struct exit_topic exit_topics[] = {
	{ "0", "done, or nothing to do", "as asked", "" },
	{ "1", "a migration failed or was cancelled", "maybe", "no" },
	{ "2", "bad command line, unknown name", "no", "no" },
	{ "3", "configuration or plugin cannot be used", "no", "no" },
	{ "4", "database unreachable, or login refused", "no", "if unreachable" },
	{ "5", "another run holds the lock", "no", "yes" },
	{ "6", "the history needs a person", "no", "no" },
	{ "7", "refused: protected, no consent, a hook", "no", "no" },
	{ "10", "a check says no", "no", "" },
	{ "129", "stopped by SIGHUP", "maybe", "no" },
	{ "130", "stopped by SIGINT (Ctrl-C)", "maybe", "no" },
	{ "143", "stopped by SIGTERM", "maybe", "no" },
};

const size_t exit_topic_count = sizeof exit_topics / sizeof *exit_topics;

void topics_write_exit_codes(struct text *text)
{
	for (size_t i = 0; i < exit_topic_count; i++)
		text_print(text, "  %3s  %s\n", exit_topics[i].code, exit_topics[i].meaning);
}

static void write_exit_codes(struct text *text)
{
	text_print(text, "%-4s  %-38s  %-8s  %s\n", "CODE", "MEANING", "DATABASE", "TRY AGAIN");
	for (size_t i = 0; i < exit_topic_count; i++) {
		text_print(text, "%4s  %-38s  %s", exit_topics[i].code, exit_topics[i].meaning,
			   exit_topics[i].touched);
		if (*exit_topics[i].retry)
			text_print(text, "%*s%s", 10 - (int)strlen(exit_topics[i].touched), "",
				   exit_topics[i].retry);
		text_add_char(text, '\n');
	}
	text_add(text,
		 "\nDATABASE: whether it may have been changed. TRY AGAIN: whether a machine\n"
		 "should, without a person. With 4, `error.code` of --json says which: connect\n"
		 "may be tried again, auth not.\n");
}

const struct topic topics[] = {
	{ "config", "config.json and all its settings", settings_topic_write },
	{ "errors", "every error: cause, check, fix", error_topics_write },
	{ "events", "what --log json writes to stderr", event_topic_write },
	{ "hooks", "commands around a run", hook_topic_write },
	{ "exit-codes", "what the exit status tells a machine", write_exit_codes },
};

const size_t topic_count = sizeof topics / sizeof *topics;
