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

/* The table of exit codes, indented. */
void topics_write_exit_codes(struct text *text);

/* command/errors.c: what an error means, what to look at, what to do. */
struct error_topic {
	const char *cause, *check, *fix;
};

extern const struct error_topic error_topics[ERROR_CODES]; /* all NULL for ERROR_NONE */
void error_topic_write(struct text *text, enum error_code code);
void error_topics_write(struct text *text);

#endif
