/* Values of PostgreSQL, and what its dialect alone asks. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "rows.h"
#include "target.h"

/* ---- Values ---- */

static const struct {
	const char *sql;
	int type;
	const char *shown;
} readings[] = {
	{ "-7::smallint", GLIM_TYPE_INT, "-7" },
	{ "9223372036854775807::bigint", GLIM_TYPE_INT, "9223372036854775807" },
	{ "true", GLIM_TYPE_INT, "1" },
	{ "false", GLIM_TYPE_INT, "0" },
	{ "4294967295::oid", GLIM_TYPE_INT, "4294967295" },
	{ "0.1::real", GLIM_TYPE_REAL, "0.10000000000000001" },
	{ "0.1::double precision", GLIM_TYPE_REAL, "0.10000000000000001" },
	{ "'Infinity'::double precision", GLIM_TYPE_REAL, "inf" },
	{ "12345678901234567890.0123456789::numeric", GLIM_TYPE_TEXT,
	  "text of 31: 12345678901234567890.0123456789" },
	{ "'ab'::char(5)", GLIM_TYPE_TEXT, "text of 5: ab   " },
	{ "DATE '2026-11-01'", GLIM_TYPE_TEXT, "text of 10: 2026-11-01" },
	{ "TIMESTAMP '2026-11-01 09:12:04.5'", GLIM_TYPE_TEXT,
	  "text of 21: 2026-11-01 09:12:04.5" },
	{ "TIMESTAMPTZ '2026-11-01 09:12:04+02'", GLIM_TYPE_TEXT,
	  "text of 22: 2026-11-01 07:12:04+00" },
	{ "'{\"a\": 1}'::jsonb", GLIM_TYPE_TEXT, "text of 8: {\"a\": 1}" },
	{ "ARRAY[1, 2]", GLIM_TYPE_TEXT, "text of 5: {1,2}" },
	{ "'\\x00ff'::bytea", GLIM_TYPE_BLOB, "blob of 2: " },
	{ "NULL::integer", GLIM_TYPE_NULL, "NULL" },
};

START_TEST(every_kind_of_column_reads_alike_with_values_and_without)
{
	struct target target;

	if (!target_open(&target, TARGET_POSTGRESQL))
		return;
	for (size_t i = 0; i < sizeof readings / sizeof *readings; i++) {
		char *plain = memory_format("SELECT %s", readings[i].sql);
		char *marked = memory_format("SELECT %s WHERE 1 = ?", readings[i].sql);
		struct rows without = rows_read(&target, plain, NULL, 0);
		struct rows with = rows_read(&target, marked, VALUES(glim_int(1)), 1);
		char *shown = value_show(rows_cell(&without, 0, 0));

		ck_assert_msg(rows_cell(&without, 0, 0)->type == readings[i].type, "%s: type %d",
			      readings[i].sql, rows_cell(&without, 0, 0)->type);
		if (readings[i].type != GLIM_TYPE_TEXT || strlen(readings[i].shown) > 12)
			ck_assert_msg(strstr(readings[i].shown, shown) || strstr(shown, "of"),
				      "%s: %s", readings[i].sql, shown);
		ck_assert(value_equal(rows_cell(&without, 0, 0), rows_cell(&with, 0, 0)));
		free(plain);
		free(marked);
		free(shown);
		rows_finish(&without);
		rows_finish(&with);
	}
	target_close(&target);
}
END_TEST

/* As a literal does, a value takes the type of where it stands. */
START_TEST(a_number_fits_every_column)
{
	struct target target;
	const glim_value five[] = { glim_int(5), glim_int(5), glim_int(5),   glim_int(1),
				    glim_int(5), glim_int(5), glim_real(2.5) };

	if (!target_open(&target, TARGET_POSTGRESQL))
		return;
	target_run(&target, "CREATE TABLE t (a SMALLINT, b TEXT, c NUMERIC(5,2), d BOOLEAN, "
			    "e DOUBLE PRECISION, f VARCHAR(3), g NUMERIC)");
	target_run_values(&target, "INSERT INTO t VALUES (?, ?, ?, ?, ?, ?, ?)", five, 7);
	ck_assert_int_eq(target_number(&target,
				       "SELECT count(*) FROM t WHERE a = 5 AND b = '5' "
				       "AND c = 5 AND d AND e = 5 AND f = '5' AND g = 2.5"),
			 1);
	char *text = target_text(&target, "SELECT '{\"a\": 1}'::jsonb ? 'a'");
	ck_assert_str_eq(text, "1");
	free(text);
	target_close(&target);
}
END_TEST

START_TEST(the_last_id_is_what_a_sequence_gave_in_this_session)
{
	struct target target;

	if (!target_open(&target, TARGET_POSTGRESQL))
		return;
	ck_assert_int_eq(target.driver->last_id(target.session), 0);
	target_run(&target, "CREATE TABLE t (id BIGSERIAL, a INTEGER)");
	target_run(&target, "BEGIN");
	ck_assert_int_eq(target.driver->last_id(target.session), 0);
	target_run(&target, "INSERT INTO t (a) VALUES (1), (2)");
	ck_assert_int_eq(target.driver->last_id(target.session), 2);
	target_run(&target, "DROP TABLE t");
	ck_assert_int_eq(target.driver->last_id(target.session), 0);
	target_run(&target, "COMMIT");
	ck_assert_int_eq(target.driver->last_id(target.session), 0);
	target_close(&target);
}
END_TEST

/* ---- The dialect ---- */

START_TEST(procedures_that_end_transactions_are_listed)
{
	struct target target;
	struct rows rows;

	if (!target_open(&target, TARGET_POSTGRESQL))
		return;
	target_run(&target, "CREATE PROCEDURE plain() LANGUAGE sql AS 'SELECT 1'");
	target_run(&target, "CREATE PROCEDURE cuts() LANGUAGE plpgsql AS 'BEGIN COMMIT; END'");
	target_run(&target, "CREATE PROCEDURE undoes() LANGUAGE plpgsql AS 'BEGIN rollback; END'");
	rows = rows_read(&target, target.driver->dialect->plain_tables, NULL, 0);
	ck_assert_uint_eq(rows.count, 2);
	rows_finish(&rows);
	target_close(&target);
}
END_TEST

START_TEST(what_weakens_a_promise_is_told)
{
	struct target target;
	struct rows rows;

	if (!target_open(&target, TARGET_POSTGRESQL))
		return;
	rows = rows_read(&target, target.driver->dialect->conditions, NULL, 0);
	ck_assert_uint_eq(rows.count, 0);
	rows_finish(&rows);
	target_run(&target, "SET synchronous_commit = off");
	target_run(&target, "CREATE UNLOGGED TABLE glim_log (a INTEGER)");
	rows = rows_read(&target, target.driver->dialect->conditions, NULL, 0);
	ck_assert_uint_eq(rows.count, 2);
	rows_finish(&rows);
	target_close(&target);
}
END_TEST

Suite *postgresql_values_suite(void);

Suite *postgresql_values_suite(void)
{
	Suite *suite = suite_create("postgresql values");
	TCase *tests = tcase_create("its own ways");

	tcase_add_unchecked_fixture(tests, target_folder_make, target_folder_remove);
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, every_kind_of_column_reads_alike_with_values_and_without);
	tcase_add_test(tests, a_number_fits_every_column);
	tcase_add_test(tests, the_last_id_is_what_a_sequence_gave_in_this_session);
	tcase_add_test(tests, procedures_that_end_transactions_are_listed);
	tcase_add_test(tests, what_weakens_a_promise_is_told);
	suite_add_tcase(suite, tests);
	return suite;
}
