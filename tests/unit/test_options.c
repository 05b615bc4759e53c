/* The command line: what is read, what is refused, what is suggested; and the help. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "command/command.h"
#include "command/help.h"
#include "command/option_table.h"
#include "command/topics.h"
#include "config/section.h"

#define COUNT(table) (int)(sizeof table / sizeof *table)

enum { WORDS = 12 };

static bool parse(const char *const *words, struct options *options, struct error *error)
{
	static char *argv[WORDS + 1];
	int argc = 0;

	argv[argc++] = (char *)"glim";
	for (; *words; words++)
		argv[argc++] = (char *)*words;
	argv[argc] = NULL;
	return options_parse(argc, argv, options, error);
}

static const struct {
	const char *words[WORDS];
	const struct command *command;
	const char *name;
} accepted[] = {
	{ { "run" }, &command_run, NULL },
	{ { "migration:run" }, &command_run, NULL },
	{ { "run", "AddUser" }, &command_run, "AddUser" },
	{ { "run", "--name", "AddUser" }, &command_run, "AddUser" },
	{ { "run", "--name=AddUser" }, &command_run, "AddUser" },
	{ { "--name", "AddUser", "run" }, &command_run, "AddUser" },
	{ { "run", "AddUser", "--name", "AddUser" }, &command_run, "AddUser" },
	{ { "run", "--json", "AddUser", "-q" }, &command_run, "AddUser" },
	{ { "run", "--", "-x" }, &command_run, "-x" },
	{ { "--", "run", "--json" }, &command_run, "--json" },
	{ { "config" }, &command_config, NULL },
	{ { "help" }, &command_help, NULL },
	{ { "help", "run" }, &command_help, "run" },
	{ { "--help" }, &command_help, NULL },
	{ { "-h" }, &command_help, NULL },
	{ { "run", "--help" }, &command_help, "run" },
	{ { "-h", "migration:run", "X", "--to", "Y" }, &command_help, "run" },
	{ { "new", "--help" }, &command_help, "new" },
	{ { "--version" }, &command_version, NULL },
	{ { "version", "-v" }, &command_version, NULL },
};

START_TEST(a_command_line_is_read)
{
	struct options options;
	struct error error = { 0 };

	ck_assert_msg(parse(accepted[_i].words, &options, &error), "%s", error.message);
	ck_assert_ptr_eq(options.command, accepted[_i].command);
	if (accepted[_i].name)
		ck_assert_str_eq(options.name, accepted[_i].name);
	else
		ck_assert_ptr_null(options.name);
	options_finish(&options);
}
END_TEST

static const struct {
	const char *words[WORDS];
	const char *sentence;
} refused[] = {
	{ { NULL }, "a command is missing" },
	{ { "--json" }, "a command is missing" },
	{ { "" }, "there is no command \"\"" },
	{ { "RUN" }, "there is no command \"RUN\"; did you mean migration:run?" },
	{ { "stat" }, "there is no command \"stat\"; did you mean migration:status?" },
	{ { "migration:statos" },
	  "there is no command \"migration:statos\"; did you mean migration:status?" },
	{ { "migration:config" },
	  "there is no command \"migration:config\"; did you mean config?" },
	{ { "run", "--na", "X" }, "unknown option --na; did you mean --name?" },
	{ { "run", "--nam=X" }, "unknown option --nam; did you mean --name?" },
	{ { "run", "--lock", "5" }, "unknown option --lock; did you mean --lock-timeout?" },
	{ { "run", "--steps=3" }, "unknown option --steps; did you mean --count?" },
	{ { "run", "--zzzzzz" }, "unknown option --zzzzzz" },
	{ { "run", "-json" }, "unknown option -json; did you mean --json?" },
	{ { "run", "-x" }, "unknown option -x" },
	{ { "run", "--lang", "c" }, "migration:run has no option --lang" },
	{ { "run", "--file", "c" }, "unknown option --file" },
	{ { "new", "A", "--lang", "c", "--lang", "c++" }, "--lang is given twice" },
	{ { "run", "--json=yes" }, "--json takes no value" },
	{ { "run", "--count" }, "--count wants a value (N)" },
	{ { "run", "--count", "0" }, "--count wants a number from 1, not \"0\"" },
	{ { "run", "--count", "-1" }, "--count wants a number from 1, not \"-1\"" },
	{ { "run", "--count", "3x" }, "--count wants a number from 1, not \"3x\"" },
	{ { "run", "--count", "" }, "--count wants a number from 1, not \"\"" },
	{ { "run", "--count=99999999999999999999" },
	  "--count wants a number from 1, not \"99999999999999999999\"" },
	{ { "run", "--wait", "5 apples" },
	  "--wait wants a time such as 90s, \"5 min\" or 200ms, not \"5 apples\"" },
	{ { "run", "--color", "red" }, "--color is auto, always or never, not \"red\"" },
	{ { "run", "--name", "" }, "--name was given an empty value" },
	{ { "run", "--db=" }, "--db was given an empty value" },
	{ { "run", "" }, "an empty name was given" },
	{ { "run", "A", "--name", "B" }, "two names: \"A\" and --name \"B\"" },
	{ { "run", "--name", "A", "--name", "A" }, "--name is given twice" },
	{ { "run", "A", "B" }, "one word too many: \"B\" behind \"A\"" },
	{ { "status", "A" }, "migration:status takes no name: \"A\"" },
	{ { "status", "--to", "A" }, "migration:status has no option --to" },
	{ { "config", "--dry-run" }, "config has no option --dry-run" },
	{ { "new" }, "migration:new wants a NAME" },
	{ { "repair" }, "migration:repair wants a NAME" },
	{ { "baseline" }, "migration:baseline wants a NAME" },
	{ { "repair", "A", "--mark", "dirty" }, "--mark is applied or pending, not \"dirty\"" },
	{ { "repair", "A", "--mark=applied", "--mark=pending" }, "--mark is given twice" },
	{ { "run", "--mark", "applied" }, "migration:run has no option --mark" },
	{ { "log", "--since", "tomorrow" },
	  "--since wants a time such as 7d, 12h or \"2026-11-01 09:12:04\" (UTC), not "
	  "\"tomorrow\"" },
	{ { "log", "--since", "7" },
	  "--since wants a time such as 7d, 12h or \"2026-11-01 09:12:04\" (UTC), not \"7\"" },
	{ { "log", "--since", "2026-02-30" },
	  "--since wants a time such as 7d, 12h or \"2026-11-01 09:12:04\" (UTC), not "
	  "\"2026-02-30\"" },
	{ { "log", "--since=" },
	  "--since wants a time such as 7d, 12h or \"2026-11-01 09:12:04\" (UTC), not \"\"" },
	{ { "run", "--reason", "--dry-run" },
	  "--reason wants a value (TEXT); if \"--dry-run\" is meant, write --reason=--dry-run" },
	{ { "run", "A", "--to", "B" }, "a name and --to exclude each other" },
	{ { "run", "--to", "B", "--count", "1" }, "--to and --count exclude each other" },
};

START_TEST(a_command_line_is_refused_with_a_hint)
{
	struct options options;
	struct error error = { 0 };

	ck_assert(!parse(refused[_i].words, &options, &error));
	ck_assert_str_eq(error.message, refused[_i].sentence);
	ck_assert_int_eq(error_exit_code(&error), 2);
	ck_assert_ptr_nonnull(error.next[0]);
	options_finish(&options);
	error_finish(&error);
}
END_TEST

static const char *const foreign[][2] = {
	{ "up", "migration:run" },        { "migrate", "migration:run" },
	{ "latest", "migration:run" },    { "migration:up", "migration:run" },
	{ "down", "migration:rollback" }, { "undo", "migration:rollback" },
	{ "info", "migration:status" },   { "force", "migration:repair" },
	{ "create", "migration:new" },    { "stamp", "migration:baseline NAME" },
	{ "history", "migration:log" },
};

START_TEST(words_of_other_tools_are_answered_and_not_run)
{
	ck_assert_ptr_null(command_find(foreign[_i][0]));
	ck_assert_str_eq(command_suggest(foreign[_i][0]), foreign[_i][1]);
}
END_TEST

START_TEST(every_option_lands_in_its_place)
{
	static const char *const words[] = { "run",   "--config=c",  "--db=d",        "--plugins=p",
					     "-qvv",  "--plugins=q", "--wait=1.5s",   "--by=w",
					     "--yes", "--dry-run",   "--color=never", NULL };
	struct options options;
	struct error error = { 0 };

	ck_assert(parse(words, &options, &error));
	ck_assert_str_eq(options.config, "c");
	ck_assert_str_eq(options.db, "d");
	ck_assert_uint_eq(options.plugin_count, 2);
	ck_assert_str_eq(options.plugins[1], "q");
	ck_assert_str_eq(options.by, "w");
	ck_assert_int_eq(options.wait, 1500000);
	ck_assert_int_eq(options.lock_timeout, -1);
	ck_assert_int_eq(options.count, -1);
	ck_assert_int_eq(options.output.verbose, 2);
	ck_assert_int_eq(options.output.color, COLOR_NEVER);
	ck_assert(options.yes && options.dry_run && options.output.quiet && !options.no_input);
	options_finish(&options);
}
END_TEST

static const struct {
	const char *word;
	int64_t since; /* microseconds; negative: back from now */
} times[] = {
	{ "2026-11-01 09:12:04", 1793524324000000 },
	{ "2026-11-01 09:12:04.5", 1793524324500000 },
	{ "2026-11-01T09:12:04Z", 1793524324000000 },
	{ "2026-11-01", 1793491200000000 },
	{ "7d", -7 * 86400 * INT64_C(1000000) },
	{ "1d 12h", -36 * 3600 * INT64_C(1000000) },
	{ "90s", -90 * INT64_C(1000000) },
	{ "100000d", 0 },
};

START_TEST(since_is_a_time_or_a_duration_back)
{
	const char *const line[] = { "log", "--since", times[_i].word, NULL };
	const int64_t before = clock_now();
	struct options options;
	struct error error = { 0 };

	ck_assert_msg(parse(line, &options, &error), "%s", error.message);
	if (times[_i].since >= 0) {
		ck_assert_int_eq(options.since, times[_i].since);
	} else {
		ck_assert_int_ge(options.since, before + times[_i].since);
		ck_assert_int_le(options.since, clock_now() + times[_i].since);
	}
	options_finish(&options);
}
END_TEST

START_TEST(json_is_known_even_where_the_rest_is_not_understood)
{
	static const char *const words[] = { "--bogus", "run", "--json", NULL };
	static const char *const others[] = { "--bogus", "--", "--json", NULL };
	struct options options;
	struct error error = { 0 };

	ck_assert(!parse(words, &options, &error));
	ck_assert(options.output.json);
	ck_assert(!parse(others, &options, &error));
	ck_assert(!options.output.json);
	error_finish(&error);
}
END_TEST

START_TEST(who_runs_it_may_come_from_the_environment)
{
	static const char *const plain[] = { "run", NULL };
	static const char *const given[] = { "run", "--by", "ana", NULL };
	struct options options;
	struct error error = { 0 };

	setenv("GLIM_BY", "ci", 1);
	ck_assert(parse(plain, &options, &error));
	ck_assert_str_eq(options.by, "ci");
	ck_assert(parse(given, &options, &error));
	ck_assert_str_eq(options.by, "ana");
	setenv("GLIM_BY", "", 1);
	ck_assert(parse(plain, &options, &error));
	ck_assert_ptr_null(options.by);
	unsetenv("GLIM_BY");
}
END_TEST

START_TEST(posixly_correct_changes_nothing)
{
	static const char *const words[] = { "run", "--json", NULL };
	struct options options;
	struct error error = { 0 };

	setenv("POSIXLY_CORRECT", "1", 1);
	ck_assert(parse(words, &options, &error));
	unsetenv("POSIXLY_CORRECT");
	ck_assert(options.output.json);
	ck_assert_ptr_null(options.name);
}
END_TEST

static void assert_narrow(const char *what, const char *text)
{
	for (const char *line = text; *line;) {
		size_t length = strcspn(line, "\n");

		ck_assert_msg(length <= 80, "help %s: %.*s", what, (int)length, line);
		ck_assert_msg(!length || line[length - 1] != ' ', "help %s: blank at the end",
			      what);
		line += length + (line[length] == '\n');
	}
}

static void assert_help(const char *word)
{
	struct text text = { 0 };

	ck_assert_msg(help_write_about(&text, word), "no help on %s", word);
	ck_assert_uint_gt(text.length, 80);
	assert_narrow(word, text_get(&text));
	text_finish(&text);
}

START_TEST(every_command_and_topic_has_help_of_80_columns)
{
	struct text list = { 0 };

	for (size_t i = 0; commands[i]; i++)
		assert_help(commands[i]->verb);
	for (size_t i = 0; i < topic_count; i++)
		assert_help(topics[i].name);
	help_write_list(&list);
	assert_narrow("list", text_get(&list));
	text_finish(&list);
}
END_TEST

START_TEST(every_error_has_cause_check_and_fix)
{
	for (int code = ERROR_NONE + 1; code < ERROR_CODES; code++) {
		const struct error_topic *topic = &error_topics[code];

		ck_assert_msg(topic->cause && topic->check && topic->fix, "%s",
			      error_slug((enum error_code)code));
		assert_help(error_slug((enum error_code)code));
	}
}
END_TEST

/* The key of a line, or one of its two. */
static bool is_key(const char *word, const char *keys)
{
	const char *at = strstr(keys, word);
	const char end = at ? at[strlen(word)] : 'x';

	return at && (at == keys || at[-1] == ' ') && (!end || end == ',');
}

static bool is_described(const char *section, const char *word)
{
	for (size_t i = 0; i < setting_topic_count; i++)
		if (strcmp(setting_topics[i].section, section) == 0 &&
		    is_key(word, setting_topics[i].key))
			return true;
	return false;
}

static size_t assert_described(const char *section, const struct key *keys)
{
	size_t count = 0;

	for (; keys->name; keys++, count++)
		ck_assert_msg(is_described(section, keys->name), "no help on %s.%s", section,
			      keys->name);
	return count;
}

START_TEST(every_setting_has_help_and_no_other)
{
	size_t described = setting_topic_count;
	const size_t known = assert_described("extensions.migration", migration_keys) +
			     assert_described("db.ALIAS", connection_keys);

	for (size_t i = 0; i < setting_topic_count; i++)
		described += strchr(setting_topics[i].key, ',') != NULL;
	ck_assert_uint_eq(described, known);
}
END_TEST

START_TEST(every_option_is_in_the_help_of_some_command)
{
	struct text text = { 0 };

	for (size_t i = 0; commands[i]; i++)
		help_write_about(&text, commands[i]->verb);
	for (size_t i = 0; i < option_row_count; i++)
		ck_assert_msg(strstr(text_get(&text), option_rows[i].help) != NULL, "--%s",
			      option_rows[i].name);
	text_finish(&text);
}
END_TEST

Suite *options_suite(void);
Suite *options_suite(void)
{
	Suite *suite = suite_create("options");
	TCase *tests = tcase_create("options");

	tcase_add_loop_test(tests, a_command_line_is_read, 0, COUNT(accepted));
	tcase_add_loop_test(tests, a_command_line_is_refused_with_a_hint, 0, COUNT(refused));
	tcase_add_loop_test(tests, words_of_other_tools_are_answered_and_not_run, 0,
			    COUNT(foreign));
	tcase_add_test(tests, every_option_lands_in_its_place);
	tcase_add_loop_test(tests, since_is_a_time_or_a_duration_back, 0, COUNT(times));
	tcase_add_test(tests, json_is_known_even_where_the_rest_is_not_understood);
	tcase_add_test(tests, who_runs_it_may_come_from_the_environment);
	tcase_add_test(tests, posixly_correct_changes_nothing);
	tcase_add_test(tests, every_command_and_topic_has_help_of_80_columns);
	tcase_add_test(tests, every_error_has_cause_check_and_fix);
	tcase_add_test(tests, every_option_is_in_the_help_of_some_command);
	tcase_add_test(tests, every_setting_has_help_and_no_other);
	suite_add_tcase(suite, tests);
	return suite;
}
