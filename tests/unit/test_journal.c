/* What a migration asked and was told comes back from the bytes of its journal, or is refused. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "execute/journal.h"

static struct journal journal;
static struct journal_reader reader;
static struct journal_entry entry;

static void open_journal(void)
{
	journal = (struct journal){ 0 };
	reader = (struct journal_reader){ 0 };
	entry = (struct journal_entry){ 0 };
}

static void close_journal(void)
{
	journal_entry_finish(&entry);
	journal_reader_finish(&reader);
	journal_finish(&journal);
}

static const char *hash_of(const char *sql, const glim_value *values, size_t count)
{
	static char hash[JOURNAL_HASH];

	ck_assert(journal_hash(sql, values, count, hash));
	return hash;
}

static void add_step(const char *sql)
{
	journal_add_step(&journal, hash_of(sql, NULL, 0), sql);
}

static void read_back(void)
{
	journal_read(&reader, journal.bytes.data, journal.bytes.length);
}

static void next_is(enum journal_kind kind)
{
	journal_entry_finish(&entry);
	ck_assert_msg(journal_next(&reader, &entry), "the journal ends before entry %d", kind);
	ck_assert_int_eq(entry.kind, kind);
}

static void ends(void)
{
	journal_entry_finish(&entry);
	ck_assert(!journal_next(&reader, &entry));
	ck_assert(!reader.bad);
}

/* ---- Hashes ---- */

START_TEST(a_hash_is_of_the_text_and_the_types_of_the_values)
{
	const glim_value one = glim_int(1), two = glim_int(2), text = glim_text("1");
	const glim_value pair[] = { one, two };
	char first[JOURNAL_HASH];

	memcpy(first, hash_of("INSERT INTO t VALUES (?)", &one, 1), sizeof first);
	ck_assert_uint_eq(strlen(first), JOURNAL_HASH - 1);
	ck_assert_str_eq(hash_of("INSERT INTO t VALUES (?)", &two, 1), first);
	ck_assert_str_ne(hash_of("INSERT INTO t VALUES (?)", &text, 1), first);
	ck_assert_str_ne(hash_of("INSERT INTO t VALUES (?)", NULL, 0), first);
	ck_assert_str_ne(hash_of("INSERT INTO t VALUES (?)", pair, 2), first);
	ck_assert_str_ne(hash_of("INSERT INTO u VALUES (?)", &one, 1), first);
}
END_TEST

/* ---- Written, then read ---- */

START_TEST(nothing_written_is_nothing_read)
{
	journal_read(&reader, NULL, 0);
	ends();
	read_back();
	ends();
}
END_TEST

START_TEST(a_step_comes_back_with_hash_and_text)
{
	const char *hash;

	add_step("SELECT 1");
	read_back();
	next_is(JOURNAL_STEP);
	hash = hash_of("SELECT 1", NULL, 0);
	ck_assert_str_eq(entry.text.hash, hash);
	ck_assert_str_eq(entry.text.sql, "SELECT 1");
	ends();
}
END_TEST

START_TEST(entries_come_back_in_their_order)
{
	static const char *const names[] = { "id" };
	const glim_value value = glim_int(7);
	const struct host_reply reply = { .changes = 3 };

	add_step("SELECT id FROM t");
	journal_add_columns(&journal, 1, names);
	journal_add_row(&journal, 1, &value);
	journal_add_row(&journal, 1, &value);
	journal_add_reply(&journal, WIRE_QUERY, &reply);
	add_step("DROP TABLE t");
	journal_add_failure(&journal, GLIM_ERROR, "there is none");
	read_back();
	next_is(JOURNAL_STEP);
	next_is(JOURNAL_COLUMNS);
	next_is(JOURNAL_ROW);
	next_is(JOURNAL_ROW);
	next_is(JOURNAL_REPLY);
	next_is(JOURNAL_STEP);
	ck_assert_str_eq(entry.text.sql, "DROP TABLE t");
	next_is(JOURNAL_FAILURE);
	ends();
}
END_TEST

static const struct {
	int status;
	const char *message;
} failures[] = {
	{ GLIM_ERROR, "Duplicate entry '5' for key 'PRIMARY'" },
	{ GLIM_MISUSE, "" },
	{ GLIM_CANCELLED, NULL },
	{ GLIM_ERROR, "caf\xc3\xa9\n\ttwo lines" },
};

START_TEST(a_failure_comes_back)
{
	journal_add_failure(&journal, failures[_i].status, failures[_i].message);
	read_back();
	next_is(JOURNAL_FAILURE);
	ck_assert_int_eq(entry.reply.status, failures[_i].status);
	ck_assert_pstr_eq(entry.reply.message, failures[_i].message);
	ends();
}
END_TEST

static const struct host_reply replies[] = {
	{ 0 },
	{ .changes = INT64_MAX, .last_id = INT64_MIN },
	{ .status = GLIM_ERROR, .code = 1062, .message = "Duplicate entry" },
	{ .status = GLIM_ERROR, .code = -1, .message = "" },
};

START_TEST(a_reply_comes_back)
{
	const struct host_reply *wanted = &replies[_i];

	journal_add_reply(&journal, WIRE_TRY, wanted);
	read_back();
	next_is(JOURNAL_REPLY);
	ck_assert_int_eq(entry.request, WIRE_TRY);
	ck_assert_int_eq(entry.reply.status, wanted->status);
	ck_assert_int_eq(entry.reply.code, wanted->code);
	ck_assert_int_eq(entry.reply.changes, wanted->changes);
	ck_assert_int_eq(entry.reply.last_id, wanted->last_id);
	ck_assert_pstr_eq(entry.reply.message, wanted->message);
	ends();
}
END_TEST

START_TEST(columns_come_back)
{
	static const char *const names[] = { "id", "", "caf\xc3\xa9" };

	journal_add_columns(&journal, 3, names);
	journal_add_columns(&journal, 0, NULL);
	read_back();
	next_is(JOURNAL_COLUMNS);
	ck_assert_uint_eq(entry.count, 3);
	for (size_t i = 0; i < 3; i++)
		ck_assert_str_eq(entry.names[i], names[i]);
	next_is(JOURNAL_COLUMNS);
	ck_assert_uint_eq(entry.count, 0);
	ends();
}
END_TEST

static const glim_value row[] = {
	{ .type = GLIM_TYPE_NULL },
	{ .type = GLIM_TYPE_INT, .as.integer = INT64_MIN },
	{ .type = GLIM_TYPE_REAL, .as.real = -0.1 },
	{ .type = GLIM_TYPE_TEXT, .length = 4, .as.data = "Aras" },
	{ .type = GLIM_TYPE_TEXT, .length = 0, .as.data = "" },
	{ .type = GLIM_TYPE_TEXT, .length = 3, .as.data = "a\0b" },
	{ .type = GLIM_TYPE_BLOB, .length = 3, .as.data = "\xff\0\x01" },
	{ .type = GLIM_TYPE_BLOB, .length = 0, .as.data = "" },
	{ .type = GLIM_TYPE_INT, .as.integer = INT64_MAX },
};

enum { ROW = sizeof row / sizeof *row };

START_TEST(a_row_comes_back_with_values_of_every_type)
{
	journal_add_row(&journal, ROW, row);
	read_back();
	next_is(JOURNAL_ROW);
	ck_assert_uint_eq(entry.count, ROW);
	for (size_t i = 0; i < ROW; i++) {
		ck_assert_int_eq(entry.values[i].type, row[i].type);
		if (row[i].type < GLIM_TYPE_TEXT) {
			ck_assert_int_eq(entry.values[i].as.integer, row[i].as.integer);
			continue;
		}
		ck_assert_uint_eq(entry.values[i].length, row[i].length);
		ck_assert_mem_eq(entry.values[i].as.data, row[i].as.data, row[i].length);
	}
	ends();
}
END_TEST

START_TEST(a_row_without_columns_comes_back)
{
	journal_add_row(&journal, 0, NULL);
	add_step("SELECT 1");
	read_back();
	next_is(JOURNAL_ROW);
	ck_assert_uint_eq(entry.count, 0);
	next_is(JOURNAL_STEP);
	ends();
}
END_TEST

START_TEST(a_bulk_comes_back_with_the_hash_of_its_values)
{
	journal_add_bulk(&journal, 1000000, "types");
	journal_add_values(&journal, "values");
	add_step("SELECT 1");
	read_back();
	next_is(JOURNAL_BULK);
	ck_assert_uint_eq(entry.rows, 1000000);
	ck_assert_str_eq(entry.types, "types");
	next_is(JOURNAL_VALUES);
	ck_assert_str_eq(entry.hash, "values");
	next_is(JOURNAL_STEP);
	ends();
}
END_TEST

/* As the releases before wrote them. */
START_TEST(a_bulk_without_a_hash_of_its_values_comes_back)
{
	journal_add_bulk(&journal, 2, "types");
	add_step("SELECT 1");
	read_back();
	next_is(JOURNAL_BULK);
	ck_assert_uint_eq(entry.rows, 2);
	next_is(JOURNAL_STEP);
	ends();
}
END_TEST

/* ---- Texts are written once ---- */

START_TEST(a_statement_that_repeats_is_kept_once)
{
	const char *sql = "INSERT INTO quite_a_long_name (first, second) VALUES (?, ?)";
	size_t once;

	add_step(sql);
	once = journal.bytes.length;
	for (size_t i = 0; i < 1000; i++)
		add_step(sql);
	ck_assert_uint_eq(journal.text_count, 1);
	ck_assert_uint_eq(journal.bytes.length, once + 1000 * 2 * sizeof(uint32_t));
	read_back();
	for (size_t i = 0; i < 1001; i++) {
		next_is(JOURNAL_STEP);
		ck_assert_str_eq(entry.text.sql, sql);
	}
	ends();
}
END_TEST

/* More texts than are looked through: some are kept twice, and every step has its own. */
START_TEST(each_of_many_texts_in_turn_comes_back)
{
	char sql[40];

	for (int i = 0; i < 200; i++) {
		snprintf(sql, sizeof sql, "DELETE FROM t%d", i % 40);
		add_step(sql);
	}
	read_back();
	for (int i = 0; i < 200; i++) {
		snprintf(sql, sizeof sql, "DELETE FROM t%d", i % 40);
		next_is(JOURNAL_STEP);
		ck_assert_str_eq(entry.text.sql, sql);
	}
	ends();
}
END_TEST

START_TEST(only_the_start_of_a_long_statement_is_kept)
{
	char *sql = memory_alloc(3 * JOURNAL_TEXT_MOST + 1);

	memset(sql, 'x', (size_t)3 * JOURNAL_TEXT_MOST);
	add_step(sql);
	sql[JOURNAL_TEXT_MOST + 5] = 'y'; /* another statement with the same start */
	add_step(sql);
	read_back();
	next_is(JOURNAL_STEP);
	ck_assert_uint_eq(strlen(entry.text.sql), JOURNAL_TEXT_MOST);
	next_is(JOURNAL_STEP);
	ck_assert_str_eq(entry.text.hash, hash_of(sql, NULL, 0));
	ends();
	free(sql);
}
END_TEST

START_TEST(a_cleared_journal_begins_anew_with_its_texts)
{
	add_step("SELECT 1");
	journal_clear(&journal);
	ck_assert_uint_eq(journal.bytes.length, 0);
	read_back();
	ends();
	add_step("SELECT 1");
	read_back();
	next_is(JOURNAL_STEP);
	ck_assert_str_eq(entry.text.sql, "SELECT 1");
	ends();
}
END_TEST

START_TEST(a_reader_takes_one_journal_after_another)
{
	struct journal other = { 0 };

	add_step("SELECT 1");
	journal_add_step(&other, hash_of("SELECT 2", NULL, 0), "SELECT 2");
	read_back();
	next_is(JOURNAL_STEP);
	journal_read(&reader, other.bytes.data, other.bytes.length);
	next_is(JOURNAL_STEP);
	ck_assert_str_eq(entry.text.sql, "SELECT 2");
	ends();
	journal_finish(&other);
}
END_TEST

Suite *journal_suite(void);

static TCase *add_case(Suite *suite, const char *name)
{
	TCase *tests = tcase_create(name);

	tcase_add_checked_fixture(tests, open_journal, close_journal);
	suite_add_tcase(suite, tests);
	return tests;
}

Suite *journal_suite(void)
{
	Suite *suite = suite_create("journal");
	TCase *tests = add_case(suite, "written and read");

	tcase_add_test(tests, a_hash_is_of_the_text_and_the_types_of_the_values);
	tcase_add_test(tests, nothing_written_is_nothing_read);
	tcase_add_test(tests, a_step_comes_back_with_hash_and_text);
	tcase_add_test(tests, entries_come_back_in_their_order);
	tcase_add_loop_test(tests, a_failure_comes_back, 0, sizeof failures / sizeof *failures);
	tcase_add_loop_test(tests, a_reply_comes_back, 0, sizeof replies / sizeof *replies);
	tcase_add_test(tests, columns_come_back);
	tcase_add_test(tests, a_row_comes_back_with_values_of_every_type);
	tcase_add_test(tests, a_row_without_columns_comes_back);
	tcase_add_test(tests, a_bulk_comes_back_with_the_hash_of_its_values);
	tcase_add_test(tests, a_bulk_without_a_hash_of_its_values_comes_back);
	tests = add_case(suite, "texts");
	tcase_add_test(tests, a_statement_that_repeats_is_kept_once);
	tcase_add_test(tests, each_of_many_texts_in_turn_comes_back);
	tcase_add_test(tests, only_the_start_of_a_long_statement_is_kept);
	tcase_add_test(tests, a_cleared_journal_begins_anew_with_its_texts);
	tcase_add_test(tests, a_reader_takes_one_journal_after_another);
	return suite;
}
