/* What a journal does not keep, and bytes that are not one or no longer. */
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

static const char hash[] = "0123456789abcdef0123456789abcdef";

static void add_step(const char *sql)
{
	journal_add_step(&journal, hash, sql);
}

static size_t count_entries(const void *bytes, size_t length)
{
	size_t count = 0;

	journal_read(&reader, bytes, length);
	for (; journal_next(&reader, &entry); count++)
		journal_entry_finish(&entry);
	return count;
}

/* ---- Limits ---- */

static char *text_of(size_t length)
{
	char *text = memory_alloc(length + 1);

	memset(text, 'a', length);
	return text;
}

static void add_text_row(const char *text)
{
	const glim_value value = glim_text(text);

	journal_add_row(&journal, 1, &value);
}

START_TEST(answers_up_to_the_limit_are_kept)
{
	/* kind, count, type and length before the text, its end behind it */
	char *text = text_of(JOURNAL_ANSWERS_MOST - 4 * sizeof(uint32_t) - 1);

	add_step("SELECT a FROM t");
	add_text_row(text);
	ck_assert_uint_eq(journal.answers, JOURNAL_ANSWERS_MOST);
	ck_assert_ptr_null(journal.lost_by);
	ck_assert_uint_eq(count_entries(journal.bytes.data, journal.bytes.length), 2);
	ck_assert(!reader.bad);
	free(text);
}
END_TEST

static void lost(const char *words)
{
	ck_assert_msg(journal.lost_by && strstr(journal.lost_by, words), "lost by: %s",
		      journal.lost_by ? journal.lost_by : "nothing");
	ck_assert_uint_eq(journal.bytes.length, 0);
}

START_TEST(one_answer_too_large_loses_the_journal)
{
	char *text = text_of(JOURNAL_ANSWERS_MOST);

	add_step("SELECT a FROM t");
	add_text_row(text);
	lost("read more");
	free(text);
}
END_TEST

START_TEST(many_small_answers_lose_the_journal)
{
	for (size_t i = 0; i < JOURNAL_ANSWERS_MOST / 16 && !journal.lost_by; i++)
		add_text_row("twelve bytes");
	lost("read more");
}
END_TEST

START_TEST(replies_and_columns_count_as_answers)
{
	char *text = text_of(JOURNAL_ANSWERS_MOST / 2);
	const struct host_reply reply = { .message = text };
	const char *names[] = { text };

	journal_add_reply(&journal, WIRE_TRY, &reply);
	ck_assert_ptr_null(journal.lost_by);
	journal_add_columns(&journal, 1, names);
	lost("read more");
	free(text);
}
END_TEST

START_TEST(too_many_steps_lose_the_journal)
{
	for (size_t i = 0; i < JOURNAL_STEPS_MOST / 8 - 10; i++)
		add_step("SELECT 1");
	ck_assert_ptr_null(journal.lost_by);
	for (size_t i = 0; i < 20; i++)
		add_step("SELECT 1");
	lost("more steps");
}
END_TEST

START_TEST(many_answers_leave_all_room_to_the_steps)
{
	char *text = text_of(JOURNAL_ANSWERS_MOST / 2);

	add_text_row(text);
	for (size_t i = 0; i < JOURNAL_STEPS_MOST / 8 - 20; i++)
		add_step("SELECT 1");
	ck_assert_ptr_null(journal.lost_by);
	free(text);
}
END_TEST

START_TEST(a_lost_journal_stays_lost_and_takes_nothing_more)
{
	const struct host_reply reply = { 0 };

	journal.lost_by = "a reason";
	for (int again = 0; again < 2; again++) {
		add_step("SELECT 1");
		journal_add_failure(&journal, GLIM_ERROR, "no");
		journal_add_reply(&journal, WIRE_FLUSH, &reply);
		journal_add_columns(&journal, 0, NULL);
		journal_add_row(&journal, 0, NULL);
		lost("a reason");
		journal_clear(&journal);
	}
}
END_TEST

/* ---- Damage ---- */

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

static void write_all_kinds(void)
{
	static const char *const names[] = { "id", "name" };
	const struct host_reply reply = { .code = 5, .message = "five" };

	add_step("SELECT id, name FROM t");
	journal_add_columns(&journal, 2, names);
	journal_add_row(&journal, ROW, row);
	journal_add_failure(&journal, GLIM_ERROR, "lost");
	journal_add_reply(&journal, WIRE_TRY, &reply);
	add_step("DROP TABLE t");
}

/* A copy of exactly this length, so that a sanitizer sees what is read behind it. */
static size_t count_in_copy(size_t length)
{
	void *copy = memory_grow(NULL, length, 1);
	size_t count;

	memcpy(copy, journal.bytes.data, length);
	count = count_entries(copy, length);
	free(copy);
	return count;
}

START_TEST(a_journal_that_was_cut_gives_less_and_is_bad_between_entries)
{
	size_t whole, before = 0;

	write_all_kinds();
	whole = count_in_copy(journal.bytes.length);
	ck_assert_uint_eq(whole, 6);
	for (size_t length = 1; length < journal.bytes.length; length++) {
		size_t count = count_in_copy(length);

		ck_assert_uint_lt(count, whole);
		ck_assert_uint_ge(count, before);
		before = count;
		ck_assert(reader.bad || !reader.body.left);
	}
}
END_TEST

START_TEST(any_changed_byte_is_read_without_harm)
{
	write_all_kinds();
	for (size_t at = 0; at < journal.bytes.length; at++) {
		const char byte = journal.bytes.data[at];

		for (int bit = 0; bit < 8; bit++) {
			journal.bytes.data[at] = (char)(byte ^ 1 << bit);
			ck_assert_uint_le(count_in_copy(journal.bytes.length), 6);
			if (at < sizeof(uint32_t))
				ck_assert(reader.bad);
		}
		journal.bytes.data[at] = byte;
	}
	ck_assert_uint_eq(count_in_copy(journal.bytes.length), 6);
}
END_TEST

static void set_number(size_t at, uint32_t number)
{
	memcpy(journal.bytes.data + at, &number, sizeof number);
}

static const struct {
	const char *what;
	size_t from_end;
	uint32_t number;
} damages[] = {
	{ "a kind of entry that there is not", 8, JOURNAL_ROW + 1 },
	{ "kind zero", 8, 0 },
	{ "the position of a text that was not written", 4, 1 },
	{ "a position far away", 4, UINT32_MAX },
	{ "a reply that is not all there", 8, JOURNAL_REPLY },
	{ "a text that is not all there", 8, JOURNAL_TEXT },
	{ "more values than bytes", 8, JOURNAL_ROW },
};

START_TEST(what_is_no_journal_is_refused)
{
	add_step("SELECT 1");
	if (damages[_i].number == JOURNAL_ROW)
		set_number(journal.bytes.length - 4, 5);
	set_number(journal.bytes.length - damages[_i].from_end, damages[_i].number);
	ck_assert_msg(count_entries(journal.bytes.data, journal.bytes.length) == 0 && reader.bad,
		      "%s was taken", damages[_i].what);
	ck_assert(!journal_next(&reader, &entry));
}
END_TEST

START_TEST(more_columns_than_there_may_be_are_refused)
{
	journal_add_columns(&journal, 0, NULL);
	set_number(journal.bytes.length - 4, WIRE_COLUMNS_MOST + 1);
	ck_assert_uint_eq(count_entries(journal.bytes.data, journal.bytes.length), 0);
	ck_assert(reader.bad);
}
END_TEST

START_TEST(a_hash_of_another_length_is_refused)
{
	wire_put_u32(&journal.bytes, 0x316a6c67);
	wire_put_u32(&journal.bytes, JOURNAL_TEXT);
	wire_put_text(&journal.bytes,
		      _i ? "0123456789abcdef0123456789abcdef0" : "0123456789abcdef");
	wire_put_text(&journal.bytes, "SELECT 1");
	ck_assert_uint_eq(count_entries(journal.bytes.data, journal.bytes.length), 0);
	ck_assert(reader.bad);
}
END_TEST

static const char *const strangers[] = { "x", "glj", "glj2 and so on", "{\"journal\": true}" };

START_TEST(other_bytes_are_no_journal)
{
	ck_assert_uint_eq(count_entries(strangers[_i], strlen(strangers[_i])), 0);
	ck_assert(reader.bad);
}
END_TEST

Suite *journal_damage_suite(void);

static TCase *add_case(Suite *suite, const char *name)
{
	TCase *tests = tcase_create(name);

	tcase_add_checked_fixture(tests, open_journal, close_journal);
	suite_add_tcase(suite, tests);
	return tests;
}

static void add_limits(TCase *tests)
{
	tcase_add_test(tests, answers_up_to_the_limit_are_kept);
	tcase_add_test(tests, one_answer_too_large_loses_the_journal);
	tcase_add_test(tests, many_small_answers_lose_the_journal);
	tcase_add_test(tests, replies_and_columns_count_as_answers);
	tcase_add_test(tests, too_many_steps_lose_the_journal);
	tcase_add_test(tests, many_answers_leave_all_room_to_the_steps);
	tcase_add_test(tests, a_lost_journal_stays_lost_and_takes_nothing_more);
}

static void add_damage(TCase *tests)
{
	tcase_add_test(tests, a_journal_that_was_cut_gives_less_and_is_bad_between_entries);
	tcase_add_test(tests, any_changed_byte_is_read_without_harm);
	tcase_add_loop_test(tests, what_is_no_journal_is_refused, 0,
			    sizeof damages / sizeof *damages);
	tcase_add_test(tests, more_columns_than_there_may_be_are_refused);
	tcase_add_loop_test(tests, a_hash_of_another_length_is_refused, 0, 2);
	tcase_add_loop_test(tests, other_bytes_are_no_journal, 0,
			    sizeof strangers / sizeof *strangers);
}

Suite *journal_damage_suite(void)
{
	Suite *suite = suite_create("journal_damage");

	add_limits(add_case(suite, "limits"));
	add_damage(add_case(suite, "damage"));
	return suite;
}
