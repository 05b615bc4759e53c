/* What the word under the cursor is about. */
#include <check.h>
#include <string.h>

#include "completion/completion.h"

enum { WORDS = 8 };

static const struct {
	const char *words[WORDS];
	enum completion_kind kind;
	const char *typed;
} cases[] = {
	{ { "" }, COMPLETION_COMMANDS, "" },
	{ { "mig" }, COMPLETION_COMMANDS, "mig" },
	{ { "--json", "ru" }, COMPLETION_COMMANDS, "ru" },
	{ { "--db", "" }, COMPLETION_ALIASES, "" },
	{ { "--db", "live", "" }, COMPLETION_COMMANDS, "" },
	{ { "--db=li" }, COMPLETION_ALIASES, "li" },
	{ { "--config", "x" }, COMPLETION_FILES, "x" },
	{ { "run", "--plugins", "" }, COMPLETION_FOLDERS, "" },
	{ { "run", "" }, COMPLETION_MIGRATIONS, "" },
	{ { "migration:run", "Add" }, COMPLETION_MIGRATIONS, "Add" },
	{ { "run", "AddUser", "" }, COMPLETION_NOTHING, "" },
	{ { "run", "--name=Add" }, COMPLETION_MIGRATIONS, "Add" },
	{ { "run", "--count", "" }, COMPLETION_NOTHING, "" },
	{ { "run", "--count", "3", "" }, COMPLETION_MIGRATIONS, "" },
	{ { "run", "-" }, COMPLETION_OPTIONS, "-" },
	{ { "run", "--json=" }, COMPLETION_OPTIONS, "--json=" },
	{ { "build", "" }, COMPLETION_SOURCES, "" },
	{ { "new", "" }, COMPLETION_NOTHING, "" },
	{ { "new", "--name", "" }, COMPLETION_NOTHING, "" },
	{ { "status", "" }, COMPLETION_NOTHING, "" },
	{ { "repair", "X", "--mark", "" }, COMPLETION_CHOICES, "" },
	{ { "help", "lo" }, COMPLETION_TOPICS, "lo" },
	{ { "completion", "" }, COMPLETION_SHELLS, "" },
	{ { "nonsense", "" }, COMPLETION_NOTHING, "" },
};

START_TEST(the_last_word_is_told_by_those_before)
{
	char *words[WORDS];
	size_t count = 0;
	struct completion completion;

	for (; count < WORDS && cases[_i].words[count]; count++)
		words[count] = (char *)cases[_i].words[count];
	completion = completion_of(words, count);
	ck_assert_int_eq(completion.kind, cases[_i].kind);
	ck_assert_str_eq(completion.typed, cases[_i].typed);
}
END_TEST

START_TEST(no_word_is_about_nothing)
{
	ck_assert_int_eq(completion_of(NULL, 0).kind, COMPLETION_NOTHING);
}
END_TEST

START_TEST(every_shell_has_a_script)
{
	for (const char *const *shell = completion_shells; *shell; shell++)
		ck_assert_ptr_nonnull(strstr(completion_script(*shell), "__complete"));
	ck_assert_ptr_null(completion_script("csh"));
}
END_TEST

Suite *completion_suite(void);
Suite *completion_suite(void)
{
	Suite *suite = suite_create("completion");
	TCase *tests = tcase_create("completion");

	tcase_add_loop_test(tests, the_last_word_is_told_by_those_before, 0,
			    sizeof cases / sizeof *cases);
	tcase_add_test(tests, no_word_is_about_nothing);
	tcase_add_test(tests, every_shell_has_a_script);
	suite_add_tcase(suite, tests);
	return suite;
}
