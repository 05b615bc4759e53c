/* For changes of tables: the way that a plan names is taken, and the next better one is refused. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "database/database.h"
#include "dialect/shadow.h"
#include "output/output.h"
#include "preview/shadow.h"
#include "target.h"

/* In this order, each on what the ones before have left. */
static const char *const changes[] = {
	"ALTER TABLE t ADD COLUMN x1 INT",
	"ALTER TABLE t ADD COLUMN x2 INT NOT NULL DEFAULT 7 AFTER a",
	"ALTER TABLE t ADD COLUMN x3 VARCHAR(20) FIRST",
	"ALTER TABLE t ADD x4 INT, ADD x5 INT",
	"ALTER TABLE t DROP COLUMN x4",
	"ALTER TABLE t DROP COLUMN x3, ADD COLUMN x6 DATE",
	"ALTER TABLE t MODIFY b VARCHAR(60)",
	"ALTER TABLE t MODIFY b VARCHAR(300)",
	"ALTER TABLE t MODIFY b VARCHAR(50)",
	"ALTER TABLE t MODIFY g BIGINT",
	"ALTER TABLE t MODIFY g INT NOT NULL DEFAULT 5",
	"ALTER TABLE t MODIFY g INT NULL",
	"ALTER TABLE t ALTER g SET DEFAULT 6",
	"ALTER TABLE t ALTER g DROP DEFAULT",
	"ALTER TABLE t CHANGE x1 y1 INT",
	"ALTER TABLE t RENAME COLUMN y1 TO z1",
	"ALTER TABLE t CHANGE z1 z1 SMALLINT",
	"ALTER TABLE t MODIFY e ENUM('x', 'y', 'z')",
	"ALTER TABLE t MODIFY e ENUM('z', 'x', 'y')",
	"ALTER TABLE t ADD INDEX ig (g)",
	"ALTER TABLE t RENAME INDEX ig TO ih",
	"ALTER TABLE t DROP INDEX ih",
	"CREATE INDEX iz ON t (z1, g)",
	"DROP INDEX iz ON t",
	"CREATE UNIQUE INDEX uf ON t (f, id)",
	"ALTER TABLE t ADD FULLTEXT INDEX ft (c)",
	"ALTER TABLE t DROP INDEX ft",
	"ALTER TABLE t ADD COLUMN v1 INT AS (a + 1) VIRTUAL",
	"ALTER TABLE t ADD COLUMN s1 INT AS (a + 2) STORED",
	"ALTER TABLE t DROP COLUMN v1",
	"ALTER TABLE t ADD CONSTRAINT ca CHECK (a >= 0)",
	"ALTER TABLE t DROP CONSTRAINT ca",
	"ALTER TABLE t DROP FOREIGN KEY fp",
	"ALTER TABLE t ADD CONSTRAINT fq FOREIGN KEY (parent_id) REFERENCES parent (id)",
	"ALTER TABLE t COMMENT = 'a comment; and no more'",
	"ALTER TABLE t AUTO_INCREMENT = 1000",
	"ALTER TABLE t ROW_FORMAT = COMPRESSED",
	"ALTER TABLE t ROW_FORMAT = DYNAMIC",
	"ALTER TABLE t ENGINE = InnoDB",
	"ALTER TABLE t FORCE",
	"ALTER TABLE p CONVERT TO CHARACTER SET latin1",
	"ALTER TABLE p DROP PRIMARY KEY, ADD PRIMARY KEY (id, v)",
	"ALTER TABLE p DROP PRIMARY KEY",
	"ALTER TABLE p ADD PRIMARY KEY (id)",
	"ALTER TABLE p ADD UNIQUE KEY pv (v)",
	"ALTER TABLE p RENAME TO q",
};

enum { CHANGES = sizeof changes / sizeof *changes };

static void make_tables(const struct target *target)
{
	target_run(target, "CREATE TABLE parent (id INT PRIMARY KEY, v INT) ENGINE=InnoDB");
	target_run(target,
		   "CREATE TABLE t (id INT PRIMARY KEY AUTO_INCREMENT, a INT NOT NULL, "
		   "b VARCHAR(40) CHARACTER SET latin1, c TEXT, d DECIMAL(10,2), e ENUM('x', 'y'), "
		   "f DATETIME, g INT DEFAULT 5, parent_id INT, KEY ka (a), UNIQUE KEY kb (b), "
		   "CONSTRAINT fp FOREIGN KEY (parent_id) REFERENCES parent (id)) ENGINE=InnoDB");
	target_run(target, "CREATE TABLE child (id INT PRIMARY KEY, t_id INT, "
			   "FOREIGN KEY (t_id) REFERENCES t (id)) ENGINE=InnoDB");
	target_run(target, "CREATE TABLE p (id INT PRIMARY KEY, v VARCHAR(20) NOT NULL) "
			   "ENGINE=InnoDB CHARSET=utf8mb4");
	target_run(target, "INSERT INTO parent VALUES (1, 1)");
	target_run(target, "INSERT INTO t (a, b, c, e, f, parent_id) "
			   "SELECT seq, CONCAT('b', seq), 'c', 'x', NOW(), 1 FROM seq_1_to_200");
	target_run(target, "INSERT INTO child SELECT seq, seq FROM seq_1_to_20");
	target_run(target, "INSERT INTO p SELECT seq, CONCAT('v', seq) FROM seq_1_to_20");
}

/* What the plan says: the number of the way among those of the dialect. */
static size_t ask(const struct target *target, const char *sql)
{
	struct database db = {
		.driver = target->driver,
		.dialect = target->driver->dialect,
		.session = target_session(target),
		.server.schema = target->schema,
	};
	struct output output = { .quiet = true };
	struct rehearsal_step step = { .sql = sql };
	struct findings findings = { 0 };
	struct failure failure = { 0 };
	struct error error = { 0 };
	struct shadow *shadow = shadow_open(&db, &output, &error);
	const struct shadow_way *way = NULL;
	struct text spelled = { 0 };
	char *cost = NULL, *table = NULL;
	size_t n = 0;

	ck_assert_msg(shadow, "%s: %s %s", sql, error.message, error.says);
	ck_assert(shadow_takes(shadow, sql));
	ck_assert_msg(shadow_ask(shadow, &step, &cost, &findings, &failure) == SHADOW_DONE,
		      "%s: %s", sql, failure.message);
	while (db.dialect->shadow->spell(&db.dialect->lexis, sql, n, &spelled, &way, &table) &&
	       strncmp(cost, way->words, strlen(way->words)) != 0) {
		text_clear(&spelled);
		n++;
	}
	ck_assert_msg(way && strncmp(cost, way->words, strlen(way->words)) == 0, "%s", cost);
	ck_assert(shadow_close(shadow, &error));
	db.driver->close(db.session);
	findings_finish(&findings);
	failure_finish(&failure);
	text_finish(&spelled);
	free(table);
	free(cost);
	return n;
}

static char *spelled(const struct target *target, const char *sql, size_t n)
{
	const struct dialect *dialect = target->driver->dialect;
	const struct shadow_way *way;
	struct text text = { 0 };
	char *table = NULL;

	ck_assert(dialect->shadow->spell(&dialect->lexis, sql, n, &text, &way, &table));
	free(table);
	return text_take(&text);
}

static void assert_refused(const struct target *target, const char *sql)
{
	struct failure failure = target_fails(target, sql);

	ck_assert_msg(failure.native == 1845 || failure.native == 1846, "%s: %s", sql,
		      failure.message);
	failure_finish(&failure);
}

START_TEST(the_way_that_is_named_is_the_best_that_is_taken)
{
	struct target target;

	if (!target_open(&target, TARGET_MYSQL))
		return;
	make_tables(&target);
	for (size_t i = 0; i < CHANGES; i++) {
		const size_t n = ask(&target, changes[i]);
		char *better = n ? spelled(&target, changes[i], n - 1) : NULL;
		char *named = spelled(&target, changes[i], n);

		if (better)
			assert_refused(&target, better);
		target_run(&target, named);
		free(better);
		free(named);
	}
	ck_assert_int_eq(target_number(&target, "SELECT count(*) FROM information_schema.schemata "
						"WHERE schema_name LIKE 'glim\\_shadow\\_%'"),
			 0);
	target_close(&target);
}
END_TEST

Suite *ways_suite(void);

Suite *ways_suite(void)
{
	Suite *suite = suite_create("ways of changes");
	TCase *cases = tcase_create("ways of changes");

	tcase_set_timeout(cases, 300);
	tcase_add_unchecked_fixture(cases, target_folder_make, target_folder_remove);
	tcase_add_test(cases, the_way_that_is_named_is_the_best_that_is_taken);
	suite_add_tcase(suite, cases);
	return suite;
}
