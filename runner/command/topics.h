/* Help that is about no single command. */
#ifndef GLIM_COMMAND_TOPICS_H
#define GLIM_COMMAND_TOPICS_H

#include <stddef.h>

#include "base/error.h"
#include "base/text.h"

struct topic {
	const char *name; /* what `glim help` takes */
	const char *summary;
	void (*write)(struct text *text);
};

extern const struct topic topics[];
extern const size_t topic_count;

struct exit_topic {
	const char *code, *meaning;
	const char *touched; /* whether the database may have been changed */
	const char *retry;   /* whether a machine should try again; "" where that makes no sense */
};

extern const struct exit_topic exit_topics[];
extern const size_t exit_topic_count;
/* The table of exit codes, indented. */
void topics_write_exit_codes(struct text *text);

/* command/settings_topic.c: config.json. A key may be two, parted by a comma. */
struct setting_topic {
	const char *section, *key, *text;
};

extern const struct setting_topic setting_topics[];
extern const size_t setting_topic_count;
extern const char settings_found[];             /* where it is looked for, and how it is read */
void settings_write_example(struct text *text); /* indented */
void setting_write_text(struct text *, const struct setting_topic *);
void settings_topic_write(struct text *text);

/* command/event_topic.c: --log json. */
void event_topic_write(struct text *text);

/* command/hook_topic.c: the commands around a run. */
void hook_topic_write(struct text *text);

/* command/errors.c: what an error means, what to look at, what to do. */
struct error_topic {
	const char *cause, *check, *fix;
};

extern const struct error_topic error_topics[ERROR_CODES]; /* all NULL for ERROR_NONE */
void error_topic_write(struct text *text, enum error_code code);
void error_topics_write(struct text *text);

#endif
