/* What fingerprints tell of objects that changed places, half went, are hidden or cannot be seen.
 */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "look.h"

#define COUNT(list) (int)(sizeof(list) / sizeof *(list))

static const struct {
	const char *make[3];
	const char *sql;
	bool ambiguous;
} swaps[] = {
	{ { "CREATE TABLE x (a INT AUTO_INCREMENT, KEY (a))",
	    "CREATE TABLE y (a INT AUTO_INCREMENT, KEY (a)) AUTO_INCREMENT=9" },
	  "RENAME TABLE x TO z, y TO x, z TO y",
	  true },
	{ { "CREATE TABLE x (a INT)", "CREATE TABLE y (b INT)" },
	  "RENAME TABLE x TO z, y TO x, z TO y",
	  false },
	{ { "CREATE TABLE x (a INT)", "CREATE TABLE y (a INT)" },
	  "RENAME TABLE x TO z, y TO x",
	  false },
	{ { "CREATE TABLE x (a INT, FOREIGN KEY (a) REFERENCES t (a))",
	    "CREATE TABLE y (a INT, FOREIGN KEY (a) REFERENCES t (a))" },
	  "RENAME TABLE x TO z, y TO x, z TO y",
	  true },
	{ { "CREATE TABLE x (a INT PRIMARY KEY, b INT, FOREIGN KEY (b) REFERENCES x (a))",
	    "CREATE TABLE y (a INT PRIMARY KEY, b INT, FOREIGN KEY (b) REFERENCES y (a))" },
	  "RENAME TABLE x TO z, y TO x, z TO y",
	  true },
	{ { "CREATE TABLE x (a INT PRIMARY KEY)",
	    "CREATE TABLE y (a INT PRIMARY KEY, FOREIGN KEY (a) REFERENCES x (a))" },
	  "RENAME TABLE x TO z, y TO x, z TO y",
	  false },
};

START_TEST(tables_that_change_places_are_told_apart_or_called_ambiguous)
{
	struct look look;
	char *before;

	if (!look_open(&look))
		return;
	look_make_objects(&look);
	look_run_all(&look, swaps[_i].make);
	look_at(&look, swaps[_i].sql);
	before = look_take(&look);
	ck_assert_msg(fingerprint_ambiguous(before) == swaps[_i].ambiguous, "%s", before);
	look_expect(&look, before, FINGERPRINT_SAME);
	target_run(&look.target, look.sql);
	if (!swaps[_i].ambiguous)
		look_expect(&look, before, FINGERPRINT_CHANGED);
	free(before);
	look_close(&look);
}
END_TEST

/* The tables that a DROP of several had reached are gone, the others are not. */
START_TEST(a_half_done_removal_is_no_clear_answer)
{
	struct look look;
	char *before;

	if (!look_open(&look))
		return;
	look_make_objects(&look);
	look_at(&look, "DROP TABLE u, w");
	before = look_take(&look);
	target_run(&look.target, "DROP TABLE u");
	look_expect(&look, before, FINGERPRINT_MIXED);
	free(before);
	look_close(&look);
}
END_TEST

START_TEST(what_is_replaced_by_its_like_is_no_clear_answer)
{
	struct look look;
	char *before;

	if (!look_open(&look))
		return;
	look_make_objects(&look);
	look_at(&look, "CREATE OR REPLACE TABLE w (a INT)");
	before = look_take(&look);
	look_expect(&look, before, FINGERPRINT_MIXED);
	target_run(&look.target, look.sql);
	look_expect(&look, before, FINGERPRINT_MIXED);
	target_run(&look.target, "DROP TABLE w");
	look_expect(&look, before, FINGERPRINT_SAME);
	free(before);
	look_close(&look);
}
END_TEST

START_TEST(settings_of_the_session_do_not_change_a_fingerprint)
{
	static const char *const settings[] = {
		"SET sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES,NO_TABLE_OPTIONS'",
		"SET sql_quote_show_create = 0",
		"SET sql_mode = 'ORACLE'",
		"SET NAMES latin1",
		"SET time_zone = '+05:00'",
	};
	struct look look;
	char *before;

	if (!look_open(&look))
		return;
	look_make_objects(&look);
	look_at(&look, "DROP TABLE t, u, parts, `odd ``n. \"x\n;`, v, child");
	before = look_take(&look);
	for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
		target_run(&look.target, settings[i]);
		look_expect(&look, before, FINGERPRINT_SAME);
	}
	look_at(&look, "ALTER EVENT e DISABLE");
	free(before);
	before = look_take(&look);
	target_run(&look.target, "SET time_zone = '+07:00', sql_mode = ''");
	look_expect(&look, before, FINGERPRINT_SAME);
	free(before);
	look_close(&look);
}
END_TEST

START_TEST(a_name_with_its_schema_is_found_from_elsewhere)
{
	struct look look;
	char *before, *sql;

	if (!look_open(&look))
		return;
	look_make_objects(&look);
	sql = memory_format("ALTER TABLE %s . `t` RENAME %s.t2, ADD c INT", look.target.schema,
			    look.target.schema);
	target_run(&look.target, "USE information_schema");
	look_at(&look, sql);
	before = look_take(&look);
	target_run(&look.target, sql);
	look_expect(&look, before, FINGERPRINT_CHANGED);
	free(before);
	free(sql);
	look_close(&look);
}
END_TEST

static void administrate(const struct look *look, const char *format)
{
	struct session *root = target_administrator(&look->target);
	char *use = memory_format("USE %s", look->target.schema);

	session_run(&look->target, root, use);
	session_run(&look->target, root, format);
	look->target.driver->close(root);
	free(use);
}

START_TEST(a_routine_whose_text_is_hidden_still_comes_and_goes)
{
	struct look look;
	char *before;

	if (!look_open(&look))
		return;
	administrate(&look, "CREATE PROCEDURE p() SELECT 1");
	look_at(&look, "DROP PROCEDURE p");
	before = look_take(&look);
	ck_assert_msg(strstr(before, "hidden"), "%s", before);
	look_expect(&look, before, FINGERPRINT_MIXED);
	target_run(&look.target, look.sql);
	look_expect(&look, before, FINGERPRINT_CHANGED);
	free(before);
	look_close(&look);
}
END_TEST

START_TEST(what_the_server_changes_by_itself_is_no_change)
{
	struct look look;
	char *before;

	if (!look_open(&look))
		return;
	target_run(&look.target, "CREATE TABLE h (a INT PRIMARY KEY AUTO_INCREMENT, b INT) "
				 "WITH SYSTEM VERSIONING "
				 "PARTITION BY SYSTEM_TIME INTERVAL 1 SECOND AUTO");
	target_run(&look.target, "CREATE EVENT e ON SCHEDULE AT '2031-01-01' "
				 "ON COMPLETION PRESERVE DO SELECT 1");
	look_at(&look, "DROP TABLE h");
	before = look_take(&look);
	target_run(&look.target, "INSERT INTO h (b) VALUES (1), (2)");
	target_run(&look.target, "DO SLEEP(2)");
	target_run(&look.target, "UPDATE h SET b = 3");
	look_expect(&look, before, FINGERPRINT_SAME);
	free(before);
	look_at(&look, "ALTER EVENT e COMMENT 'x'");
	before = look_take(&look);
	target_run(&look.target, "ALTER EVENT e DISABLE");
	look_expect(&look, before, FINGERPRINT_SAME);
	target_run(&look.target, look.sql);
	look_expect(&look, before, FINGERPRINT_CHANGED);
	free(before);
	look_close(&look);
}
END_TEST

static const char *const refused_looks[] = {
	"DROP TABLE mysql.nowhere", /* no right, or no such table: it does not tell */
	"DROP SEQUENCE t",
};

START_TEST(what_cannot_be_looked_at_does_not_stop_a_migration)
{
	struct look look;
	char *before;

	if (!look_open(&look))
		return;
	look_make_objects(&look);
	look_at(&look, refused_looks[_i]);
	before = look_take(&look);
	ck_assert_msg(strstr(before, "refused"), "%s", before);
	look_expect(&look, before, FINGERPRINT_MIXED);
	free(before);
	look_close(&look);
}
END_TEST

START_TEST(a_lost_connection_gives_no_fingerprint)
{
	struct look look;
	struct failure failure = { 0 };
	char *kill;
	struct session *other;

	if (!look_open(&look))
		return;
	look_at(&look, "DROP TABLE t");
	other = target_session(&look.target);
	kill = memory_format("KILL CONNECTION %llu", (unsigned long long)look.db.server.connection);
	session_run(&look.target, other, kill);
	ck_assert_ptr_null(fingerprint_take(&look.db, &look.list, &failure));
	ck_assert_int_eq(failure.kind, FAILURE_LOST);
	failure_finish(&failure);
	free(kill);
	look.target.driver->close(other);
	look_close(&look);
}
END_TEST

START_TEST(a_look_leaves_the_transaction_as_it_is)
{
	struct look look;
	char *before;

	if (!look_open(&look))
		return;
	look_make_objects(&look);
	target_run(&look.target, look.db.dialect->begin);
	target_run(&look.target, "SAVEPOINT glim_canary");
	target_run(&look.target, "INSERT INTO t (a, b) VALUES (4711, 1)");
	look_at(&look, "DROP TABLE t, nowhere, glim_nowhere.t, v");
	before = look_take(&look);
	target_run(&look.target, "RELEASE SAVEPOINT glim_canary");
	target_run(&look.target, look.db.dialect->rollback);
	ck_assert_int_eq(target_number(&look.target, "SELECT count(*) FROM t WHERE a = 4711"), 0);
	free(before);
	look_close(&look);
}
END_TEST

Suite *fingerprint_state_suite(void);
Suite *fingerprint_state_suite(void)
{
	Suite *suite = suite_create("fingerprints of states");
	TCase *all = tcase_create("all");

	tcase_set_timeout(all, 60);
	tcase_add_unchecked_fixture(all, target_folder_make, target_folder_remove);
	tcase_add_loop_test(all, tables_that_change_places_are_told_apart_or_called_ambiguous, 0,
			    COUNT(swaps));
	tcase_add_test(all, a_half_done_removal_is_no_clear_answer);
	tcase_add_test(all, what_is_replaced_by_its_like_is_no_clear_answer);
	tcase_add_test(all, settings_of_the_session_do_not_change_a_fingerprint);
	tcase_add_test(all, a_name_with_its_schema_is_found_from_elsewhere);
	tcase_add_test(all, a_routine_whose_text_is_hidden_still_comes_and_goes);
	tcase_add_loop_test(all, what_cannot_be_looked_at_does_not_stop_a_migration, 0,
			    COUNT(refused_looks));
	tcase_add_test(all, what_the_server_changes_by_itself_is_no_change);
	tcase_add_test(all, a_lost_connection_gives_no_fingerprint);
	tcase_add_test(all, a_look_leaves_the_transaction_as_it_is);
	suite_add_tcase(suite, all);
	return suite;
}
