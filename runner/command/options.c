#include "command/options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "command/command.h"
#include "command/option_table.h"
#include "command/suggest.h"

enum { ROWS = 64, FIRST_LONG = 256, IN_ORDER = 1 };

struct reader {
	struct options *options;
	struct error *error;
	bool seen[ROWS];
	const char *word, *argument;
};

struct grammar {
	struct option longs[ROWS + 1];
	char shorts[2 * ROWS + 3];
};

/* "-" hands over the other words in their order, whatever POSIXLY_CORRECT says. */
static void grammar_make(struct grammar *grammar)
{
	size_t length = 0;

	*grammar = (struct grammar){ .shorts = "-:" };
	length = strlen(grammar->shorts);
	for (size_t i = 0; i < option_row_count; i++) {
		const struct option_row *row = &option_rows[i];

		grammar->longs[i] = (struct option){
			.name = row->name,
			.has_arg = row->argument ? required_argument : no_argument,
			.val = FIRST_LONG + (int)i,
		};
		if (!row->letter)
			continue;
		grammar->shorts[length++] = row->letter;
		if (row->argument)
			grammar->shorts[length++] = ':';
	}
}

static const struct option_row *row_of(int code)
{
	if (code >= FIRST_LONG)
		return &option_rows[code - FIRST_LONG];
	for (size_t i = 0; i < option_row_count; i++)
		if (code && option_rows[i].letter == code)
			return &option_rows[i];
	return NULL;
}

static bool unknown_option(const char *dashes, const char *name, struct error *error)
{
	char *bare = strndup(name, strcspn(name, "="));
	const char *meant = option_suggest(bare);

	error_set(error, ERROR_USAGE, "unknown option %s%s%s%s%s", dashes, bare,
		  meant ? "; did you mean --" : "", meant ? meant : "", meant ? "?" : "");
	error_next(error, "glim help");
	free(bare);
	return false;
}

/* "-json" is read as letters: if the first is none, the whole word may have been meant. */
static bool unknown_letter(int argc, char **argv, struct error *error)
{
	const char letter[] = { (char)optopt, '\0' };
	const char *word = optind < argc ? argv[optind] : NULL;

	if (word && word[0] == '-' && word[1] == optopt && word[2])
		return unknown_option("-", word + 1, error);
	return unknown_option("-", letter, error);
}

static bool refused_by_getopt(int code, int argc, char **argv, struct error *error)
{
	const struct option_row *row = row_of(optopt);

	if (code == ':' && row)
		return error_set(error, ERROR_USAGE, "--%s wants a value (%s)", row->name,
				 row->argument);
	if (optopt >= FIRST_LONG && row)
		return error_set(error, ERROR_USAGE, "--%s takes no value", row->name);
	if (optopt)
		return unknown_letter(argc, argv, error);
	return unknown_option("--", argv[optind - 1] + 2, error);
}

/* The word in which getopt found a long option; its value may be the word behind. */
static const char *option_word(char **argv)
{
	bool value_apart = optarg && optarg == argv[optind - 1];

	return argv[optind - (value_apart ? 2 : 1)];
}

static bool spelled_in_full(const struct option_row *row, char **argv)
{
	const char *name = option_word(argv) + 2;

	return strlen(row->name) == strcspn(name, "=");
}

/* `--reason --dry-run` must not swallow the second option. */
static bool swallows_option(char **argv)
{
	return optarg && optarg == argv[optind - 1] && strncmp(optarg, "--", 2) == 0;
}

static bool take_option(struct reader *reader, int code, char **argv)
{
	const struct option_row *row = row_of(code);
	bool *seen = &reader->seen[row - option_rows];

	if (code >= FIRST_LONG && !spelled_in_full(row, argv))
		return unknown_option("--", option_word(argv) + 2, reader->error);
	if (swallows_option(argv))
		return error_set(reader->error, ERROR_USAGE,
				 "--%s wants a value (%s); if \"%s\" is meant, write --%s=%s",
				 row->name, row->argument, optarg, row->name, optarg);
	if (*seen && row->scope && row->argument)
		return error_set(reader->error, ERROR_USAGE, "--%s is given twice", row->name);
	*seen = true;
	return row->take(row, optarg, reader->options, reader->error);
}

static bool take_word(struct reader *reader, const char *word)
{
	if (!reader->word) {
		reader->word = word;
		return true;
	}
	if (!reader->argument) {
		reader->argument = word;
		return true;
	}
	return error_set(reader->error, ERROR_USAGE, "one word too many: \"%s\" behind \"%s\"",
			 word, reader->argument);
}

static bool read_words(struct reader *reader, int argc, char **argv)
{
	struct grammar grammar;
	bool good = true;
	int code;

	grammar_make(&grammar);
	optind = 0;
	opterr = 0;
	while (good && (code = getopt_long(argc, argv, grammar.shorts, grammar.longs, NULL)) >= 0) {
		if (code == IN_ORDER)
			good = take_word(reader, optarg);
		else if (code == '?' || code == ':')
			good = refused_by_getopt(code, argc, argv, reader->error);
		else
			good = take_option(reader, code, argv);
	}
	for (; good && optind < argc; optind++)
		good = take_word(reader, argv[optind]);
	return good;
}

static bool find_command(struct reader *reader)
{
	struct options *options = reader->options;
	const char *meant;

	if (reader->word)
		options->command = command_find(reader->word);
	else if (options->help)
		options->command = &command_help;
	else if (options->version)
		options->command = &command_version;
	if (options->command)
		return true;
	if (!reader->word)
		return error_set(reader->error, ERROR_USAGE, "a command is missing");
	meant = command_suggest(reader->word);
	error_set(reader->error, ERROR_USAGE, "there is no command \"%s\"%s%s%s", reader->word,
		  meant ? "; did you mean " : "", meant ? meant : "", meant ? "?" : "");
	error_next(reader->error, "glim help");
	return false;
}

static void ask_for_help(struct options *options)
{
	if (options->command != &command_help)
		options->name = options->command->verb;
	options->command = &command_help;
}

static const char *prefix_of(const struct command *command)
{
	return command->bare ? "" : "migration:";
}

static bool check_scope(const struct reader *reader)
{
	const struct command *command = reader->options->command;

	for (size_t i = 0; i < option_row_count; i++) {
		if (!reader->seen[i] || !option_rows[i].scope ||
		    option_rows[i].scope & command->options)
			continue;
		return error_set(reader->error, ERROR_USAGE, "%s%s has no option --%s",
				 prefix_of(command), command->verb, option_rows[i].name);
	}
	return true;
}

static bool check_argument(struct reader *reader)
{
	struct options *options = reader->options;
	const struct command *command = options->command;

	if (reader->argument && !command->argument)
		return error_set(reader->error, ERROR_USAGE, "%s%s takes no name: \"%s\"",
				 prefix_of(command), command->verb, reader->argument);
	if (reader->argument && !*reader->argument)
		return error_set(reader->error, ERROR_USAGE, "an empty name was given");
	if (reader->argument && options->name && strcmp(reader->argument, options->name) != 0)
		return error_set(reader->error, ERROR_USAGE, "two names: \"%s\" and --name \"%s\"",
				 reader->argument, options->name);
	if (reader->argument)
		options->name = reader->argument;
	if (!options->name && command->argument && command->argument[0] != '[')
		return error_set(reader->error, ERROR_USAGE, "%s%s wants a %s", prefix_of(command),
				 command->verb, command->argument);
	return true;
}

/* Each says which migrations are meant; two of them would contradict each other. */
static bool check_selection(const struct reader *reader)
{
	const struct options *options = reader->options;
	const char *given[3];
	int count = 0;

	if (options->command == &command_help)
		return true;
	if (options->name)
		given[count++] = "a name";
	if (options->to)
		given[count++] = "--to";
	if (options->count > 0)
		given[count++] = "--count";
	if (count < 2)
		return true;
	return error_set(reader->error, ERROR_USAGE, "%s and %s exclude each other", given[0],
			 given[1]);
}

static bool is_format(const char *const *formats, const char *word)
{
	for (; *formats; formats++)
		if (strcmp(*formats, word) == 0)
			return true;
	return false;
}

static bool check_format(const struct reader *reader)
{
	const struct options *options = reader->options;
	const char *const *formats = options->command->formats;
	struct text list = { 0 };

	if (!options->format || !formats || is_format(formats, options->format))
		return true;
	for (; *formats; formats++)
		text_print(&list, "%s%s", list.length ? ", " : "", *formats);
	error_set(reader->error, ERROR_USAGE, "--format is one of %s, not \"%s\"", text_get(&list),
		  options->format);
	text_finish(&list);
	return false;
}

static bool check(struct reader *reader)
{
	if (check_scope(reader) && check_argument(reader) && check_selection(reader) &&
	    check_format(reader))
		return true;
	error_next(reader->error, "glim help %s", reader->options->command->verb);
	return false;
}

/* Whoever asked for JSON gets it, even if the command line stopped making sense before. */
static void look_for_json(int argc, char **argv, struct output *output)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		output->json |= strcmp(argv[i], "--json") == 0;
		output->events |= strcmp(argv[i], "--log=json") == 0 ||
				  (strcmp(argv[i], "--log") == 0 && i + 1 < argc &&
				   strcmp(argv[i + 1], "json") == 0);
	}
}

static bool parse(struct reader *reader, int argc, char **argv)
{
	struct options *options = reader->options;

	if (!read_words(reader, argc, argv) || !find_command(reader))
		return false;
	if (options->help)
		ask_for_help(options);
	else if (options->version)
		options->command = &command_version;
	else
		return check(reader);
	return true;
}

bool options_parse(int argc, char **argv, struct options *options, struct error *error)
{
	struct reader reader = { .options = options, .error = error };
	const char *by = getenv("GLIM_BY");

	*options = (struct options){
		.count = -1,
		.wait = -1,
		.lock_timeout = -1,
		.statement_timeout = -1,
		.progress = -1,
		.by = by && *by ? by : NULL,
	};
	if (parse(&reader, argc, argv))
		return true;
	look_for_json(argc, argv, &options->output);
	if (!error->next[0])
		error_next(error, "glim help");
	return false;
}

void options_finish(struct options *options)
{
	free(options->plugins);
	options->plugins = NULL;
	options->plugin_count = 0;
}
