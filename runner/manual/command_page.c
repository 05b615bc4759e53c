#include <ctype.h>

#include "command/option_table.h"
#include "command/topics.h"
#include "manual/manual.h"
#include "manual/page.h"

static void add_option(struct text *page, const struct option_row *row)
{
	struct text term = { 0 };

	if (row->letter)
		text_print(&term, "-%c, ", row->letter);
	text_print(&term, "--%s%s%s", row->name, row->argument ? " " : "",
		   row->argument ? row->argument : "");
	page_term(page, text_get(&term), row->help);
	text_finish(&term);
}

static void add_options(struct text *page, unsigned scope)
{
	for (size_t i = 0; i < option_row_count; i++)
		if (scope ? option_rows[i].scope & scope : !option_rows[i].scope)
			add_option(page, &option_rows[i]);
}

static void add_exit_codes(struct text *page)
{
	page_heading(page, "EXIT STATUS");
	for (size_t i = 0; i < exit_topic_count; i++)
		page_term(page, exit_topics[i].code, exit_topics[i].meaning);
}

static void add_name(struct text *out, const struct command *command)
{
	text_print(out, "%s%s%s%s", command->bare ? "" : "migration:", command->verb,
		   command->argument ? " " : "", command->argument ? command->argument : "");
}

static void add_commands(struct text *page)
{
	page_heading(page, "COMMANDS");
	for (size_t i = 0; commands[i]; i++) {
		struct text term = { 0 }, meaning = { 0 };

		add_name(&term, commands[i]);
		text_print(&meaning, "%s; `glim-%s`(1)", commands[i]->summary, commands[i]->verb);
		page_term(page, text_get(&term), text_get(&meaning));
		text_finish(&term);
		text_finish(&meaning);
	}
	page_words(page, "The verb alone will do: `glim run`. NAME as an argument equals --name "
			 "NAME.\n");
}

static const struct {
	const char *name, *meaning;
} variables[] = {
	{ "GLIM_CONFIG", "the configuration, where --config is not given" },
	{ "GLIM_BY", "who, for the history, where --by is not given" },
	{ "NO_COLOR", "if it is set and not empty: no colours" },
	{ "TERM", "with `dumb`: no colours" },
	{ "CC, CXX, CFLAGS", "read by the rules of migration:build" },
}, files[] = {
	{ "config.json, /etc/glim/config.json", "the configuration: `glim-config`(5)" },
	{ "plugins/", "the plugin directory, unless config.json says otherwise" },
	{ "migrations/", "the sources, unless config.json says otherwise" },
};

static void add_surroundings(struct text *page)
{
	page_heading(page, "ENVIRONMENT");
	for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
		page_term(page, variables[i].name, variables[i].meaning);
	page_heading(page, "FILES");
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		page_term(page, files[i].name, files[i].meaning);
}

void manual_write_program(struct text *page)
{
	page_begin(page, "glim", 1, "database migrations as compiled plugins");
	page_heading(page, "SYNOPSIS");
	page_line(page, "glim [OPTIONS] COMMAND [NAME] [OPTIONS]");
	page_heading(page, "DESCRIPTION");
	page_words(
		page,
		"Brings database changes up, and down again, as migrations that are compiled "
		"native code. A migration is a shared object with a function `run`, a function "
		"`rollback` and a text `description`; `glim-plugin`(3) is about writing one. It "
		"runs in a process of its own, and its effect and the record of it are committed "
		"together.\n"
		"\n"
		"    glim migration:init             make the history tables and the folders\n"
		"    glim migration:new CreateUsers  write a source\n"
		"    glim migration:build            compile it\n"
		"    glim migration:run              apply what is pending\n"
		"    glim migration:status           see what is applied\n");
	add_commands(page);
	page_heading(page, "OPTIONS");
	page_words(page, "Of any command; options are spelled in full.\n");
	add_options(page, 0);
	add_exit_codes(page);
	add_surroundings(page);
	page_heading(page, "SEE ALSO");
	page_words(page, "`glim-config`(5), `glim-errors`(7), `glim-plugin`(3)\n");
}

void manual_write_command(struct text *page, const struct command *command)
{
	struct text name = { 0 }, line = { 0 };

	text_print(&name, "glim-%s", command->verb);
	page_begin(page, text_get(&name), 1, command->summary);
	page_heading(page, "SYNOPSIS");
	text_add(&line, "glim ");
	add_name(&line, command);
	text_add(&line, " [OPTIONS]");
	page_line(page, text_get(&line));
	page_heading(page, "DESCRIPTION");
	page_words(page, command->details ? command->details : command->summary);
	page_heading(page, "OPTIONS");
	if (command->options)
		add_options(page, command->options);
	page_words(page, command->options ? "\nThe options of any command are in `glim`(1).\n"
					  : "Those of any command: `glim`(1).\n");
	add_exit_codes(page);
	page_heading(page, "SEE ALSO");
	page_words(page, "`glim`(1), `glim-config`(5), `glim-errors`(7)\n");
	text_finish(&name);
	text_finish(&line);
}
