/* Lists of names, pages of a selection, keys and bulks: the pure rules. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "data/bulk.h"
#include "data/key.h"
#include "data/names.h"
#include "data/selection.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* ---- Names ---- */

static const struct names_case {
	const char *text;
	const char *names[4];
	const char *why;
	enum names_rule rule;
} lists[] = {
	{ "id", { "id" } },
	{ "tenant, id", { "tenant", "id" } },
	{ " a ,\n\tb", { "a", "b" } },
	{ "the order", { "the order" } },
	{ "", {}, "a name is empty" },
	{ "a,", {}, "a name is empty" },
	{ "a,,b", {}, "a name is empty" },
	{ "a, A", {}, "a name stands there twice" },
	{ "a, A", { "a", "A" }, NULL, NAMES_EXACT },
	{ "a, a", {}, "a name stands there twice", NAMES_EXACT },
};

START_TEST(a_list_is_cut_into_names)
{
	const struct names_case *given = &lists[_i];
	struct names names;
	const char *why = NULL;

	ck_assert_msg(names_read(given->text, given->rule, &names, &why) == !given->why, "%s",
		      given->text);
	if (given->why)
		ck_assert_str_eq(why, given->why);
	for (size_t i = 0; !given->why && given->names[i]; i++) {
		ck_assert_uint_lt(i, names.count);
		ck_assert_str_eq(names.list[i], given->names[i]);
	}
	if (!given->why)
		names_finish(&names);
}
END_TEST

START_TEST(the_very_same_name_goes_first)
{
	const char *const names[] = { "v", "ID", "id" };

	ck_assert_uint_eq(names_find(names, 3, NAMES_FOLDED, "id"), 2);
	ck_assert_uint_eq(names_find(names, 3, NAMES_EXACT, "id"), 2);
	ck_assert_uint_eq(names_find(names, 3, NAMES_FOLDED, "Id"), 1);
	ck_assert_uint_eq(names_find(names, 3, NAMES_EXACT, "Id"), 3);
}
END_TEST

/* ---- Pages ---- */

static glim_value values[] = { { .type = GLIM_TYPE_INT, .as.integer = 7 } };
static glim_value after[] = { { .type = GLIM_TYPE_INT, .as.integer = 1 },
			      { .type = GLIM_TYPE_INT, .as.integer = 2 } };
static char *casts[] = { (char *)"?", (char *)"CAST(? AS UNSIGNED)" };

static const struct page_case {
	const struct dialect *dialect;
	size_t keys, after;
	const char *where;
	bool casts;
	enum selection_use use;
	const char *sql;
	int64_t values[6];
} pages[] = {
	{ &dialect_mysql,
	  1,
	  0,
	  NULL,
	  false,
	  SELECTION_READ,
	  "SELECT `a`, `b` FROM `t` ORDER BY `a` LIMIT ?",
	  { 50 } },
	{ &dialect_mysql,
	  1,
	  1,
	  NULL,
	  false,
	  SELECTION_LOCK,
	  "SELECT `a`, `b` FROM `t` WHERE (`a` > ?) ORDER BY `a` LIMIT ? FOR UPDATE",
	  { 1, 50 } },
	{ &dialect_mysql,
	  2,
	  2,
	  "x = ? -- why",
	  true,
	  SELECTION_READ,
	  "SELECT `a`, `b` FROM `t` WHERE (x = ? -- why\n) AND (`a` > ? OR `a` = ? AND `b` > "
	  "CAST(? AS UNSIGNED)) ORDER BY `a`, `b` LIMIT ?",
	  { 7, 1, 1, 2, 50 } },
	{ &dialect_sqlite,
	  2,
	  2,
	  NULL,
	  false,
	  SELECTION_LOCK,
	  "SELECT \"a\", \"b\" FROM \"t\" WHERE (\"a\", \"b\") > (?, ?) ORDER BY \"a\", \"b\" "
	  "LIMIT ?",
	  { 1, 2, 50 } },
	{ &dialect_sqlite,
	  1,
	  0,
	  "x = ?",
	  false,
	  SELECTION_READ,
	  "SELECT \"a\", \"b\" FROM \"t\" WHERE (x = ?\n) ORDER BY \"a\" LIMIT ?",
	  { 7, 50 } },
};

START_TEST(a_page_is_one_select)
{
	const struct page_case *given = &pages[_i];
	const char *columns[] = { "a", "b" };
	const struct selection selection = {
		.table = "t",
		.columns = columns,
		.column_count = 2,
		.key = columns,
		.key_count = given->keys,
		.where = given->where,
		.values = values,
		.value_count = given->where != NULL,
		.after = after,
		.after_count = given->after,
		.limit = 50,
	};
	struct text sql = { 0 };
	glim_value *got;
	size_t count;

	selection_page(given->dialect, &selection,
		       (struct selection_marks){ given->casts ? casts : NULL }, given->use, &sql,
		       &got, &count);
	ck_assert_str_eq(text_get(&sql), given->sql);
	for (size_t i = 0; i < COUNT(given->values) && given->values[i]; i++) {
		ck_assert_uint_lt(i, count);
		ck_assert_int_eq(got[i].as.integer, given->values[i]);
	}
	free(got);
	text_finish(&sql);
}
END_TEST

START_TEST(a_range_ends_at_its_last_key)
{
	const char *columns[] = { "a", "b" };
	const struct selection selection = { .key = columns, .key_count = 2 };
	struct text sql = { 0 };
	glim_value got[8];
	size_t count = 0;

	selection_condition(&dialect_mysql, &selection, (struct selection_marks){ 0 },
			    SELECTION_UP_TO, after, &sql, got, &count);
	ck_assert_str_eq(text_get(&sql), "(`a` < ? OR `a` = ? AND `b` <= ?)");
	ck_assert_uint_eq(count, 3);
	text_clear(&sql);
	selection_condition(&dialect_sqlite, &selection, (struct selection_marks){ 0 },
			    SELECTION_UP_TO, after, &sql, got, &count);
	ck_assert_str_eq(text_get(&sql), "(\"a\", \"b\") <= (?, ?)");
	text_finish(&sql);
}
END_TEST

/* ---- Keys ---- */

static const struct {
	struct {
		const char *index, *name;
		int place;
	} rows[5];
	const char *key[2];
	bool ordered;
} order_cases[] = {
	{ { { "p", "a", 1 } }, { "a" }, true },
	{ { { "p", "a", 1 } }, { "A" }, true },
	{ { { "p", "a", 0 } }, { "a" }, false }, /* backwards, or in another collation */
	{ { { "p", "a", 1 } }, { "a", "b" }, false },
	{ { { "p", "a", 1 }, { "p", "b", 2 } }, { "a" }, false },
	{ { { "p", "a", 1 }, { "p", "b", 2 } }, { "a", "b" }, true },
	{ { { "p", "b", 2 }, { "p", "a", 1 } }, { "a", "b" }, true },
	{ { { "p", "a", 1 }, { "p", "b", 2 } }, { "b", "a" }, false },
	{ { { "p", "a", 1 }, { "p", "b", 0 } }, { "a", "b" }, false },
	{ { { "p", "b", 1 }, { "p", "a", 2 }, { "u", "a", 1 }, { "u", "b", 2 } },
	  { "a", "b" },
	  true },
	{ { { NULL, "a", 1 } }, { "a" }, false },
};

START_TEST(an_index_has_the_order_of_a_key)
{
	struct key_columns columns = { 0 };

	for (size_t i = 0; order_cases[_i].rows[i].name; i++) {
		const glim_value row[] = { glim_text(order_cases[_i].rows[i].index),
					   glim_text(order_cases[_i].rows[i].name),
					   glim_int(order_cases[_i].rows[i].place), glim_null() };

		ck_assert(key_take_row(&columns, 4, row));
	}
	ck_assert_int_eq(
		key_is_in_order(&columns, order_cases[_i].key, order_cases[_i].key[1] ? 2 : 1),
		order_cases[_i].ordered);
	key_columns_finish(&columns);
}
END_TEST

struct described {
	const char *index, *name;
};

static const struct key_case {
	struct described rows[8];
	const char *key[3];
	bool unique;
	enum names_rule rule;
} key_cases[] = {
	{ { { NULL, "id" }, { "PRIMARY", "id" } }, { "id" }, true },
	{ { { NULL, "id" }, { "PRIMARY", "id" } }, { "ID" }, true },
	{ { { NULL, "id" }, { "PRIMARY", "id" } }, { "name" }, false },
	{ { { NULL, "id" }, { "PRIMARY", "id" } }, { "name", "id" }, true },
	{ { { "p", "a" }, { "p", "b" } }, { "a" }, false },
	{ { { "p", "a" }, { "p", "b" } }, { "b", "a" }, true },
	{ { { "p", "a" }, { "p", "b" }, { "u", "c" } }, { "a", "c" }, true },
	{ { { "p", "a" }, { "p", NULL } }, { "a" }, false }, /* an index over an expression */
	{ { { NULL, "a" } }, { "a" }, false },
	{ { { NULL, "id" }, { "p", "id" } }, { "ID" }, false, NAMES_EXACT },
	{ { { NULL, "ID" }, { "p", "id" } }, { "ID" }, false, NAMES_EXACT },
};

START_TEST(a_key_is_unique_if_an_index_says_so)
{
	const struct key_case *given = &key_cases[_i];
	struct key_columns columns = { .rule = given->rule };
	size_t count = 0;

	for (size_t i = 0; given->rows[i].index || given->rows[i].name; i++) {
		const glim_value row[] = { glim_text(given->rows[i].index),
					   glim_text(given->rows[i].name), glim_int(1),
					   glim_text("?") };

		ck_assert(key_take_row(&columns, 4, row));
	}
	while (count < 3 && given->key[count])
		count++;
	ck_assert_int_eq(key_is_unique(&columns, given->key, count), given->unique);
	if (!given->rows[0].index) {
		const struct key_column *column = key_find(&columns, given->rows[0].name);

		ck_assert(column && column->may_be_null);
		ck_assert_str_eq(column->mark, "?");
	}
	key_columns_finish(&columns);
}
END_TEST

/* ---- Bulks ---- */

static const char *const three[] = { "tenant", "name", "id" };

static const struct bulk_case {
	enum bulk_mode mode;
	bool is_key[3];
	size_t count;
	const char *problem;
	const char *mysql, *sqlite;
	size_t order[3];
} bulks[] = {
	{ BULK_INSERT,
	  { 0 },
	  2,
	  NULL,
	  "INSERT INTO `t` (`tenant`, `name`) VALUES (?, ?), (?, ?)",
	  "INSERT INTO \"t\" (\"tenant\", \"name\") VALUES (?, ?), (?, ?)",
	  { 0, 1 } },
	{ BULK_UPSERT,
	  { true, false, true },
	  3,
	  NULL,
	  "INSERT INTO `t` (`tenant`, `name`, `id`) VALUES (?, ?, ?), (?, ?, ?) ON DUPLICATE KEY "
	  "UPDATE `name` = VALUES(`name`)",
	  "INSERT INTO \"t\" (\"tenant\", \"name\", \"id\") VALUES (?, ?, ?), (?, ?, ?) ON "
	  "CONFLICT "
	  "(\"tenant\", \"id\") DO UPDATE SET \"name\" = excluded.\"name\"",
	  { 0, 1, 2 } },
	{ BULK_UPSERT,
	  { true, true },
	  2,
	  NULL,
	  "INSERT INTO `t` (`tenant`, `name`) VALUES (?, ?), (?, ?) ON DUPLICATE KEY UPDATE "
	  "`tenant` = VALUES(`tenant`)",
	  "INSERT INTO \"t\" (\"tenant\", \"name\") VALUES (?, ?), (?, ?) ON CONFLICT (\"tenant\", "
	  "\"name\") DO UPDATE SET \"tenant\" = excluded.\"tenant\"",
	  { 0, 1 } },
	{ BULK_UPDATE,
	  { true, false, true },
	  3,
	  NULL,
	  "UPDATE `t` SET `name` = ? WHERE `tenant` = ? AND `id` = ?",
	  "UPDATE \"t\" SET \"name\" = ? WHERE \"tenant\" = ? AND \"id\" = ?",
	  { 1, 0, 2 } },
	{ BULK_DELETE,
	  { true, true },
	  2,
	  NULL,
	  "DELETE FROM `t` WHERE `tenant` = ? AND `name` = ?",
	  "DELETE FROM \"t\" WHERE \"tenant\" = ? AND \"name\" = ?",
	  { 0, 1 } },
	{ BULK_INSERT, { 0 }, 0, "it has no columns" },
	{ BULK_UPSERT, { 0 }, 2, "it has no key" },
	{ BULK_UPDATE, { 0 }, 2, "it has no key" },
	{ BULK_UPDATE, { true, true }, 2, "nothing is left to update" },
	{ BULK_DELETE, { true, false }, 2, "rows are deleted by their key" },
	{ BULK_MODES, { true }, 1, "nobody knows" },
};

START_TEST(a_bulk_is_one_statement)
{
	const struct bulk_case *given = &bulks[_i];
	const struct bulk bulk = { given->mode, "t", three, given->is_key, given->count };
	const char *problem = bulk_problem(&bulk);
	struct text sql = { 0 };
	size_t order[3];

	ck_assert_int_eq(!problem, !given->problem);
	if (given->problem) {
		ck_assert_msg(strstr(problem, given->problem), "%s", problem);
		return;
	}
	dialect_bulk(&dialect_mysql, &sql, &bulk, 2);
	ck_assert_str_eq(text_get(&sql), given->mysql);
	text_clear(&sql);
	dialect_bulk(&dialect_sqlite, &sql, &bulk, 2);
	ck_assert_str_eq(text_get(&sql), given->sqlite);
	bulk_order(&bulk, order);
	for (size_t i = 0; i < given->count; i++)
		ck_assert_uint_eq(order[i], given->order[i]);
	text_finish(&sql);
}
END_TEST

static const struct named_case {
	const char *message, *column;
} messages[] = {
	{ "Data too long for column 'name' at row 1", "name" },
	{ "Out of range value for column 'id' at row 3", "id" },
	{ "Column 'tenant' cannot be null", "tenant" },
	{ "Incorrect integer value: '5' for column `s`.`name`.`tenant` at row 1", "tenant" },
	{ "Incorrect integer value: 'id' for column `s`.`t`.`tenant` at row 1", "tenant" },
	{ "NOT NULL constraint failed: t.name", "name" },
	{ "UNIQUE constraint failed: t.tenant, t.id", "tenant" },
	{ "Duplicate entry 'name' for key 'PRIMARY'", NULL },
	{ "column named \"nam\" is not there", NULL },
	{ "no such table: t.name", NULL },
	{ "null value in column \"name\" of relation \"t\" (line 1: \"name\" = $1 WHERE \"id\" = "
	  "$2)",
	  "name" },
};

START_TEST(a_message_names_its_column)
{
	const struct bulk bulk = { BULK_INSERT, "t", three, (const bool[3]){ 0 }, 3 };
	const char *column = bulk_column_named(&bulk, messages[_i].message);

	ck_assert_msg(
		(!column && !messages[_i].column) ||
			(column && messages[_i].column && strcmp(column, messages[_i].column) == 0),
		"%s: %s", messages[_i].message, column);
}
END_TEST

Suite *data_suite(void);
Suite *data_suite(void)
{
	Suite *suite = suite_create("data");
	TCase *cases = tcase_create("data");

	tcase_add_loop_test(cases, a_list_is_cut_into_names, 0, COUNT(lists));
	tcase_add_loop_test(cases, a_page_is_one_select, 0, COUNT(pages));
	tcase_add_loop_test(cases, an_index_has_the_order_of_a_key, 0, COUNT(order_cases));
	tcase_add_test(cases, a_range_ends_at_its_last_key);
	tcase_add_test(cases, the_very_same_name_goes_first);
	tcase_add_loop_test(cases, a_key_is_unique_if_an_index_says_so, 0, COUNT(key_cases));
	tcase_add_loop_test(cases, a_bulk_is_one_statement, 0, COUNT(bulks));
	tcase_add_loop_test(cases, a_message_names_its_column, 0, COUNT(messages));
	suite_add_tcase(suite, cases);
	return suite;
}
