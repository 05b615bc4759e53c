/* Plugins in C and C++, built with today's header and with each released one, in today's guest. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "scripted_service.h"

static struct script script;

static void open_script(void)
{
	script_open(&script);
}

static void close_script(void)
{
	script_close(&script);
}

struct language {
	const char *source;
	const char *flags;
	const char *asked;
	const char *told;
	int returned;
	bool data; /* needs glim/data.h, and so ABI 1.1 */
};

static const char every_call[] = "exec every_call.c:24 A ? [1]\n"
				 "script every_call.c:25 B; C\n"
				 "flush\n"
				 "begin every_call.c:30\n"
				 "try every_call.c:31 duplicate\n"
				 "rollback every_call.c:33\n"
				 "begin every_call.c:34\n"
				 "commit every_call.c:34\n"
				 "query every_call.c:35 rows ? ['x']\n"
				 "create every_call.c:40 User/users/2\n"
				 "add every_call.c:41 User/users/2 [5 'Aras']\n"
				 "update every_call.c:42 User/users/2 [5 'Aras']\n"
				 "remove every_call.c:43 User/users/2 [5 'Aras']\n"
				 "select every_call.c:44 User/users/2 id = ? [5]\n"
				 "drop every_call.c:45 User/users/2\n"
				 "flush\n";

static const char every_data_call[] =
	"scan every_data_call.c:15 t id,name by id where id > ? [1] limit 5\n"
	"open every_data_call.c:17 1 t id!,name as 1\n"
	"rows 1 [1 'x']\n"
	"close 1\n"
	"backfill every_data_call.c:23 t id by id limit 5 writes name\n"
	"backfill every_data_call.c:26 t id by id [1] limit 1000 set name = ?\n";

static const struct language languages[] = {
	{ .source = "tests/abi/1.1/every_data_call.c", .asked = every_data_call, .data = true },
	{ .source = "tests/abi/1.1/every_data_call.c",
	  .flags = "-std=c11 -Wall -Wextra -Wpedantic -Werror",
	  .asked = every_data_call,
	  .data = true },
	{ .source = "tests/abi/every_call.c",
	  .asked = every_call,
	  .told = "log 1 scripted\nprogress 1/1\nfail 1 the end\n",
	  .returned = GLIM_ERROR },
	{ .source = "tests/abi/every_call.c",
	  .flags = "-std=c11 -Wall -Wextra -Wpedantic -Werror",
	  .asked = every_call,
	  .told = "log 1 scripted\nprogress 1/1\nfail 1 the end\n",
	  .returned = GLIM_ERROR },
	{ .source = "tests/abi/plain.cc",
	  .flags = "-std=c++17 -lstdc++",
	  .asked = "exec plain.cc:10 A ? ? [1 'x']\nquery plain.cc:11 rows\n"
		   "try plain.cc:14 duplicate\n",
	  .returned = 1061 },
	{ .source = "tests/abi/throws.cc",
	  .flags = "-std=c++17 -lstdc++",
	  .asked = "exec throws.cc:9 A\n",
	  .told = "fail 1 thrown\n",
	  .returned = GLIM_ERROR },
	{ .source = "tests/abi/throws.cc",
	  .flags = "-std=c++20 -DOTHER -lstdc++",
	  .asked = "exec throws.cc:9 A\n",
	  .told = "fail 1 threw something that is no std::exception\n",
	  .returned = GLIM_ERROR },
};

static const char *const headers[] = { NULL, "tests/abi/1.1", "tests/abi/1.0" };

enum { LANGUAGES = sizeof languages / sizeof *languages };
enum { HEADERS = sizeof headers / sizeof *headers };

static const glim_value row[] = {
	{ .type = GLIM_TYPE_INT, .as.integer = 5 },
	{ .type = GLIM_TYPE_TEXT, .length = 4, .as.data = "Aras" },
};

START_TEST(a_plugin_of_any_header_does_the_same)
{
	const struct language *language = &languages[_i % LANGUAGES];
	const char *header = headers[_i / LANGUAGES];
	const bool is_first = header && strcmp(header, "tests/abi/1.0") == 0;
	char *folder = header ? script_find(header) : memory_copy("/nowhere");
	char *flags = memory_format("-I'%s' %s", folder, language->flags ? language->flags : "");

	if (language->data && is_first) {
		free(folder);
		free(flags);
		return;
	}
	script.columns = 2;
	script.rows = 1;
	script.values = row;
	ck_assert(script_run(&script, script_compile(language->source, flags), WIRE_VERB_RUN));
	ck_assert_msg(script.result.end == HOST_DONE, "%s", script.result.reason);
	ck_assert_str_eq(text_get(&script.asked), language->asked);
	if (!language->data) /* how far a backfill is depends on the time */
		ck_assert_str_eq(text_get(&script.told), language->told ? language->told : "");
	ck_assert_int_eq(script.result.returned, language->returned);
	free(flags);
	free(folder);
}
END_TEST

Suite *released_header_suite(void);
Suite *released_header_suite(void)
{
	Suite *suite = suite_create("released_header");
	TCase *cases = tcase_create("released_header");

	tcase_set_timeout(cases, 60);
	tcase_add_checked_fixture(cases, open_script, close_script);
	tcase_add_loop_test(cases, a_plugin_of_any_header_does_the_same, 0, LANGUAGES * HEADERS);
	suite_add_tcase(suite, cases);
	return suite;
}
