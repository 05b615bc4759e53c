#include <stdlib.h>
#include <string.h>

#include "catalog/catalog.h"
#include "command/listing.h"
#include "command/settings.h"
#include "command/topics.h"
#include "completion/completion.h"

struct answer {
	struct text *out;
	struct completion completion;
	struct config *config; /* NULL: cannot be read */
};

/* A terminal takes what a shell shows of it, so no foreign bytes. */
static void add(struct answer *answer, const char *candidate, const char *about)
{
	const struct completion *completion = &answer->completion;

	if (strncmp(candidate, completion->typed, strlen(completion->typed)) != 0)
		return;
	text_add_bytes(answer->out, completion->before, completion->before_length);
	text_add_safe(answer->out, candidate, strlen(candidate));
	if (about)
		text_print(answer->out, "\t%s", about);
	text_add_char(answer->out, '\n');
}

/* The verb alone will do; it is offered to those who have begun to type it. */
static void add_commands(struct answer *answer)
{
	for (size_t i = 0; commands[i]; i++) {
		struct text name = { 0 };

		text_print(&name, "migration:%s", commands[i]->verb);
		if (!commands[i]->bare)
			add(answer, text_get(&name), commands[i]->summary);
		if (commands[i]->bare || *answer->completion.typed)
			add(answer, commands[i]->verb, commands[i]->summary);
		text_finish(&name);
	}
}

static void add_options(struct answer *answer)
{
	const struct command *command = answer->completion.command;

	for (size_t i = 0; i < option_row_count; i++) {
		struct text name = { 0 };

		if (option_rows[i].scope && !(command && option_rows[i].scope & command->options))
			continue;
		text_print(&name, "--%s", option_rows[i].name);
		add(answer, text_get(&name), option_rows[i].help);
		text_finish(&name);
	}
}

static void add_words(struct answer *answer, const char *const *words)
{
	for (; words && *words; words++)
		add(answer, *words, NULL);
}

static void add_choices(struct answer *answer)
{
	add_words(answer, answer->completion.option->choices);
}

static void add_formats(struct answer *answer)
{
	if (answer->completion.command)
		add_words(answer, answer->completion.command->formats);
}

static void add_migrations(struct answer *answer)
{
	const struct config *config = answer->config;
	struct error error = { 0 };
	struct catalog *catalog =
		config ? catalog_read(config->plugins, config->plugin_count, config->owner, &error)
		       : NULL;

	for (size_t i = 0; catalog && i < catalog->count; i++)
		add(answer, catalog->entries[i].name, NULL);
	catalog_destroy(catalog);
	error_finish(&error);
}

static void add_sources(struct answer *answer)
{
	struct listing listing = { 0 };

	if (!answer->config || !listing_read(&listing, answer->config->sources, listing_is_source))
		return;
	for (size_t i = 0; i < listing.count; i++) {
		char *stem = listing_stem(listing.files[i]);

		add(answer, stem, NULL);
		free(stem);
	}
	listing_finish(&listing);
}

static void add_aliases(struct answer *answer)
{
	for (size_t i = 0; answer->config && i < answer->config->connection_count; i++)
		add(answer, answer->config->connections[i].alias,
		    answer->config->connections[i].driver);
}

static void add_topics(struct answer *answer)
{
	for (size_t i = 0; commands[i]; i++)
		add(answer, commands[i]->verb, commands[i]->summary);
	for (size_t i = 0; i < topic_count; i++)
		add(answer, topics[i].name, topics[i].summary);
	for (int code = ERROR_NONE + 1; code < ERROR_CODES; code++) {
		struct text about = { 0 };

		text_print(&about, "error:%s", error_slug((enum error_code)code));
		add(answer, text_get(&about), error_topics[code].cause);
		text_finish(&about);
	}
}

static void add_shells(struct answer *answer)
{
	add_words(answer, completion_shells);
}

static void add_files(struct answer *answer)
{
	text_add(answer->out, ":files\n");
}

static void add_folders(struct answer *answer)
{
	text_add(answer->out, ":folders\n");
}

static const struct {
	void (*add)(struct answer *);
	bool configured; /* config.json says what there is */
} sources[] = {
	[COMPLETION_NOTHING] = { NULL, false },
	[COMPLETION_COMMANDS] = { add_commands, false },
	[COMPLETION_OPTIONS] = { add_options, false },
	[COMPLETION_CHOICES] = { add_choices, false },
	[COMPLETION_FORMATS] = { add_formats, false },
	[COMPLETION_MIGRATIONS] = { add_migrations, true },
	[COMPLETION_SOURCES] = { add_sources, true },
	[COMPLETION_ALIASES] = { add_aliases, true },
	[COMPLETION_TOPICS] = { add_topics, false },
	[COMPLETION_SHELLS] = { add_shells, false },
	[COMPLETION_FILES] = { add_files, false },
	[COMPLETION_FOLDERS] = { add_folders, false },
};

/* Of the words before, what says where to look. A half-typed line is no error here. */
static struct config *load(char *const *words, size_t count, struct error *error)
{
	struct config_request request = { .without_database = true };
	const char **plugins = calloc(count + 1, sizeof *plugins);
	struct config *config;

	for (size_t i = 0; plugins && i + 1 < count; i++) {
		if (strcmp(words[i], "--config") == 0)
			request.file = words[++i];
		else if (strncmp(words[i], "--config=", 9) == 0)
			request.file = words[i] + 9;
		else if (strcmp(words[i], "--plugins") == 0)
			plugins[request.plugin_count++] = words[++i];
		else if (strncmp(words[i], "--plugins=", 10) == 0)
			plugins[request.plugin_count++] = words[i] + 10;
	}
	request.plugins = plugins;
	config = config_load(&request, error);
	free(plugins);
	return config;
}

void completion_answer(struct text *out, char *const *words, size_t count)
{
	struct answer answer = { .out = out, .completion = completion_of(words, count) };
	struct error error = { 0 };

	if (sources[answer.completion.kind].configured)
		answer.config = load(words, count, &error);
	if (sources[answer.completion.kind].add)
		sources[answer.completion.kind].add(&answer);
	config_destroy(answer.config);
	error_finish(&error);
}
