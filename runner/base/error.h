/*
 * What went wrong, for a person: what, where, the state now, the next command. One sentence, added
 * to on the way up. The struct owns its texts; error_finish() frees them.
 */
#ifndef GLIM_BASE_ERROR_H
#define GLIM_BASE_ERROR_H

#include <stdbool.h>

enum error_code {
	ERROR_NONE,
	ERROR_USAGE,
	ERROR_UNKNOWN_NAME,
	ERROR_CONFIG,
	ERROR_SECRET,
	ERROR_DRIVER,
	ERROR_PLUGIN_REFUSED,
	ERROR_PLUGIN_ABI,
	ERROR_BUILD, /* a source that does not compile */
	ERROR_CONNECT,
	ERROR_AUTH, /* login refused, no right, read-only */
	ERROR_LOCKED,
	ERROR_SQL,
	ERROR_PLUGIN_CRASH,
	ERROR_PLUGIN_ERROR,
	ERROR_TIMEOUT,
	ERROR_CANCELLED,
	ERROR_HISTORY, /* no history tables, or rows that cannot be right */
	ERROR_DEPENDENTS,
	ERROR_IRREVERSIBLE,
	ERROR_DRIFTED,
	ERROR_MISSING,
	ERROR_FAILED,
	ERROR_INTERRUPTED,
	ERROR_PROTECTED,
	ERROR_HOOK, /* the command before a run says no */
	ERROR_OUTPUT,
	ERROR_INTERNAL,
	ERROR_CODES
};

enum { ERROR_NEXT_LINES = 4 };

struct error {
	enum error_code code;
	int exit_code; /* 0: the code's own */
	char *message; /* the sentence behind error[slug] */
	char *says;    /* what the database or the system answered */
	char *at;      /* file:line in a source or a configuration */
	char *sql;
	char *state;                  /* what is true now */
	char *next[ERROR_NEXT_LINES]; /* commands to type */
	int native;                   /* the database's own number */
	char sqlstate[6];
};

const char *error_slug(enum error_code code);
int error_exit_code(const struct error *error);

/* Sets the sentence; always returns false, so that callers can `return error_set(..)`. */
__attribute__((format(printf, 3, 4))) bool error_set(struct error *error, enum error_code code,
						     const char *format, ...);

/* Each sets one of the lines, replacing it: error_line(&error->says, "..", ..). */
__attribute__((format(printf, 2, 3))) void error_line(char **line, const char *format, ...);
__attribute__((format(printf, 2, 3))) void error_next(struct error *error, const char *format, ...);

void error_move(struct error *to, struct error *from);
void error_finish(struct error *error);

#endif
