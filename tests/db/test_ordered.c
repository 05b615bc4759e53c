/* Pages of rows along an index, on PostgreSQL: what makes the server walk it, and what is left. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/key.h"
#include "rows.h"

#define PAGE "SELECT a, current_setting('enable_sort') FROM t ORDER BY a LIMIT 3"

static bool open_ordered(struct target *target)
{
	if (!target_open(target, TARGET_POSTGRESQL))
		return false;
	target_run(target, "CREATE TABLE t (a INTEGER PRIMARY KEY)");
	target_run(target, "INSERT INTO t SELECT generate_series(1, 1000)");
	return true;
}

static void expect_setting(const struct target *target, const char *expected)
{
	char *setting = target_text(target, "SELECT current_setting('enable_sort')");

	ck_assert_str_eq(setting, expected);
	free(setting);
}

/* Three rows at most, during which the setting is this one. */
static void expect_page(const struct target *target, size_t most, const char *during)
{
	struct rows rows = { .most = most, .along_index = true };
	struct failure failure = { 0 };

	ck_assert_msg(rows_try(target, PAGE, NULL, 0, &rows, &failure), "%s", failure.message);
	ck_assert_uint_eq(rows.count, most ? most : 3);
	ck_assert_int_eq(rows_cell(&rows, rows.count - 1, 0)->as.integer, (int64_t)rows.count);
	ck_assert_str_eq(rows_cell(&rows, 0, 1)->as.data, during);
	rows_finish(&rows);
}

START_TEST(the_setting_is_back_behind_each_page)
{
	struct target target;

	if (!open_ordered(&target))
		return;
	expect_page(&target, 0, "on");
	target_run(&target, "BEGIN");
	expect_page(&target, 0, "off");
	expect_page(&target, 1, "off");
	expect_setting(&target, "on");
	target_run(&target, "SET enable_sort = off");
	expect_page(&target, 0, "off");
	expect_setting(&target, "off");
	target_run(&target, "COMMIT");
	expect_setting(&target, "off");
	target_close(&target);
}
END_TEST

static void expect_failure(const struct target *target, const char *sql, enum failure_kind kind,
			   size_t count)
{
	struct rows rows = { .along_index = true };
	struct failure failure = { 0 };

	ck_assert(!rows_try(target, sql, NULL, 0, &rows, &failure));
	ck_assert_int_eq(failure.kind, kind);
	ck_assert_uint_eq(rows.count, count);
	failure_finish(&failure);
	rows_finish(&rows);
}

/* At once, or behind some rows. */
START_TEST(a_page_that_fails_leaves_what_a_failure_leaves)
{
	struct target target;

	if (!open_ordered(&target))
		return;
	target_run(&target, "BEGIN");
	target_run(&target, "SAVEPOINT s");
	expect_failure(&target, "SELECT a FROM missing ORDER BY a LIMIT 3", FAILURE_NO_TABLE, 0);
	target_run(&target, "ROLLBACK TO SAVEPOINT s");
	expect_failure(&target, "SELECT 1 / (20 - a) FROM t ORDER BY a LIMIT 30", FAILURE_SQL, 19);
	target_run(&target, "ROLLBACK TO SAVEPOINT s");
	expect_setting(&target, "on");
	expect_page(&target, 0, "off");
	target_run(&target, "COMMIT");
	target_close(&target);
}
END_TEST

START_TEST(a_session_that_ends_in_a_page_is_lost)
{
	struct target target;

	if (!open_ordered(&target))
		return;
	target_run(&target, "BEGIN");
	expect_failure(&target,
		       "SELECT pg_terminate_backend(pg_backend_pid()) AND pg_sleep(60) IS NULL",
		       FAILURE_LOST, 0);
	target_close(&target);
}
END_TEST

/* Of which keys an index has the order. */
static const struct {
	const char *table, *index; /* NULL: none */
	const char *key[2];
	bool ordered;
} orders[] = {
	{ "(a INTEGER PRIMARY KEY, b TEXT)", NULL, { "a" }, true },
	{ "(a INTEGER PRIMARY KEY, b TEXT)", NULL, { "b", "a" }, false },
	{ "(a INTEGER, b TEXT, PRIMARY KEY (a, b))", NULL, { "a", "b" }, true },
	{ "(a INTEGER, b TEXT, PRIMARY KEY (b, a))", NULL, { "a", "b" }, false },
	{ "(a INTEGER, b TEXT)", "(b)", { "b" }, true },
	{ "(a INTEGER, b TEXT)", "(b text_pattern_ops)", { "b" }, false },
	{ "(a INTEGER, b TEXT)", "(b COLLATE \"C\")", { "b" }, false },
	{ "(a INTEGER, b TEXT)", "(a DESC)", { "a" }, false },
	{ "(a INTEGER, b TEXT)", "(a NULLS FIRST)", { "a" }, false },
	{ "(a INTEGER, b TEXT)", "(a, lower(b))", { "a" }, false },
	{ "(a INTEGER, b TEXT)", "(a) INCLUDE (b)", { "a" }, true },
};

static void make_order(const struct target *target, size_t at)
{
	char *sql = memory_format("CREATE TABLE w %s", orders[at].table);

	target_run(target, sql);
	free(sql);
	if (!orders[at].index)
		return;
	sql = memory_format("CREATE UNIQUE INDEX u ON w %s", orders[at].index);
	target_run(target, sql);
	free(sql);
}

START_TEST(an_index_tells_whether_it_has_the_order_of_a_key)
{
	const glim_value names[] = { glim_text("w"), glim_text("w") };
	struct key_columns known = { 0 };
	const struct row_sink sink = { .row = key_take_row, .data = &known };
	struct failure failure = { 0 };
	struct target target;
	char *sql;

	if (!target_open(&target, TARGET_POSTGRESQL))
		return;
	make_order(&target, (size_t)_i);
	sql = target_marked(&target, target.driver->dialect->keys);
	ck_assert_msg(target.driver->execute(target.session, sql, strlen(sql), names, 2, &sink,
					     NULL, &failure),
		      "%s", failure.message);
	ck_assert_int_eq(key_is_in_order(&known, orders[_i].key, orders[_i].key[1] ? 2 : 1),
			 orders[_i].ordered);
	key_columns_finish(&known);
	free(sql);
	target_close(&target);
}
END_TEST

Suite *ordered_suite(void);
Suite *ordered_suite(void)
{
	Suite *suite = suite_create("ordered");
	TCase *ordered = tcase_create("all");

	tcase_set_timeout(ordered, 60);
	tcase_add_unchecked_fixture(ordered, target_folder_make, target_folder_remove);
	tcase_add_test(ordered, the_setting_is_back_behind_each_page);
	tcase_add_test(ordered, a_page_that_fails_leaves_what_a_failure_leaves);
	tcase_add_loop_test(ordered, an_index_tells_whether_it_has_the_order_of_a_key, 0,
			    sizeof orders / sizeof *orders);
	tcase_add_test(ordered, a_session_that_ends_in_a_page_is_lost);
	suite_add_tcase(suite, ordered);
	return suite;
}
