/* Every option once: what getopt_long, the help and later completions and manual pages read. */
#ifndef GLIM_COMMAND_OPTION_TABLE_H
#define GLIM_COMMAND_OPTION_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "command/options.h"

struct option_row {
	const char *name;     /* "lock-timeout", without dashes */
	const char *argument; /* "TIME", or NULL for a switch */
	const char *help;     /* one line */
	/* Stores `value` where it belongs; false with the error set. */
	bool (*take)(const struct option_row *, const char *value, struct options *,
		     struct error *);
	size_t place;               /* offset in struct options */
	unsigned scope;             /* 0: global; else a bit of enum command_option */
	char letter;                /* 'q', or 0 */
	const char *const *choices; /* the words it may be, NULL at the end; or NULL */
};

extern const struct option_row option_rows[];
extern const size_t option_row_count;

#endif
