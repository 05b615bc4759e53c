/* Models become tables, and rows go through them. */
#include <stdlib.h>
#include <string.h>

#define GLIM_RUNNER
#include <glim/model.h>

#include "base/memory.h"
#include "dialect/sqlstate.h"
#include "history/history.h"
#include "rows.h"
#include "target.h"

static const struct column parent_columns[] = {
	{ .name = "id", .type = GLIM_COLUMN_INTEGER, .primary_key = true, .autoincrement = true },
	{ .name = "na\"m`e", .type = GLIM_COLUMN_STRING, .length = 255, .not_null = true },
};

static const struct model parent = { "Parent", "par`ents \"x\"", parent_columns, 2 };

static const struct column child_columns[] = {
	{ .name = "tenant", .type = GLIM_COLUMN_BIGINT, .primary_key = true },
	{ .name = "code", .type = GLIM_COLUMN_STRING, .length = 20, .primary_key = true },
	{ .name = "parent",
	  .type = GLIM_COLUMN_INTEGER,
	  .references = "par`ents \"x\"(id)",
	  .index = true },
	{ .name = "count", .type = GLIM_COLUMN_INTEGER, .not_null = true, .default_sql = "3" },
	{ .name = "ratio", .type = GLIM_COLUMN_FLOAT },
	{ .name = "active", .type = GLIM_COLUMN_BOOLEAN, .default_sql = "TRUE" },
	{ .name = "name", .type = GLIM_COLUMN_STRING, .unique = true },
	{ .name = "note", .type = GLIM_COLUMN_TEXT },
	{ .name = "picture", .type = GLIM_COLUMN_BLOB },
	{ .name = "made", .type = GLIM_COLUMN_DATETIME, .default_sql = "CURRENT_TIMESTAMP" },
	{ .name = "day", .type = GLIM_COLUMN_DATE, .index = true },
	{ .name = "price", .type = GLIM_COLUMN_DECIMAL, .length = 12, .scale = 2 },
};

static const struct model child = { "Child", "children", child_columns,
				    sizeof child_columns / sizeof *child_columns };

static void create(const struct target *target, const struct model *model)
{
	const struct dialect *dialect = target->driver->dialect;
	struct text sql = { 0 };

	dialect->create_table(&sql, model);
	target_run(target, text_get(&sql));
	for (size_t n = 0; text_clear(&sql), dialect->create_index(&sql, model, n); n++)
		target_run(target, text_get(&sql));
	text_finish(&sql);
}

static bool exists(const struct target *target, const char *table)
{
	struct rows rows = rows_read(target, target->driver->dialect->table_exists,
				     VALUES(glim_text(table)), 1);
	bool found = rows.count == 1;

	rows_finish(&rows);
	return found;
}

START_TEST(a_model_with_everything_becomes_a_table)
{
	const int keys[TARGETS] = { 1555, 1062, sqlstate_number("23505") };
	const int foreigns[TARGETS] = { 787, 1452, sqlstate_number("23503") };
	struct target target;

	if (!target_open(&target, _i))
		return;
	ck_assert(!exists(&target, parent.table));
	if (_i == TARGET_SQLITE)
		target_run(&target, "PRAGMA foreign_keys = ON");
	create(&target, &parent);
	create(&target, &child);
	ck_assert(exists(&target, parent.table));
	ck_assert(exists(&target, child.table));
	target_run(&target, "INSERT INTO children (tenant, code) VALUES (1, 'a')");
	ck_assert_int_eq(target_number(&target, "SELECT count FROM children"), 3);
	ck_assert_int_eq(target_number(&target, "SELECT active FROM children"), 1);
	struct failure key =
		target_fails(&target, "INSERT INTO children (tenant, code) VALUES (1, 'a')");
	struct failure foreign = target_fails(
		&target, "INSERT INTO children (tenant, code, parent) VALUES (1, 'b', 99)");
	ck_assert_int_eq(key.native, keys[_i]);
	ck_assert_int_eq(foreign.native, foreigns[_i]);
	failure_finish(&key);
	failure_finish(&foreign);
	target_close(&target);
}
END_TEST

START_TEST(indexes_are_made_with_the_table)
{
	static const char *const count[TARGETS] = {
		"SELECT count(*) FROM sqlite_master WHERE type = 'index' AND name LIKE 'ix_%'",
		("SELECT count(*) FROM information_schema.statistics WHERE table_schema = "
		 "DATABASE() AND index_name LIKE 'ix%'"),
		("SELECT count(*) FROM pg_indexes WHERE schemaname = current_schema() "
		 "AND indexname LIKE 'ix%'"),
	};
	struct target target;

	if (!target_open(&target, _i))
		return;
	create(&target, &parent);
	create(&target, &child);
	ck_assert_int_eq(target_number(&target, count[_i]), 2);
	target_close(&target);
}
END_TEST

static struct outcome run_text(const struct target *target, struct text *sql,
			       const glim_value *values, size_t count)
{
	struct outcome outcome = target_run_values(target, text_get(sql), values, count);

	text_clear(sql);
	return outcome;
}

START_TEST(rows_are_added_changed_found_and_removed)
{
	static const bool named[] = { false, true };
	struct target target;
	struct text sql = { 0 };

	if (!target_open(&target, _i))
		return;
	const struct dialect *dialect = target.driver->dialect;
	create(&target, &parent);
	dialect_insert(dialect, &sql, &parent, NULL);
	run_text(&target, &sql, VALUES(glim_int(5), glim_text("Aras")), 2);
	dialect_insert(dialect, &sql, &parent, named);
	/* Where a sequence counts, a number that was given is not noticed. */
	int64_t id = run_text(&target, &sql, VALUES(glim_text("Ada")), 1).last_id;
	ck_assert_int_eq(id, _i == TARGET_POSTGRESQL ? 1 : 6);
	dialect_update(dialect, &sql, &parent);
	ck_assert_int_eq(run_text(&target, &sql, VALUES(glim_text("Eve"), glim_int(id)), 2).changes,
			 1);
	dialect_select(dialect, &sql, &parent, "id > ? ORDER BY id = 5 DESC");
	struct rows rows = rows_read(&target, text_get(&sql), VALUES(glim_int(0)), 1);
	ck_assert_uint_eq(rows.count, 2);
	ck_assert_str_eq(rows_cell(&rows, 1, 1)->as.data, "Eve");
	text_clear(&sql);
	dialect_delete(dialect, &sql, &parent);
	ck_assert_int_eq(run_text(&target, &sql, VALUES(glim_int(5)), 1).changes, 1);
	dialect_select(dialect, &sql, &parent, NULL);
	struct rows left = rows_read(&target, text_get(&sql), NULL, 0);
	ck_assert_uint_eq(left.count, 1);
	rows_finish(&rows);
	rows_finish(&left);
	text_finish(&sql);
	target_close(&target);
}
END_TEST

START_TEST(a_row_of_defaults_only_can_be_added)
{
	static const struct column columns[] = {
		{ .name = "id",
		  .type = GLIM_COLUMN_BIGINT,
		  .primary_key = true,
		  .autoincrement = true },
		{ .name = "name", .type = GLIM_COLUMN_STRING, .default_sql = "'new'" },
	};
	static const struct model model = { "Defaults", "defaults", columns, 2 };
	static const bool none[2];
	struct target target;
	struct text sql = { 0 };

	if (!target_open(&target, _i))
		return;
	create(&target, &model);
	dialect_insert(target.driver->dialect, &sql, &model, none);
	ck_assert_int_eq(target_run(&target, text_get(&sql)).last_id, 1);
	char *name = target_text(&target, "SELECT name FROM defaults");
	ck_assert_str_eq(name, "new");
	free(name);
	text_finish(&sql);
	target_close(&target);
}
END_TEST

START_TEST(a_row_that_is_all_key_can_be_updated)
{
	static const struct column columns[] = {
		{ .name = "a", .type = GLIM_COLUMN_INTEGER, .primary_key = true },
		{ .name = "b", .type = GLIM_COLUMN_INTEGER, .primary_key = true },
	};
	static const struct model model = { "Pair", "pairs", columns, 2 };
	struct target target;
	struct text sql = { 0 };

	if (!target_open(&target, _i))
		return;
	create(&target, &model);
	dialect_update(target.driver->dialect, &sql, &model);
	run_text(&target, &sql, VALUES(glim_int(1), glim_int(2)), 2);
	text_finish(&sql);
	target_close(&target);
}
END_TEST

static const struct column old_columns[] = {
	{ .name = "id", .type = GLIM_COLUMN_STRING, .length = 255, .primary_key = true },
	{ .name = "name", .type = GLIM_COLUMN_STRING, .length = 255, .bytewise = true },
	{ .name = "created_at", .type = GLIM_COLUMN_DATETIME },
	{ .name = "description", .type = GLIM_COLUMN_TEXT },
	{ .name = "state", .type = GLIM_COLUMN_STRING, .length = 20, .default_sql = "'applied'" },
};

static const struct model old_model = { "Old", "old", old_columns, 5 };

/* As the history's own upgrade does: present columns changed, missing ones and the index added. */
static void upgrade(const struct target *target)
{
	const struct dialect *dialect = target->driver->dialect;
	struct text sql = { 0 };

	for (size_t i = 0; i < 4; i++) {
		text_clear(&sql);
		if (dialect->upgrade_column(&sql, &old_model, &old_columns[i]))
			target_run(target, text_get(&sql));
	}
	text_clear(&sql);
	text_add(&sql, "ALTER TABLE old ADD COLUMN ");
	dialect->column(&sql, &old_model, &old_columns[4]);
	target_run(target, text_get(&sql));
	text_clear(&sql);
	dialect->add_unique(&sql, &old_model, &old_columns[1]);
	target_run(target, text_get(&sql));
	text_finish(&sql);
}

START_TEST(an_older_table_is_upgraded_with_its_rows)
{
	struct target target;

	if (!target_open(&target, _i))
		return;
	target_run(&target, "CREATE TABLE old (id VARCHAR(255) NOT NULL PRIMARY KEY, "
			    "name VARCHAR(255), created_at TIMESTAMP NULL, description TEXT)");
	target_run(&target, "INSERT INTO old VALUES ('1', 'AddUser', '2015-03-01 12:00:00', 'x')");
	upgrade(&target);
	target_run(&target, "INSERT INTO old VALUES ('2', 'ADDUSER', "
			    "'2026-11-01 09:12:04.113402', 'x', 'failed')");
	char *state = target_text(&target, "SELECT state FROM old WHERE name = 'AddUser'");
	char *made = target_text(&target, "SELECT created_at FROM old WHERE name = 'ADDUSER'");
	ck_assert_str_eq(state, "applied");
	ck_assert_str_eq(made, "2026-11-01 09:12:04.113402");
	struct failure twice = target_fails(&target, "INSERT INTO old (id, name) VALUES ('3', "
						     "'AddUser')");
	ck_assert_int_eq(twice.kind, FAILURE_SQL);
	failure_finish(&twice);
	free(state);
	free(made);
	target_close(&target);
}
END_TEST

START_TEST(tables_without_transactions_are_listed)
{
	struct target target;
	struct rows rows;

	if (!target_open(&target, TARGET_MYSQL))
		return;
	target_run(&target, "CREATE TABLE safe (a INTEGER)");
	target_run(&target, "CREATE TABLE versions (a INTEGER) WITH SYSTEM VERSIONING");
	target_run(&target, "CREATE VIEW seen AS SELECT a FROM safe");
	target_run(&target, "CREATE SEQUENCE numbers");
	target_run(&target, "CREATE TABLE plain_a (a INTEGER) ENGINE=MyISAM");
	target_run(&target, "CREATE TABLE plain_b (a INTEGER) ENGINE=Aria");
	target_run(&target, "CREATE TABLE plain_c (a INTEGER) ENGINE=MEMORY");
	target_run(&target,
		   "CREATE TABLE plain_d (a INTEGER) ENGINE=MyISAM WITH SYSTEM VERSIONING");
	target_run(&target, "CREATE VIEW plain_e AS SELECT a FROM plain_a");
	target_run(&target, "CREATE VIEW plain_f AS SELECT a FROM plain_e");
	target_run(&target, "CREATE TABLE plain_g (a INTEGER)");
	target_run(&target, "CREATE TRIGGER g AFTER INSERT ON plain_g FOR EACH ROW "
			    "INSERT INTO plain_f VALUES (NEW.a)");
	target_run(&target, "CREATE TABLE safe_too (a INTEGER)");
	target_run(&target, "CREATE TRIGGER s AFTER INSERT ON safe_too FOR EACH ROW "
			    "INSERT INTO safe VALUES (NEW.a)");
	rows = rows_read(&target, target.driver->dialect->plain_tables, NULL, 0);
	ck_assert_uint_eq(rows.columns, 1);
	ck_assert_uint_eq(rows.count, 7);
	for (size_t i = 0; i < rows.count; i++)
		ck_assert_int_eq(strncmp(rows_cell(&rows, i, 0)->as.data, "plain_", 6), 0);
	rows_finish(&rows);
	target_close(&target);
}
END_TEST

START_TEST(a_rollback_tells_what_it_could_not_undo)
{
	static const char *const writes[] = { "INSERT INTO safe VALUES (1)",
					      "INSERT INTO plain VALUES (1)", "SELECT writes()" };
	struct target target;

	if (!target_open(&target, TARGET_MYSQL))
		return;
	target_run(&target, "CREATE TABLE safe (a INTEGER)");
	target_run(&target, "CREATE TABLE plain (a INTEGER) ENGINE=MyISAM");
	target_run(&target, "CREATE FUNCTION writes() RETURNS INTEGER BEGIN "
			    "INSERT INTO plain VALUES (2); RETURN 1; END");
	for (size_t i = 0; i < sizeof writes / sizeof *writes; i++) {
		struct outcome outcome = { 0 };
		struct failure failure = { 0 };

		target_run(&target, target.driver->dialect->begin);
		target_run(&target, writes[i]);
		ck_assert(target.driver->execute(target.session, "ROLLBACK", 8, NULL, 0, NULL,
						 &outcome, &failure));
		ck_assert_msg(outcome.stays == (i > 0), "%s", writes[i]);
	}
	target_close(&target);
}
END_TEST

START_TEST(a_history_without_transactions_is_listed_and_mended)
{
	const struct model *const tables[] = { &history_log, &history_steps, &history_migrations };
	struct target target;
	struct rows rows;

	if (!target_open(&target, TARGET_MYSQL))
		return;
	for (size_t i = 0; i < 3; i++) {
		struct text sql = { 0 };

		target.driver->dialect->create_table(&sql, tables[i]);
		target_run(&target, text_get(&sql));
		text_finish(&sql);
	}
	rows = rows_read(&target, target.driver->dialect->plain_history, NULL, 0);
	ck_assert_uint_eq(rows.count, 0);
	rows_finish(&rows);
	target_run(&target, "ALTER TABLE glim_steps ENGINE=Aria, ROW_FORMAT=PAGE");
	rows = rows_read(&target, target.driver->dialect->plain_history, NULL, 0);
	ck_assert_uint_eq(rows.count, 1);
	ck_assert_str_eq(rows_cell(&rows, 0, 0)->as.data, "glim_steps");
	ck_assert_str_eq(rows_cell(&rows, 0, 1)->as.data, "is Aria");
	target_run(&target, rows_cell(&rows, 0, 2)->as.data);
	rows_finish(&rows);
	rows = rows_read(&target, target.driver->dialect->plain_history, NULL, 0);
	ck_assert_uint_eq(rows.count, 0);
	rows_finish(&rows);
	target_close(&target);
}
END_TEST

static const char *const drops[TARGETS][15] = {
	[TARGET_MYSQL] = {
		"DROP TABLE absent",
		"DROP VIEW absent",
		"DROP PROCEDURE absent",
		"DROP FUNCTION absent",
		"DROP TRIGGER absent",
		"DROP EVENT absent",
		"DROP SEQUENCE absent",
		"DROP DATABASE glim_absent",
		"DROP INDEX absent ON t",
		"ALTER TABLE t DROP COLUMN absent",
		"ALTER TABLE t DROP FOREIGN KEY absent",
		"ALTER TABLE absent DROP COLUMN a",
		"ALTER TABLE parts DROP PARTITION absent",
	},
	[TARGET_POSTGRESQL] = {
		"DROP TABLE absent",
		"DROP VIEW absent",
		"DROP PROCEDURE absent",
		"DROP FUNCTION absent()",
		"DROP TRIGGER absent ON t",
		"DROP SEQUENCE absent",
		"DROP TYPE absent",
		"DROP SCHEMA absent",
		"DROP DATABASE glim_absent",
		"DROP INDEX absent",
		"DROP INDEX CONCURRENTLY absent",
		"ALTER TABLE t DROP COLUMN absent",
		"ALTER TABLE t DROP CONSTRAINT absent",
		"ALTER TABLE absent DROP COLUMN a",
	},
};

START_TEST(a_drop_of_what_is_not_there_is_known)
{
	const int twice = _i == TARGET_MYSQL ? 1062 : sqlstate_number("23505");
	struct target target;

	if (!target_open(&target, _i))
		return;
	target_run(&target, "CREATE TABLE t (a INTEGER)");
	if (_i == TARGET_MYSQL)
		target_run(&target, "CREATE TABLE parts (a INTEGER) PARTITION BY RANGE (a) "
				    "(PARTITION one VALUES LESS THAN (10), "
				    "PARTITION two VALUES LESS THAN (20))");
	for (const char *const *drop = drops[_i]; *drop; drop++) {
		struct failure failure = target_fails(&target, *drop);

		ck_assert_msg(dialect_is_missing_object(target.driver->dialect, failure.native),
			      "%s: %d %s", *drop, failure.native, failure.message);
		failure_finish(&failure);
	}
	ck_assert(!dialect_is_missing_object(target.driver->dialect, twice));
	target_close(&target);
}
END_TEST

Suite *tables_suite(void);

Suite *tables_suite(void)
{
	Suite *suite = suite_create("tables");
	TCase *both = tcase_create("on each database");
	TCase *server = tcase_create("on the server");

	tcase_add_unchecked_fixture(both, target_folder_make, target_folder_remove);
	tcase_set_timeout(both, 60);
	tcase_set_timeout(server, 60);
	tcase_add_loop_test(both, a_model_with_everything_becomes_a_table, 0, TARGETS);
	tcase_add_loop_test(both, indexes_are_made_with_the_table, 0, TARGETS);
	tcase_add_loop_test(both, rows_are_added_changed_found_and_removed, 0, TARGETS);
	tcase_add_loop_test(both, a_row_of_defaults_only_can_be_added, 0, TARGETS);
	tcase_add_loop_test(both, a_row_that_is_all_key_can_be_updated, 0, TARGETS);
	tcase_add_loop_test(both, an_older_table_is_upgraded_with_its_rows, 0, TARGETS);
	tcase_add_test(server, tables_without_transactions_are_listed);
	tcase_add_test(server, a_rollback_tells_what_it_could_not_undo);
	tcase_add_test(server, a_history_without_transactions_is_listed_and_mended);
	tcase_add_loop_test(server, a_drop_of_what_is_not_there_is_known, TARGET_MYSQL, TARGETS);
	suite_add_tcase(suite, both);
	suite_add_tcase(suite, server);
	return suite;
}
