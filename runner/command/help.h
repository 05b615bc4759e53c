/* The help as text, for the command `help` and for a command line without a command. */
#ifndef GLIM_COMMAND_HELP_H
#define GLIM_COMMAND_HELP_H

#include <stdbool.h>

#include "base/text.h"

void help_write_list(struct text *text);
/* A command, a topic or an error's slug; false if it is none. */
bool help_write_about(struct text *text, const char *word);

#endif
