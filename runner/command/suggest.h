/* What may have been meant: near spellings, and the words of other tools. */
#ifndef GLIM_COMMAND_SUGGEST_H
#define GLIM_COMMAND_SUGGEST_H

/* The option for an unknown one, both without dashes; NULL if none is near. */
const char *option_suggest(const char *name);
const char *command_verb(const char *word); /* "migraton:run" -> "run" */
/* command_suggest() is declared in command.h. */

#endif
