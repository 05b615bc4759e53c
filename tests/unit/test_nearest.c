/* "Did you mean": the known word that somebody probably wanted. */
#include <check.h>
#include <stddef.h>
#include <string.h>

#include "config/config.h"

#define COUNT(table) (int)(sizeof table / sizeof *table)

static const char *const known[] = { "db",     "plugins", "sources", "lock_timeout",
				     "host",   "port",    "socket",  "password",
				     "schema", "user",    "rollback" };

static const struct {
	const char *word, *nearest;
} words[] = {
	{ "plugin", "plugins" },
	{ "pluigns", "plugins" },
	{ "sokcet", "socket" },
	{ "prot", "port" },
	{ "POST", "host" },
	{ "Password", "password" },
	{ "pass", "password" },
	{ "lock-timeout", "lock_timeout" },
	{ "locktimeout", "lock_timeout" },
	{ "hostname", "host" },
	{ "rolback", "rollback" },
	{ "bd", "db" },
	{ "dbx", "db" },
	{ "db", "db" },
	{ "url", NULL },
	{ "hooks", NULL },
	{ "x", NULL },
	{ "", NULL },
	{ "completely different", NULL },
};

START_TEST(nearest_word_is_found)
{
	const char *found = config_nearest(words[_i].word, known, sizeof known / sizeof *known);

	if (words[_i].nearest)
		ck_assert_msg(found && !strcmp(found, words[_i].nearest), "%s: %s", words[_i].word,
			      found ? found : "nothing");
	else
		ck_assert_msg(!found, "%s: %s", words[_i].word, found);
}
END_TEST

START_TEST(long_words_are_not_compared)
{
	char word[5000];
	const char *const long_known[] = { word };

	memset(word, 'a', sizeof word);
	word[sizeof word - 1] = '\0';
	ck_assert_ptr_null(config_nearest(word, known, sizeof known / sizeof *known));
	ck_assert_ptr_null(config_nearest("plugins", long_known, 1));
	ck_assert_ptr_null(config_nearest("plugins", NULL, 0));
}
END_TEST

Suite *nearest_suite(void);
Suite *nearest_suite(void)
{
	Suite *suite = suite_create("nearest");
	TCase *tests = tcase_create("nearest");

	tcase_add_loop_test(tests, nearest_word_is_found, 0, COUNT(words));
	tcase_add_test(tests, long_words_are_not_compared);
	suite_add_tcase(suite, tests);
	return suite;
}
