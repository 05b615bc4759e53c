/* Who it was, as the history keeps it. */
#ifndef GLIM_COMMAND_WHO_H
#define GLIM_COMMAND_WHO_H

#include "command/options.h"

/* "ana@laptop as glim@localhost", with --by "release 7 (ana@laptop) as .." (owned). */
char *who_full(const struct options *, const char *account);
/* Without the account of the database: "ana@laptop" (owned); "" for NULL. */
char *who_short(const char *full);

#endif
