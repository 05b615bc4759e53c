/*
 * Whether a statement took effect, told from what its objects look like: on a server, for every
 * kind of object, for statements that were refused and for such as were killed half-way.
 */
#include <check.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "execute/fingerprint.h"
#include "target.h"

struct look {
	struct target target;
	struct database db;
	struct object_list list;
	const char *sql;
};

static bool look_open(struct look *look)
{
	*look = (struct look){ 0 };
	if (!target_open(&look->target, TARGET_MYSQL))
		return false;
	look->db = (struct database){
		.driver = look->target.driver,
		.dialect = look->target.driver->dialect,
		.session = look->target.session,
	};
	look->db.driver->describe(look->db.session, &look->db.server);
	return true;
}

static void look_close(struct look *look)
{
	object_list_finish(&look->list);
	server_finish(&look->db.server);
	target_close(&look->target);
}

static void look_at(struct look *look, const char *sql)
{
	object_list_finish(&look->list);
	look->sql = sql;
	look->db.dialect->objects(&look->db.dialect->lexis, sql, &look->list);
}

static char *take(struct look *look)
{
	struct failure failure = { 0 };
	char *taken = fingerprint_take(&look->db, &look->list, &failure);

	ck_assert_msg(taken, "%s: %d %s", look->sql, failure.native, failure.message);
	return taken;
}

/* Compares with what there is now. */
static void expect(struct look *look, const char *before, enum fingerprint_verdict verdict)
{
	char *after = take(look);

	ck_assert_msg(fingerprint_compare(before, after) == verdict, "%s\n%s\n->\n%s", look->sql,
		      before, after);
	free(after);
}

static void run_all(const struct look *look, const char *const *statements)
{
	for (; *statements; statements++)
		target_run(&look->target, *statements);
}

static const char partitioned[] = "CREATE TABLE parts (a INT) PARTITION BY LIST (a) "
				  "(PARTITION p0 VALUES IN (1), PARTITION p1 VALUES IN (2))";

static const char *const objects[] = {
	"CREATE TABLE t (a INT PRIMARY KEY AUTO_INCREMENT, b INT, KEY ib (b)) AUTO_INCREMENT=5",
	"INSERT INTO t (b) VALUES (1), (2)",
	"CREATE TABLE u (a INT, b VARCHAR(9) DEFAULT 'x') COMMENT='AUTO_INCREMENT=3'",
	"CREATE TABLE w (a INT)",
	"CREATE TABLE child (a INT, FOREIGN KEY (a) REFERENCES t (a))",
	partitioned,
	"CREATE TABLE `odd ``n. \"x\n;` (a INT)",
	"CREATE VIEW v AS SELECT a FROM t",
	"CREATE VIEW broken AS SELECT 1 AS one",
	"CREATE TRIGGER g BEFORE INSERT ON u FOR EACH ROW SET @g = 1",
	"CREATE PROCEDURE p() SELECT 1",
	"CREATE FUNCTION f() RETURNS INT RETURN 1",
	"CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01' DO SELECT 1",
	"CREATE SEQUENCE s",
	"CREATE TABLE fresh (a INT PRIMARY KEY AUTO_INCREMENT)",
	"CREATE TABLE w2 (a INT PRIMARY KEY)",
	NULL,
};

static const char aggregate[] = "CREATE AGGREGATE FUNCTION n(x INT) RETURNS INT BEGIN "
				"DECLARE CONTINUE HANDLER FOR NOT FOUND RETURN 1; "
				"LOOP FETCH GROUP NEXT ROW; END LOOP; END";

static const char *const compared[] = {
	"CREATE TABLE n (a INT)",
	"CREATE TABLE n LIKE t",
	"CREATE TABLE n SELECT * FROM t",
	"CREATE TABLE n (a INT, FOREIGN KEY (a) REFERENCES t (a))",
	"CREATE TABLE `its ``own`` \"name\".` (a INT)",
	"CREATE OR REPLACE TABLE n (a INT)",
	"CREATE OR REPLACE TABLE w (a BIGINT)",
	"CREATE OR REPLACE TABLE w SELECT * FROM t",
	"CREATE SEQUENCE n START WITH 5",
	"CREATE OR REPLACE SEQUENCE s START WITH 5",
	"CREATE INDEX i ON t (b)",
	"CREATE UNIQUE INDEX i ON u (a) ALGORITHM=INPLACE",
	"CREATE FULLTEXT INDEX i ON u (b)",
	"CREATE VIEW n AS SELECT * FROM t",
	"CREATE TRIGGER n AFTER DELETE ON t FOR EACH ROW BEGIN SET @a = 1; SET @b = 2; END",
	"CREATE PROCEDURE n(x INT) BEGIN SELECT x; SELECT 2; END",
	"CREATE FUNCTION n() RETURNS INT DETERMINISTIC RETURN 2",
	aggregate,
	"CREATE EVENT n ON SCHEDULE EVERY 1 HOUR DO SELECT 1",
	"CREATE EVENT n ON SCHEDULE AT '2031-01-01' ON COMPLETION PRESERVE DO SELECT 1",
	"CREATE OR REPLACE EVENT e ON SCHEDULE EVERY 1 HOUR DO SELECT 1",
	"ALTER TABLE t ADD c INT",
	"ALTER TABLE t ADD COLUMN IF NOT EXISTS c INT, ALGORITHM=INSTANT",
	"ALTER TABLE t ADD c INT, ALGORITHM=COPY",
	"ALTER ONLINE TABLE t WAIT 5 DROP COLUMN b",
	"ALTER TABLE t MODIFY b BIGINT NOT NULL",
	"ALTER TABLE t COMMENT 'new'",
	"ALTER TABLE t ROW_FORMAT=COMPACT",
	"ALTER TABLE t RENAME COLUMN b TO c",
	"ALTER TABLE t RENAME INDEX ib TO ic",
	"ALTER TABLE u CHANGE a b2 INT, CHANGE b a VARCHAR(9)",
	"ALTER TABLE child DROP FOREIGN KEY child_ibfk_1",
	"ALTER TABLE u ADD CONSTRAINT few CHECK (a < 10)",
	"ALTER TABLE u RENAME TO n, ADD c INT",
	"ALTER TABLE u RENAME n",
	"ALTER TABLE child RENAME AS n",
	"ALTER TABLE parts ADD c INT",
	"ALTER TABLE parts DROP PARTITION p0",
	"ALTER TABLE parts REMOVE PARTITIONING",
	"ALTER TABLE parts CONVERT PARTITION p0 TO TABLE n",
	"ALTER TABLE u ADD SYSTEM VERSIONING",
	"ALTER TABLE `odd ``n. \"x\n;` ADD b INT",
	"ALTER TABLE fresh ADD b INT",
	"ALTER SEQUENCE s INCREMENT BY 7",
	"ALTER EVENT e ON SCHEDULE EVERY 2 HOUR",
	"ALTER EVENT e RENAME TO n",
	"RENAME TABLE u TO n",
	"RENAME TABLE child TO n",
	"RENAME TABLE v TO n",
	"RENAME TABLE t WAIT 5 TO n, u TO m",
	"RENAME TABLE t TO old, u TO t",
	"RENAME TABLE w TO old, u TO w, t TO u",
	"RENAME TABLE t TO n, u TO t, n TO u",
	"RENAME TABLE t TO n, u TO t, w TO u, n TO w",
	"RENAME TABLE w TO n, u TO w, n TO u, s TO m",
	"DROP INDEX ib ON t",
	"DROP INDEX `PRIMARY` ON w2",
	"DROP TABLE child",
	"DROP TABLES child, u, w",
	"DROP TABLE IF EXISTS nowhere, u, w",
	"DROP TABLE `odd ``n. \"x\n;`",
	"DROP VIEW v",
	"DROP VIEW v, broken",
	"DROP TRIGGER g",
	"DROP PROCEDURE p",
	"DROP FUNCTION f",
	"DROP EVENT e",
	"DROP SEQUENCE s",
	"DROP TABLE s",
	"DROP SEQUENCE IF EXISTS s",
	"SET STATEMENT max_statement_time = 9 FOR ALTER TABLE t ADD c INT",
	"CREATE TABLE n (a INT) /*!50100 PARTITION BY HASH (a) PARTITIONS 2 */",
};

START_TEST(a_statement_that_was_executed_is_seen)
{
	struct look look;
	char *before;

	if (!look_open(&look))
		return;
	run_all(&look, objects);
	look_at(&look, compared[_i]);
	ck_assert_int_eq(look.list.fate, FATE_COMPARE);
	before = take(&look);
	ck_assert(!fingerprint_ambiguous(before));
	target_run(&look.target, "INSERT INTO t (b) VALUES (3)");
	target_run(&look.target, "INSERT INTO fresh VALUES (), (), ()");
	if (look.list.items[0].change != OBJECT_REPLACED)
		expect(&look, before, FINGERPRINT_SAME);
	target_run(&look.target, look.sql);
	expect(&look, before, FINGERPRINT_CHANGED);
	free(before);
	look_close(&look);
}
END_TEST

static const char *const repeated[] = {
	"CREATE TABLE IF NOT EXISTS n (a INT)",
	"CREATE TABLE IF NOT EXISTS n SELECT * FROM t",
	"CREATE SEQUENCE IF NOT EXISTS n",
	"CREATE INDEX IF NOT EXISTS i ON t (b)",
	"CREATE OR REPLACE INDEX i ON t (b)",
	"CREATE OR REPLACE VIEW n AS SELECT 1",
	"CREATE VIEW IF NOT EXISTS n AS SELECT 1",
	"CREATE OR REPLACE TRIGGER g BEFORE INSERT ON u FOR EACH ROW SET @a = 2",
	"CREATE TRIGGER IF NOT EXISTS n BEFORE INSERT ON t FOR EACH ROW SET @a = 2",
	"CREATE OR REPLACE PROCEDURE p() SELECT 2",
	"CREATE OR REPLACE FUNCTION f() RETURNS INT RETURN 2",
	"CREATE EVENT IF NOT EXISTS n ON SCHEDULE EVERY 1 DAY DO SELECT 1",
	"ALTER VIEW v AS SELECT 7 AS seven",
	"ALTER PROCEDURE p COMMENT 'new'",
	"ALTER FUNCTION f SQL SECURITY INVOKER",
	"ALTER DATABASE COMMENT 'new'",
	"DROP VIEW IF EXISTS v, nowhere",
	"DROP TRIGGER IF EXISTS g",
	"DROP PROCEDURE IF EXISTS p",
	"DROP FUNCTION IF EXISTS f",
	"DROP EVENT IF EXISTS e",
	"DROP INDEX IF EXISTS ib ON t",
	"RENAME TABLE t TO n, n TO t",
	"ANALYZE TABLE t",
	"ANALYZE LOCAL TABLE t PERSISTENT FOR ALL",
	"OPTIMIZE TABLE t",
	"CHECK TABLE t, u",
	"REPAIR TABLE t",
	"CHECKSUM TABLE t",
	"LOCK TABLES t WRITE",
	"UNLOCK TABLES",
	"SET autocommit = 1",
	NULL,
};

/* Any number of times is as good as once: nothing is compared, and nothing has to be. */
START_TEST(a_repeatable_statement_may_be_executed_again)
{
	struct look look;
	char *empty;

	if (!look_open(&look))
		return;
	run_all(&look, objects);
	look_at(&look, repeated[_i]);
	ck_assert_msg(look.list.fate == FATE_REPEATABLE, "%s", look.sql);
	for (int i = 0; i < 3; i++)
		target_run(&look.target, look.sql);
	empty = take(&look);
	expect(&look, empty, FINGERPRINT_SAME);
	free(empty);
	look_close(&look);
}
END_TEST

/* Comparing says that nothing happened, and doing it again does no harm. */
static const char *const unseen[] = {
	"ALTER TABLE t FORCE",
	"ALTER TABLE t ENGINE=InnoDB",
	"ALTER TABLE t AUTO_INCREMENT=1000",
	"ALTER TABLE t MODIFY b INT",
	"ALTER TABLE t ADD COLUMN IF NOT EXISTS b INT",
	"ALTER TABLE t DROP COLUMN IF EXISTS nowhere",
	"ALTER TABLE IF EXISTS nowhere ADD b INT",
	"ALTER TABLE t DISABLE KEYS",
	"ALTER TABLE parts REBUILD PARTITION p0",
	"ALTER EVENT e DISABLE",
	"RENAME TABLE IF EXISTS nowhere TO anywhere",
	"DROP TABLE IF EXISTS nowhere",
};

START_TEST(a_statement_that_changes_no_text_is_executed_again)
{
	struct look look;
	char *before;

	if (!look_open(&look))
		return;
	run_all(&look, objects);
	look_at(&look, unseen[_i]);
	ck_assert_int_eq(look.list.fate, FATE_COMPARE);
	before = take(&look);
	target_run(&look.target, look.sql);
	expect(&look, before, FINGERPRINT_SAME);
	target_run(&look.target, look.sql);
	expect(&look, before, FINGERPRINT_SAME);
	free(before);
	look_close(&look);
}
END_TEST

static const struct {
	const char *sql;
	enum fingerprint_verdict verdict;
} refused[] = {
	{ "CREATE TABLE t (a INT)", FINGERPRINT_SAME },
	{ "CREATE TABLE n (a INT) SELECT 'no number' AS a", FINGERPRINT_SAME },
	{ "CREATE TABLE n (a INT, FOREIGN KEY (a) REFERENCES nowhere (a))", FINGERPRINT_SAME },
	{ "ALTER TABLE v RENAME n", FINGERPRINT_SAME },
	{ "CREATE VIEW t AS SELECT 1", FINGERPRINT_SAME },
	{ "CREATE VIEW n AS SELECT * FROM nowhere", FINGERPRINT_SAME },
	{ "CREATE TRIGGER g BEFORE INSERT ON u FOR EACH ROW SET @a = 1", FINGERPRINT_SAME },
	{ "CREATE PROCEDURE p() SELECT 1", FINGERPRINT_SAME },
	{ "CREATE UNIQUE INDEX i ON twice (a)", FINGERPRINT_SAME },
	{ "ALTER TABLE twice ADD UNIQUE (a), ALGORITHM=COPY", FINGERPRINT_SAME },
	{ "ALTER TABLE t ADD c INT, DROP COLUMN nowhere", FINGERPRINT_SAME },
	{ "ALTER TABLE u RENAME TO w", FINGERPRINT_SAME },
	{ "ALTER TABLE nowhere ADD c INT", FINGERPRINT_SAME },
	{ "RENAME TABLE u TO n, nowhere TO m", FINGERPRINT_SAME },
	{ "RENAME TABLE u TO n, w TO t", FINGERPRINT_SAME },
	{ "RENAME TABLE u TO n, w TO u, n TO glim_nowhere.w", FINGERPRINT_SAME },
	{ "DROP TABLE t", FINGERPRINT_SAME },
	{ "DROP TABLE nowhere", FINGERPRINT_SAME },
	{ "DROP TABLE glim_nowhere.t", FINGERPRINT_SAME },
	{ "DROP INDEX nowhere ON t", FINGERPRINT_SAME },
	{ "DROP VIEW nowhere", FINGERPRINT_SAME },
	{ "DROP TRIGGER nowhere", FINGERPRINT_SAME },
	{ "DROP PROCEDURE nowhere", FINGERPRINT_SAME },
	{ "DROP EVENT nowhere", FINGERPRINT_SAME },
	{ "DROP TABLE u, nowhere", FINGERPRINT_MIXED },
	/* The old table is dropped first, and stays so. */
	{ "CREATE OR REPLACE TABLE w (a INT NOT NULL) SELECT NULL AS a", FINGERPRINT_SAME },
	{ "DROP TABLE IF EXISTS u, t", FINGERPRINT_SAME }, /* the rest may be dropped again */
	{ "DROP TABLE u, t", FINGERPRINT_MIXED },
};

START_TEST(a_refused_statement_has_changed_nothing_unless_it_names_several)
{
	struct look look;
	struct failure failure;
	char *before;

	if (!look_open(&look))
		return;
	run_all(&look, objects);
	target_run(&look.target, "CREATE TABLE twice SELECT 1 AS a UNION ALL SELECT 1");
	look_at(&look, refused[_i].sql);
	ck_assert_int_eq(look.list.fate, FATE_COMPARE);
	before = take(&look);
	failure = target_fails(&look.target, look.sql);
	expect(&look, before, refused[_i].verdict);
	if (look.list.all_or_nothing)
		ck_assert_int_eq(refused[_i].verdict, FINGERPRINT_SAME);
	failure_finish(&failure);
	free(before);
	look_close(&look);
}
END_TEST

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
	run_all(&look, objects);
	run_all(&look, swaps[_i].make);
	look_at(&look, swaps[_i].sql);
	before = take(&look);
	ck_assert_msg(fingerprint_ambiguous(before) == swaps[_i].ambiguous, "%s", before);
	expect(&look, before, FINGERPRINT_SAME);
	target_run(&look.target, look.sql);
	if (!swaps[_i].ambiguous)
		expect(&look, before, FINGERPRINT_CHANGED);
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
	run_all(&look, objects);
	look_at(&look, "DROP TABLE u, w");
	before = take(&look);
	target_run(&look.target, "DROP TABLE u");
	expect(&look, before, FINGERPRINT_MIXED);
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
	run_all(&look, objects);
	look_at(&look, "CREATE OR REPLACE TABLE w (a INT)");
	before = take(&look);
	expect(&look, before, FINGERPRINT_MIXED);
	target_run(&look.target, look.sql);
	expect(&look, before, FINGERPRINT_MIXED);
	target_run(&look.target, "DROP TABLE w");
	expect(&look, before, FINGERPRINT_SAME);
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
	run_all(&look, objects);
	look_at(&look, "DROP TABLE t, u, parts, `odd ``n. \"x\n;`, v, child");
	before = take(&look);
	for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
		target_run(&look.target, settings[i]);
		expect(&look, before, FINGERPRINT_SAME);
	}
	look_at(&look, "ALTER EVENT e DISABLE");
	free(before);
	before = take(&look);
	target_run(&look.target, "SET time_zone = '+07:00', sql_mode = ''");
	expect(&look, before, FINGERPRINT_SAME);
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
	run_all(&look, objects);
	sql = memory_format("ALTER TABLE %s . `t` RENAME %s.t2, ADD c INT", look.target.schema,
			    look.target.schema);
	target_run(&look.target, "USE information_schema");
	look_at(&look, sql);
	before = take(&look);
	target_run(&look.target, sql);
	expect(&look, before, FINGERPRINT_CHANGED);
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
	before = take(&look);
	ck_assert_msg(strstr(before, "hidden"), "%s", before);
	expect(&look, before, FINGERPRINT_MIXED);
	target_run(&look.target, look.sql);
	expect(&look, before, FINGERPRINT_CHANGED);
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
	before = take(&look);
	target_run(&look.target, "INSERT INTO h (b) VALUES (1), (2)");
	target_run(&look.target, "DO SLEEP(2)");
	target_run(&look.target, "UPDATE h SET b = 3");
	expect(&look, before, FINGERPRINT_SAME);
	free(before);
	look_at(&look, "ALTER EVENT e COMMENT 'x'");
	before = take(&look);
	target_run(&look.target, "ALTER EVENT e DISABLE");
	expect(&look, before, FINGERPRINT_SAME);
	target_run(&look.target, look.sql);
	expect(&look, before, FINGERPRINT_CHANGED);
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
	run_all(&look, objects);
	look_at(&look, refused_looks[_i]);
	before = take(&look);
	ck_assert_msg(strstr(before, "refused"), "%s", before);
	expect(&look, before, FINGERPRINT_MIXED);
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
	run_all(&look, objects);
	target_run(&look.target, look.db.dialect->begin);
	target_run(&look.target, "SAVEPOINT glim_canary");
	target_run(&look.target, "INSERT INTO t (a, b) VALUES (4711, 1)");
	look_at(&look, "DROP TABLE t, nowhere, glim_nowhere.t, v");
	before = take(&look);
	target_run(&look.target, "RELEASE SAVEPOINT glim_canary");
	target_run(&look.target, look.db.dialect->rollback);
	ck_assert_int_eq(target_number(&look.target, "SELECT count(*) FROM t WHERE a = 4711"), 0);
	free(before);
	look_close(&look);
}
END_TEST

static const char *const long_statements[] = {
	"ALTER TABLE big ADD COLUMN c INT NOT NULL DEFAULT 7, ALGORITHM=COPY",
	"CREATE INDEX ib ON big (b, a)",
	"ALTER TABLE big RENAME TO large, ADD COLUMN c INT, ALGORITHM=COPY",
	"CREATE TABLE copy SELECT * FROM big",
};

static const char is_done[] =
	"SELECT (SELECT count(*) FROM information_schema.columns WHERE table_schema = DATABASE() "
	"AND (column_name = 'c' OR table_name = 'copy')) + "
	"(SELECT count(*) FROM information_schema.statistics WHERE table_schema = DATABASE() "
	"AND index_name = 'ib')";

struct victim {
	struct look *look;
	struct session *session;
	const char *sql;
};

static void *execute(void *data)
{
	const struct victim *victim = data;
	struct failure failure = { 0 };

	victim->look->db.driver->execute(victim->session, victim->sql, strlen(victim->sql), NULL, 0,
					 NULL, NULL, &failure);
	failure_finish(&failure);
	return NULL;
}

static int64_t count_threads(const struct look *look, uint64_t connection)
{
	char *sql = memory_format("SELECT count(*) FROM information_schema.processlist "
				  "WHERE id = %llu",
				  (unsigned long long)connection);
	int64_t count = target_number(&look->target, sql);

	free(sql);
	return count;
}

/* Kills the statement's connection some time after it began, and waits until it has ended. */
static void kill_within(struct look *look, useconds_t delay)
{
	struct victim victim = { look, target_session(&look->target), look->sql };
	struct server server = { 0 };
	struct failure failure = { 0 };
	pthread_t thread;
	char *kill;

	look->db.driver->describe(victim.session, &server);
	kill = memory_format("KILL CONNECTION %llu", (unsigned long long)server.connection);
	ck_assert_int_eq(pthread_create(&thread, NULL, execute, &victim), 0);
	usleep(delay);
	look->db.driver->execute(look->db.session, kill, strlen(kill), NULL, 0, NULL, NULL,
				 &failure);
	pthread_join(thread, NULL);
	while (count_threads(look, server.connection))
		usleep(1000);
	look->db.driver->close(victim.session);
	failure_finish(&failure);
	server_finish(&server);
	free(kill);
}

/* From before it began to after it has ended, whatever the machine's speed. */
START_TEST(a_killed_statement_is_known_to_have_happened_or_not)
{
	struct look look;
	useconds_t delay = 500;
	bool done = false;

	if (!look_open(&look))
		return;
	target_run(&look.target, "CREATE TABLE big (a INT PRIMARY KEY, b VARCHAR(40)) "
				 "SELECT seq AS a, MD5(seq) AS b FROM seq_1_to_200000");
	look_at(&look, long_statements[_i]);
	for (; !done; delay += delay / 2) {
		char *before = take(&look);

		kill_within(&look, delay);
		done = target_number(&look.target, is_done) != 0;
		expect(&look, before, done ? FINGERPRINT_CHANGED : FINGERPRINT_SAME);
		free(before);
	}
	look_close(&look);
}
END_TEST

Suite *fingerprint_db_suite(void);

#define ADD(name, cases) tcase_add_loop_test(tests, name, 0, sizeof(cases) / sizeof *(cases))

static TCase *add_case(Suite *suite, const char *name)
{
	TCase *tests = tcase_create(name);

	tcase_add_unchecked_fixture(tests, target_folder_make, target_folder_remove);
	suite_add_tcase(suite, tests);
	return tests;
}

static void add_statements(Suite *suite)
{
	TCase *tests = add_case(suite, "statements");

	ADD(a_statement_that_was_executed_is_seen, compared);
	tcase_add_loop_test(tests, a_repeatable_statement_may_be_executed_again, 0,
			    sizeof repeated / sizeof *repeated - 1);
	ADD(a_statement_that_changes_no_text_is_executed_again, unseen);
	ADD(a_refused_statement_has_changed_nothing_unless_it_names_several, refused);
	ADD(tables_that_change_places_are_told_apart_or_called_ambiguous, swaps);
	ADD(a_killed_statement_is_known_to_have_happened_or_not, long_statements);
	tcase_set_timeout(tests, 300);
}

Suite *fingerprint_db_suite(void)
{
	Suite *suite = suite_create("fingerprints on a server");
	TCase *tests = add_case(suite, "states");

	tcase_add_test(tests, a_half_done_removal_is_no_clear_answer);
	tcase_add_test(tests, what_is_replaced_by_its_like_is_no_clear_answer);
	tcase_add_test(tests, settings_of_the_session_do_not_change_a_fingerprint);
	tcase_add_test(tests, a_name_with_its_schema_is_found_from_elsewhere);
	tcase_add_test(tests, a_routine_whose_text_is_hidden_still_comes_and_goes);
	ADD(what_cannot_be_looked_at_does_not_stop_a_migration, refused_looks);
	tcase_add_test(tests, what_the_server_changes_by_itself_is_no_change);
	tcase_add_test(tests, a_lost_connection_gives_no_fingerprint);
	tcase_add_test(tests, a_look_leaves_the_transaction_as_it_is);
	add_statements(suite);
	return suite;
}
