#include "command/help.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/version.h"
#include "command/command.h"
#include "command/option_table.h"
#include "command/paragraph.h"
#include "command/suggest.h"
#include "command/topics.h"
#include "config/config.h"

#define ERROR_PREFIX "error:"

enum { WORDS = 128, COMMAND_COLUMN = 29, OPTION_COLUMN = 28 };

static void add_command_name(struct text *text, const struct command *command)
{
	text_print(text, "%s%s%s%s", command->bare ? "" : "migration:", command->verb,
		   command->argument ? " " : "", command->argument ? command->argument : "");
}

/* `left` and behind it, from `column` on, `right`. */
static void add_pair(struct text *text, const char *left, int column, const char *right)
{
	text_print(text, "  %-*s ", column - 3, left);
	paragraph_add(text, right, column);
}

static void add_option(struct text *text, const struct option_row *row)
{
	struct text left = { 0 };

	if (row->letter)
		text_print(&left, "-%c ", row->letter);
	text_print(&left, "--%s%s%s", row->name, row->argument ? " " : "",
		   row->argument ? row->argument : "");
	add_pair(text, text_get(&left), OPTION_COLUMN, row->help);
	text_finish(&left);
}

static void add_global_options(struct text *text)
{
	for (size_t i = 0; i < option_row_count; i++)
		if (!option_rows[i].scope)
			add_option(text, &option_rows[i]);
}

void help_write_list(struct text *text)
{
	text_print(text, "glim %s: database migrations as compiled plugins\n\n", GLIM_VERSION);
	text_add(text, "usage: glim [OPTIONS] COMMAND [NAME] [OPTIONS]\n\nCommands\n");
	for (size_t i = 0; commands[i]; i++) {
		struct text name = { 0 };

		add_command_name(&name, commands[i]);
		add_pair(text, text_get(&name), COMMAND_COLUMN, commands[i]->summary);
		text_finish(&name);
	}
	text_add(text, "\nThe verb alone will do: glim run. Options of any command\n");
	add_global_options(text);
	text_add(text, "\nTopics of glim help\n");
	for (size_t i = 0; i < topic_count; i++)
		add_pair(text, topics[i].name, OPTION_COLUMN, topics[i].summary);
}

static void add_own_options(struct text *text, const struct command *command)
{
	if (!command->options)
		return;
	text_add(text, "\nOptions\n");
	for (size_t i = 0; i < option_row_count; i++)
		if (option_rows[i].scope & command->options)
			add_option(text, &option_rows[i]);
}

static void write_command(struct text *text, const struct command *command)
{
	text_add(text, "usage: glim ");
	add_command_name(text, command);
	text_print(text, "%s\n\n", command->options ? " [OPTIONS]" : "");
	text_print(text, "%s\n", command->summary);
	if (command->details) {
		text_add_char(text, '\n');
		paragraph_add(text, command->details, 0);
	}
	add_own_options(text, command);
	if (!command->bare) {
		text_add(text, "\nExit codes\n");
		topics_write_exit_codes(text);
	}
	text_add(text, "\nOptions of any command\n");
	add_global_options(text);
}

static bool write_topic(struct text *text, const char *word)
{
	for (size_t i = 0; i < topic_count; i++) {
		if (strcmp(topics[i].name, word) != 0)
			continue;
		text_add(text, text->length ? "\n" : "");
		topics[i].write(text);
		return true;
	}
	return false;
}

static bool has_error_prefix(const char *word)
{
	return strncmp(word, ERROR_PREFIX, strlen(ERROR_PREFIX)) == 0;
}

/* "locked", or as it stands in front of a failure: error:locked */
static bool write_error(struct text *text, const char *word)
{
	word += has_error_prefix(word) ? strlen(ERROR_PREFIX) : 0;
	for (int code = ERROR_NONE + 1; code < ERROR_CODES; code++) {
		if (strcmp(error_slug((enum error_code)code), word) != 0)
			continue;
		error_topic_write(text, (enum error_code)code);
		return true;
	}
	return false;
}

bool help_write_about(struct text *text, const char *word)
{
	const struct command *command = command_find(word);

	if (command)
		write_command(text, command);
	return write_topic(text, word) || command || write_error(text, word);
}

static const char *nearest_topic(const char *word)
{
	const bool is_error = has_error_prefix(word);
	const char *known[WORDS];
	size_t count = 0;

	for (size_t i = 0; !is_error && commands[i] && count < WORDS; i++)
		known[count++] = commands[i]->verb;
	for (size_t i = 0; !is_error && i < topic_count && count < WORDS; i++)
		known[count++] = topics[i].name;
	for (int code = ERROR_NONE + 1; code < ERROR_CODES && count < WORDS; code++)
		known[count++] = error_slug((enum error_code)code);
	return config_nearest(command_verb(word), known, count);
}

static int unknown_topic(const char *word, struct error *error)
{
	const char *meant = nearest_topic(word);
	const char *prefix = meant && has_error_prefix(word) ? ERROR_PREFIX : "";

	error_set(error, ERROR_USAGE, "there is no help on \"%s\"%s%s%s%s", word,
		  meant ? "; did you mean " : "", prefix, meant ? meant : "", meant ? "?" : "");
	error_next(error, "glim help");
	return error_exit_code(error);
}

static void show(struct output *output, const char *topic, struct text *text)
{
	if (output->json) {
		output_json(output, json_pack("{s:s, s:o, s:s}", "schema", "glim.help/1", "topic",
					      output_text_json(topic), "text", text_get(text)));
		return;
	}
	text->data[--text->length] = '\0';
	output_answer(output, "%s", text_get(text));
}

static int run_help(struct options *options, struct error *error)
{
	struct text text = { 0 };

	if (options->name && !help_write_about(&text, options->name))
		return unknown_topic(options->name, error);
	if (!options->name)
		help_write_list(&text);
	show(&options->output, options->name, &text);
	text_finish(&text);
	return 0;
}

const struct command command_help = {
	.verb = "help",
	.bare = true,
	.argument = "[TOPIC]",
	.summary = "this list, a command, a topic or an error",
	.details = "TOPIC is a command (run), a topic (config, errors, exit-codes) or an error, by "
		   "the "
		   "word in its brackets: `glim help error:locked`. The manual pages say the same: "
		   "`man glim`, `man glim-run`, `man 5 glim-config`, `man 7 glim-errors`.\n",
	.words = WORDS_TOPICS,
	.run = run_help,
};
