/*
 * What a shell asks while somebody types: the words so far in, one candidate a line out. The
 * shells' own scripts only carry words and candidates (completion/script.c), so that they need not
 * change with the program.
 */
#ifndef GLIM_COMPLETION_COMPLETION_H
#define GLIM_COMPLETION_COMPLETION_H

#include <stddef.h>

#include "base/text.h"
#include "command/command.h"
#include "command/option_table.h"

enum completion_kind {
	COMPLETION_NOTHING,
	COMPLETION_COMMANDS,
	COMPLETION_OPTIONS,
	COMPLETION_CHOICES, /* of the option */
	COMPLETION_FORMATS, /* of the command */
	COMPLETION_MIGRATIONS,
	COMPLETION_SOURCES,
	COMPLETION_ALIASES,
	COMPLETION_TOPICS,
	COMPLETION_SHELLS,
	COMPLETION_FILES,
	COMPLETION_FOLDERS
};

/* What the last word is about. Pure; borrows from `words`. */
struct completion {
	enum completion_kind kind;
	const struct command *command;   /* NULL: not typed yet */
	const struct option_row *option; /* whose value it is, or NULL */
	const char *before;              /* "--name=", which stays in front of the value */
	size_t before_length;
	const char *typed; /* what the candidates have to begin with */
};

struct completion completion_of(char *const *words, size_t count);

/*
 * Adds "candidate", or "candidate TAB what it is", a line each; ":files" or ":folders" alone leaves
 * it to the shell. What cannot be read (a mistake in config.json) gives no candidates and no word.
 */
void completion_answer(struct text *out, char *const *words, size_t count);

/* completion/script.c: the script of a shell, or NULL; the shells' names end with NULL. */
extern const char *const completion_shells[];
const char *completion_script(const char *shell);

#endif
