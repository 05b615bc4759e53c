#include "completion/completion.h"

#include <string.h>

static const struct option_row *option_named(const char *name, size_t length)
{
	for (size_t i = 0; i < option_row_count; i++)
		if (strlen(option_rows[i].name) == length &&
		    strncmp(option_rows[i].name, name, length) == 0)
			return &option_rows[i];
	return NULL;
}

/* "--name" or "--name=.."; NULL for all else. */
static const struct option_row *option_of(const char *word)
{
	return strncmp(word, "--", 2) == 0 ? option_named(word + 2, strcspn(word + 2, "=")) : NULL;
}

/* An option whose value is the next word. */
static const struct option_row *option_awaiting(const char *word)
{
	const struct option_row *row = strchr(word, '=') ? NULL : option_of(word);

	return row && row->argument ? row : NULL;
}

static enum completion_kind kind_of_argument(const struct command *command)
{
	static const enum completion_kind kinds[] = {
		[WORDS_NONE] = COMPLETION_NOTHING,    [WORDS_MIGRATIONS] = COMPLETION_MIGRATIONS,
		[WORDS_SOURCES] = COMPLETION_SOURCES, [WORDS_TOPICS] = COMPLETION_TOPICS,
		[WORDS_SHELLS] = COMPLETION_SHELLS,
	};

	return command ? kinds[command->words] : COMPLETION_NOTHING;
}

static enum completion_kind kind_of_value(const struct option_row *row,
					  const struct command *command)
{
	static const struct {
		const char *argument;
		enum completion_kind kind;
	} kinds[] = {
		{ "FILE", COMPLETION_FILES },
		{ "DIR", COMPLETION_FOLDERS },
		{ "ALIAS", COMPLETION_ALIASES },
	};

	if (row->choices)
		return COMPLETION_CHOICES;
	if (row->scope == OPTION_FORMAT)
		return COMPLETION_FORMATS;
	if (strcmp(row->argument, "NAME") == 0)
		return kind_of_argument(command);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(kinds[i].argument, row->argument) == 0)
			return kinds[i].kind;
	return COMPLETION_NOTHING;
}

/* Words that are neither options nor their values: the command, then its argument. */
static size_t read_before(struct completion *completion, char *const *words, size_t count)
{
	size_t plain = 0;

	for (size_t i = 0; i < count; i++) {
		if (option_awaiting(words[i])) {
			i++;
		} else if (words[i][0] != '-') {
			if (!plain++)
				completion->command = command_find(words[i]);
		}
	}
	return plain;
}

static void read_value(struct completion *completion, const struct option_row *row)
{
	completion->option = row;
	completion->kind = kind_of_value(row, completion->command);
}

static void read_last(struct completion *completion, const char *word, size_t plain)
{
	const char *equals = strchr(word, '=');
	const struct option_row *row = equals ? option_of(word) : NULL;

	completion->typed = word;
	if (row && row->argument) {
		completion->before = word;
		completion->before_length = (size_t)(equals + 1 - word);
		completion->typed = equals + 1;
		read_value(completion, row);
	} else if (*word == '-') {
		completion->kind = COMPLETION_OPTIONS;
	} else if (plain == 0) {
		completion->kind = COMPLETION_COMMANDS;
	} else if (plain == 1) {
		completion->kind = kind_of_argument(completion->command);
	}
}

struct completion completion_of(char *const *words, size_t count)
{
	struct completion completion = { .before = "", .typed = "" };
	const struct option_row *awaiting;
	size_t plain;

	if (!count)
		return completion;
	plain = read_before(&completion, words, count - 1);
	awaiting = count > 1 ? option_awaiting(words[count - 2]) : NULL;
	if (awaiting) {
		completion.typed = words[count - 1];
		read_value(&completion, awaiting);
	} else {
		read_last(&completion, words[count - 1], plain);
	}
	return completion;
}
