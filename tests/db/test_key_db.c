/* Keys: which are unique, how they are compared, and pages that follow one. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/key.h"
#include "data/selection.h"
#include "rows.h"
#include "target.h"

#define COUNT(list) (int)(sizeof(list) / sizeof *(list))

static const struct {
	const char *type;
	int only;
	const char *rows; /* in order */
	size_t count;
} key_types[] = {
	{ "BIGINT", TARGET_ALL,
	  "(-9223372036854775807), (-1), (0), (9223372036854775806), "
	  "(9223372036854775807)",
	  5 },
	{ "BIGINT UNSIGNED", TARGET_MYSQL,
	  "(18446744073709551612), (18446744073709551613), "
	  "(18446744073709551614), (18446744073709551615)",
	  4 },
	{ "DECIMAL(30,2)", TARGET_MYSQL,
	  "(123456789012345678901234567.01), "
	  "(123456789012345678901234567.02), "
	  "(123456789012345678901234567.03)",
	  3 },
	{ "DOUBLE", TARGET_NOT_POSTGRESQL, "(0.1), (0.2), (0.30000000000000004), (1e300)", 4 },
	{ "DOUBLE PRECISION", TARGET_POSTGRESQL, "(0.1), (0.2), (0.30000000000000004), (1e300)",
	  4 },
	{ "NUMERIC(30,2)", TARGET_POSTGRESQL,
	  "(123456789012345678901234567.01), "
	  "(123456789012345678901234567.02), "
	  "(123456789012345678901234567.03)",
	  3 },
	{ "REAL", TARGET_POSTGRESQL, "(1.234567), (1.2345678), (1.234568)", 3 },
	{ "BYTEA", TARGET_POSTGRESQL, "('\\x00'), ('\\x0001'), ('\\x01'), ('\\xff')", 4 },
	{ "CHAR(3)", TARGET_POSTGRESQL, "('a'), ('ab'), ('abc'), ('b')", 4 },
	{ "UUID", TARGET_POSTGRESQL,
	  "('00000000-0000-0000-0000-000000000001'), ('10000000-0000-0000-0000-000000000000')", 2 },
	{ "TIMESTAMP(6)", TARGET_POSTGRESQL,
	  "('2026-01-01 00:00:00.000001'), "
	  "('2026-01-01 00:00:00.000002'), ('2026-11-27 18:00:00')",
	  3 },
	{ "DATE", TARGET_POSTGRESQL, "('2026-01-01'), ('2026-01-02'), ('2026-02-01')", 3 },
	{ "INTERVAL", TARGET_POSTGRESQL, "('-10:00:00'), ('-01:00:00'), ('3 days')", 3 },
	{ "FLOAT", TARGET_MYSQL, "(1.234567), (1.2345678), (1.234568)", 3 },
	{ "VARCHAR(50)", TARGET_ALL, "(''), ('A'), ('b'), ('b c'), ('z')", 5 },
	{ "VARBINARY(20)", TARGET_MYSQL, "(x'00'), (x'0001'), (x'01'), (x'ff')", 4 },
	{ "DATETIME(6)", TARGET_MYSQL,
	  "('2026-01-01 00:00:00.000001'), "
	  "('2026-01-01 00:00:00.000002'), ('2026-11-27 18:00:00')",
	  3 },
	{ "DATE", TARGET_MYSQL, "('2026-01-01'), ('2026-01-02'), ('2026-02-01')", 3 },
	{ "TIME", TARGET_MYSQL, "('-10:00:00'), ('-01:00:00'), ('09:00:00'), ('100:00:00')", 4 },
};

static char *mark_of(const struct target *target, const char *table, const char *column)
{
	const glim_value names[] = { glim_text(table), glim_text(table) };
	struct key_columns known = { 0 };
	const struct row_sink sink = { .row = key_take_row, .data = &known };
	struct failure failure = { 0 };
	char *sql = target_marked(target, target->driver->dialect->keys);
	const struct key_column *found;
	char *mark;

	ck_assert_msg(target->driver->execute(target->session, sql, strlen(sql), names, 2, &sink,
					      NULL, &failure),
		      "%s", failure.message);
	free(sql);
	ck_assert(key_is_unique(&known, &column, 1));
	found = key_find(&known, column);
	ck_assert_ptr_nonnull(found);
	mark = memory_copy(found->mark);
	key_columns_finish(&known);
	return mark;
}

/* One row a page, each behind the one before: every row once, in its order. */
START_TEST(a_walk_meets_every_row_once)
{
	const size_t which = (size_t)_i / TARGETS;
	const char *names[] = { "k", "n" };
	struct selection selection = { .table = "w",
				       .columns = names,
				       .column_count = 2,
				       .key = names,
				       .key_count = 1,
				       .limit = 1 };
	struct selection_marks marks;
	struct rows page = { 0 };
	struct target target;
	char *create, *mark;

	if (!target_open(&target, _i % TARGETS))
		return;
	create = memory_format("CREATE TABLE w (k %s NOT NULL PRIMARY KEY, n INTEGER DEFAULT 1)",
			       key_types[which].type);
	target_run(&target, create);
	free(create);
	create = memory_format("INSERT INTO w (k) VALUES %s", key_types[which].rows);
	target_run(&target, create);
	free(create);
	mark = mark_of(&target, "w", "k");
	marks.list = &mark;
	for (size_t seen = 0; seen <= key_types[which].count; seen++) {
		struct text sql = { 0 };
		struct rows next;
		glim_value *values;
		size_t count;

		selection_page(target.driver->dialect, &selection, marks, SELECTION_LOCK, &sql,
			       &values, &count);
		next = rows_read(&target, text_get(&sql), values, count);
		ck_assert_msg(next.count == (seen < key_types[which].count), "%s: row %zu",
			      key_types[which].type, seen);
		rows_finish(&page);
		page = next;
		if (page.count)
			selection.after = (glim_value *)rows_cell(&page, 0, 0);
		selection.after_count = 1;
		free(values);
		text_finish(&sql);
	}
	rows_finish(&page);
	free(mark);
	target_close(&target);
}
END_TEST

/* Its values are texts, and its order is that of their numbers. */
START_TEST(the_order_of_an_enum_is_known_to_be_another)
{
	struct target target;

	if (!target_open(&target, _i))
		return;
	if (target.kind == TARGET_POSTGRESQL)
		target_run(&target, "CREATE TYPE letter AS ENUM ('z', 'a')");
	target_run(&target, target.kind == TARGET_POSTGRESQL
				    ? "CREATE TABLE w (k letter NOT NULL PRIMARY KEY)"
				    : "CREATE TABLE w (k ENUM('z', 'a') NOT NULL PRIMARY KEY)");
	ck_assert_ptr_null(mark_of(&target, "w", "k"));
	target_close(&target);
}
END_TEST

static const struct {
	int only;
	const char *table, *key[2];
	bool unique;
	const char *before; /* NULL: nothing */
} unique_cases[] = {
	{ TARGET_ALL, "CREATE TABLE w (k INTEGER PRIMARY KEY, l INTEGER)", { "k" }, true },
	{ TARGET_ALL, "CREATE TABLE w (k INTEGER PRIMARY KEY, l INTEGER)", { "l" }, false },
	{ TARGET_ALL,
	  "CREATE TABLE w (k INTEGER NOT NULL, l INTEGER NOT NULL, PRIMARY KEY (k, l))",
	  { "k" },
	  false },
	{ TARGET_ALL,
	  "CREATE TABLE w (k INTEGER NOT NULL, l INTEGER NOT NULL, PRIMARY KEY (k, l))",
	  { "l", "k" },
	  true },
	{ TARGET_ALL, "CREATE TABLE w (k INTEGER, l INTEGER NOT NULL UNIQUE)", { "l" }, true },
	{ TARGET_ALL, "CREATE TABLE w (k INTEGER, l INTEGER NOT NULL)", { "k", "l" }, false },
	/* A walk compares as the column does. */
	{ TARGET_SQLITE,
	  "CREATE TABLE w (k TEXT COLLATE NOCASE NOT NULL, UNIQUE (k COLLATE BINARY))",
	  { "k" },
	  false },
	{ TARGET_SQLITE,
	  "CREATE TABLE w (k TEXT COLLATE NOCASE, PRIMARY KEY (k COLLATE BINARY)) WITHOUT ROWID",
	  { "k" },
	  false },
	{ TARGET_SQLITE, "CREATE TABLE w (k TEXT COLLATE nocase NOT NULL UNIQUE)", { "k" }, true },
	{ TARGET_SQLITE,
	  "CREATE TABLE w (k TEXT NOT NULL, UNIQUE (k COLLATE NOCASE))",
	  { "k" },
	  true },
	{ TARGET_SQLITE, "CREATE TABLE w (k TEXT COLLATE RTRIM PRIMARY KEY)", { "k" }, true },
	{ TARGET_SQLITE, "CREATE TABLE w (k TEXT)", { "rowid" }, true },
	{ TARGET_SQLITE, "CREATE TABLE w (k TEXT, RowId TEXT NOT NULL)", { "rowid" }, false },
	{ TARGET_POSTGRESQL,
	  "CREATE UNIQUE INDEX u ON w (k COLLATE \"C\")",
	  { "k" },
	  false,
	  "CREATE TABLE w (k TEXT COLLATE loose NOT NULL)" },
	{ TARGET_POSTGRESQL,
	  "CREATE UNIQUE INDEX u ON w (k)",
	  { "k" },
	  true,
	  "CREATE TABLE w (k TEXT COLLATE loose NOT NULL)" },
	{ TARGET_POSTGRESQL,
	  "CREATE UNIQUE INDEX u ON w (k COLLATE \"C\")",
	  { "k" },
	  true,
	  "CREATE TABLE w (k TEXT NOT NULL)" },
	/* The rows of those that inherit are its rows, too. */
	{ TARGET_POSTGRESQL,
	  "CREATE TABLE v () INHERITS (w)",
	  { "k" },
	  false,
	  "CREATE TABLE w (k INTEGER PRIMARY KEY)" },
	{ TARGET_POSTGRESQL,
	  "CREATE TABLE v PARTITION OF w FOR VALUES FROM (0) TO (9)",
	  { "k" },
	  true,
	  "CREATE TABLE w (k INTEGER PRIMARY KEY) PARTITION BY RANGE (k)" },
};

static void make_unique_case(const struct target *target, size_t which)
{
	if (target->kind == TARGET_POSTGRESQL)
		target_run(target, "CREATE COLLATION loose (provider = icu, "
				   "locale = 'und-u-ks-level2', deterministic = false)");
	if (unique_cases[which].before)
		target_run(target, unique_cases[which].before);
	target_run(target, unique_cases[which].table);
}

static void describe(const struct target *target, struct key_columns *known)
{
	const struct row_sink sink = { .row = key_take_row, .data = known };
	const glim_value names[] = { glim_text("w"), glim_text("w") };
	struct failure failure = { 0 };
	char *sql = target_marked(target, target->driver->dialect->keys);

	ck_assert(target->driver->execute(target->session, sql, strlen(sql), names, 2, &sink, NULL,
					  &failure));
	free(sql);
}

START_TEST(the_database_tells_what_is_unique)
{
	const size_t which = (size_t)_i / TARGETS;
	struct key_columns known = { 0 };
	struct target target;

	if (!target_open(&target, _i % TARGETS))
		return;
	make_unique_case(&target, which);
	describe(&target, &known);
	ck_assert_msg(key_is_unique(&known, unique_cases[which].key,
				    unique_cases[which].key[1] ? 2 : 1) ==
			      unique_cases[which].unique,
		      "%s", unique_cases[which].table);
	key_columns_finish(&known);
	target_close(&target);
}
END_TEST

static const struct {
	int only;
	const char *table;
	bool may_be_null;
} null_cases[] = {
	{ TARGET_ALL, "CREATE TABLE w (k INTEGER PRIMARY KEY)", false },
	{ TARGET_ALL, "CREATE TABLE w (k INTEGER UNIQUE)", true },
	{ TARGET_ALL, "CREATE TABLE w (k INTEGER NOT NULL UNIQUE)", false },
	{ TARGET_SERVERS, "CREATE TABLE w (k INTEGER, l INTEGER, PRIMARY KEY (k, l))", false },
	/* In an ordinary table of this database a primary key takes NULL. */
	{ TARGET_SQLITE, "CREATE TABLE w (k INTEGER, l INTEGER, PRIMARY KEY (k, l))", true },
	{ TARGET_SQLITE, "CREATE TABLE w (k INTEGER PRIMARY KEY DESC)", true },
	{ TARGET_SQLITE, "CREATE TABLE w (k INT PRIMARY KEY)", true },
	{ TARGET_SQLITE, "CREATE TABLE w (k INTEGER, PRIMARY KEY (k)) WITHOUT ROWID", false },
	{ TARGET_SQLITE, "CREATE TABLE w (k INTEGER, l INTEGER, PRIMARY KEY (k, l)) WITHOUT ROWID",
	  false },
	{ TARGET_SQLITE, "CREATE TABLE w (a INT, k INT GENERATED ALWAYS AS (a * 2) UNIQUE)", true },
};

START_TEST(the_database_tells_what_may_be_null)
{
	const size_t which = (size_t)_i / TARGETS;
	struct key_columns known = { 0 };
	const struct key_column *column;
	struct target target;

	if (!target_open(&target, _i % TARGETS))
		return;
	target_run(&target, null_cases[which].table);
	describe(&target, &known);
	column = key_find(&known, "k");
	ck_assert_msg(column && column->may_be_null == null_cases[which].may_be_null, "%s",
		      null_cases[which].table);
	key_columns_finish(&known);
	target_close(&target);
}
END_TEST

/* Each row of the tables on the targets that it is for. */
static void add_rows(TCase *all)
{
	for (int i = 0; i < COUNT(key_types) * TARGETS; i++)
		if (target_is_for(key_types[i / TARGETS].only, i % TARGETS))
			tcase_add_loop_test(all, a_walk_meets_every_row_once, i, i + 1);
	for (int i = 0; i < COUNT(unique_cases) * TARGETS; i++)
		if (target_is_for(unique_cases[i / TARGETS].only, i % TARGETS))
			tcase_add_loop_test(all, the_database_tells_what_is_unique, i, i + 1);
	for (int i = 0; i < COUNT(null_cases) * TARGETS; i++)
		if (target_is_for(null_cases[i / TARGETS].only, i % TARGETS))
			tcase_add_loop_test(all, the_database_tells_what_may_be_null, i, i + 1);
}

Suite *key_db_suite(void);
Suite *key_db_suite(void)
{
	Suite *suite = suite_create("key_db");
	TCase *all = tcase_create("all");

	tcase_set_timeout(all, 120);
	tcase_add_unchecked_fixture(all, target_folder_make, target_folder_remove);
	tcase_add_loop_test(all, the_order_of_an_enum_is_known_to_be_another, TARGET_MYSQL,
			    TARGETS);
	add_rows(all);
	suite_add_tcase(suite, all);
	return suite;
}
