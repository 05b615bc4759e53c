/* ${NAME} in a text stands for an environment variable; $${ for a literal ${. */
#ifndef GLIM_CONFIG_EXPAND_H
#define GLIM_CONFIG_EXPAND_H

#include <stdbool.h>

enum expand_answer {
	EXPAND_PLAIN,      /* no variable in it */
	EXPAND_TAKEN,      /* at least one */
	EXPAND_UNSET,      /* *variable is not set */
	EXPAND_NOT_UTF8,   /* *variable holds something else than UTF-8 */
	EXPAND_UNFINISHED, /* ${ without } */
	EXPAND_BAD_NAME    /* *variable is no name of a variable */
};

/* *out is owned by the caller after PLAIN and TAKEN, *variable after the answers that set it. */
enum expand_answer expand_text(const char *text, char **out, char **variable);

/* Whether the text has a ${ that is not escaped. */
bool expand_needed(const char *text);

#endif
