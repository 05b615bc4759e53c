/* A row is met by its key as it was given, however many rows travel together. */
#include <stdlib.h>

#include "base/memory.h"
#include "way.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

enum { ROWS_MOST = 25 };

/* The keys are made of the numbers from 1 on; a row that is met gets the number. */
static const struct key_case {
	const char *type, *rows;
	const char *before, *after; /* of texts around them; NULL: numbers */
	double behind;              /* added to numbers; 0: integers */
	int64_t sum;
} cases[] = {
	{ "INT", "(2),(3)", "", "", 0, 5 },
	{ "INT", "(2),(3)", NULL, "", 0, 5 },
	{ "INT", "(2),(3)", "", ".50", 0, 0 },
	{ "INT", "(2),(3)", NULL, "", 0.5, 0 },
	{ "TINYINT", "(2),(127)", "", "00", 0, 0 },
	{ "BIGINT", "(9007199254740992),(9007199254740993)", "900719925474099", "", 0, 5 },
	{ "BIGINT UNSIGNED", "(18446744073709551614),(18446744073709551615)", "1844674407370955161",
	  "", 0, 9 },
	{ "DECIMAL(10,2)", "(1.01),(2.01)", "", ".01", 0, 3 },
	{ "DECIMAL(10,2)", "(1.01),(2.01)", "", ".014", 0, 0 },
	{ "DECIMAL(20,0)", "(9007199254740992),(9007199254740993)", "900719925474099", "", 0, 5 },
	{ "DECIMAL(65,0)", "(1),(2)", "", "", 0, 3 },
	{ "DATETIME", "('2024-01-01 00:00:01'),('2024-01-01 00:00:02')", "2024-01-01 00:00:", "", 0,
	  3 },
	{ "DATETIME", "('2024-01-01 00:00:01'),('2024-01-01 00:00:02')", "2024-01-01 00:00:", ".9",
	  0, 0 },
	{ "FLOAT", "(1.5),(2.5),(0.1)", NULL, "", 0.5, 3 },
	{ "VARCHAR(10)", "('5'),('05'),('5.0'),('005')", NULL, "", 0, 5 },
	{ "VARCHAR(10)", "('n5'),('N6')", "n", "", 0, 11 },
	{ "VARCHAR(2)", "('n5'),('n6')", "n", "0", 0, 0 },
	{ "BINARY(4)", "('n5'),('n6')", "n", "", 0, 0 },
	{ "ENUM('n5','n6')", "('n5'),('n6')", "n", "", 0, 11 },
};

static void make_table(const struct target *target, const struct key_case *given)
{
	char *create = memory_format("CREATE TABLE k (id %s PRIMARY KEY, v INT NOT NULL DEFAULT 0)",
				     given->type);
	char *insert = memory_format("INSERT INTO k (id) VALUES %s", given->rows);

	target_run(target, create);
	target_run(target, insert);
	free(create);
	free(insert);
}

static glim_value key_of(const struct key_case *given, int number, char text[64])
{
	if (!given->before)
		return given->behind > 0 ? glim_real(number + given->behind) : glim_int(number);
	snprintf(text, 64, "%s%d%s", given->before, number, given->after);
	return glim_text(text);
}

static void write_rows(const struct target *target, const struct key_case *given,
		       enum bulk_mode mode, int rows)
{
	static const char *const columns[] = { "id", "v" };
	static const bool keys[] = { true, false };
	const size_t count = mode == BULK_DELETE ? 1 : 2;
	const struct bulk bulk = { mode, "k", columns, keys, count };
	glim_value values[2 * ROWS_MOST];
	char texts[ROWS_MOST][64];
	struct outcome outcome = { 0 };
	struct failure failure = { 0 };

	for (int i = 0; i < rows; i++) {
		values[(size_t)i * count] = key_of(given, i + 1, texts[i]);
		if (mode != BULK_DELETE)
			values[2 * i + 1] = glim_int(i + 1);
	}
	ck_assert_msg(way_write(target, &bulk, values, (size_t)rows, &outcome, &failure), "%s %s",
		      given->type, failure.message);
}

static void expect(const struct target *target, const struct key_case *given, int rows)
{
	int64_t left;

	make_table(target, given);
	write_rows(target, given, BULK_UPDATE, rows);
	ck_assert_msg(target_number(target, "SELECT CAST(SUM(v) AS SIGNED) FROM k") == given->sum,
		      "%s, %s, %d rows: %lld", given->type, given->after, rows,
		      (long long)target_number(target, "SELECT CAST(SUM(v) AS SIGNED) FROM k"));
	left = target_number(target, "SELECT COUNT(*) FROM k WHERE v = 0");
	write_rows(target, given, BULK_DELETE, rows);
	ck_assert_int_eq(target_number(target, "SELECT COUNT(*) FROM k"), left);
	target->driver->bulk_end(target->session);
	target_run(target, "DROP TABLE k");
}

START_TEST(a_key_meets_the_row_that_has_it_and_no_other)
{
	const int way = 1 + _i % 2;
	struct target target;

	if (!way_open(&target, way))
		return;
	if (_i / 2)
		target_run(&target, "SET SESSION sql_mode = ''");
	for (size_t i = 0; i < COUNT(cases); i++) {
		expect(&target, &cases[i], 9);
		expect(&target, &cases[i], ROWS_MOST);
	}
	target_close(&target);
}
END_TEST

Suite *bulk_key_suite(void);
Suite *bulk_key_suite(void)
{
	Suite *suite = suite_create("bulk_key");
	TCase *server = tcase_create("server");

	tcase_set_timeout(server, 120);
	tcase_add_unchecked_fixture(server, target_folder_make, target_folder_remove);
	tcase_add_loop_test(server, a_key_meets_the_row_that_has_it_and_no_other, 0, 4);
	suite_add_tcase(suite, server);
	return suite;
}
