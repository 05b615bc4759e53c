/*
 * Whether a statement took effect, told from what its objects look like: on a server, for every
 * kind of object, and for statements that were refused.
 */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "look.h"

#define COUNT(list) (int)(sizeof(list) / sizeof *(list))

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
	look_make_objects(&look);
	look_at(&look, compared[_i]);
	ck_assert_int_eq(look.list.fate, FATE_COMPARE);
	before = look_take(&look);
	ck_assert(!fingerprint_ambiguous(before));
	target_run(&look.target, "INSERT INTO t (b) VALUES (3)");
	target_run(&look.target, "INSERT INTO fresh VALUES (), (), ()");
	if (look.list.items[0].change != OBJECT_REPLACED)
		look_expect(&look, before, FINGERPRINT_SAME);
	target_run(&look.target, look.sql);
	look_expect(&look, before, FINGERPRINT_CHANGED);
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
	look_make_objects(&look);
	look_at(&look, repeated[_i]);
	ck_assert_msg(look.list.fate == FATE_REPEATABLE, "%s", look.sql);
	for (int i = 0; i < 3; i++)
		target_run(&look.target, look.sql);
	empty = look_take(&look);
	look_expect(&look, empty, FINGERPRINT_SAME);
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
	look_make_objects(&look);
	look_at(&look, unseen[_i]);
	ck_assert_int_eq(look.list.fate, FATE_COMPARE);
	before = look_take(&look);
	target_run(&look.target, look.sql);
	look_expect(&look, before, FINGERPRINT_SAME);
	target_run(&look.target, look.sql);
	look_expect(&look, before, FINGERPRINT_SAME);
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
	look_make_objects(&look);
	target_run(&look.target, "CREATE TABLE twice SELECT 1 AS a UNION ALL SELECT 1");
	look_at(&look, refused[_i].sql);
	ck_assert_int_eq(look.list.fate, FATE_COMPARE);
	before = look_take(&look);
	failure = target_fails(&look.target, look.sql);
	look_expect(&look, before, refused[_i].verdict);
	if (look.list.all_or_nothing)
		ck_assert_int_eq(refused[_i].verdict, FINGERPRINT_SAME);
	failure_finish(&failure);
	free(before);
	look_close(&look);
}
END_TEST

Suite *fingerprint_db_suite(void);
Suite *fingerprint_db_suite(void)
{
	Suite *suite = suite_create("fingerprints of statements");
	TCase *all = tcase_create("all");

	tcase_set_timeout(all, 300);
	tcase_add_unchecked_fixture(all, target_folder_make, target_folder_remove);
	tcase_add_loop_test(all, a_statement_that_was_executed_is_seen, 0, COUNT(compared));
	tcase_add_loop_test(all, a_repeatable_statement_may_be_executed_again, 0,
			    COUNT(repeated) - 1);
	tcase_add_loop_test(all, a_statement_that_changes_no_text_is_executed_again, 0,
			    COUNT(unseen));
	tcase_add_loop_test(all, a_refused_statement_has_changed_nothing_unless_it_names_several, 0,
			    COUNT(refused));
	suite_add_tcase(suite, all);
	return suite;
}
