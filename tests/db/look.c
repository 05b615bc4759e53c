#include "look.h"

#include <stdlib.h>

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

bool look_open(struct look *look)
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

void look_close(struct look *look)
{
	object_list_finish(&look->list);
	server_finish(&look->db.server);
	target_close(&look->target);
}

void look_at(struct look *look, const char *sql)
{
	object_list_finish(&look->list);
	look->sql = sql;
	look->db.dialect->objects(&look->db.dialect->lexis, sql, &look->list);
}

char *look_take(struct look *look)
{
	struct failure failure = { 0 };
	char *taken = fingerprint_take(&look->db, &look->list, &failure);

	ck_assert_msg(taken, "%s: %d %s", look->sql, failure.native, failure.message);
	return taken;
}

void look_expect(struct look *look, const char *before, enum fingerprint_verdict verdict)
{
	char *after = look_take(look);

	ck_assert_msg(fingerprint_compare(before, after) == verdict, "%s\n%s\n->\n%s", look->sql,
		      before, after);
	free(after);
}

void look_run_all(const struct look *look, const char *const *statements)
{
	for (; *statements; statements++)
		target_run(&look->target, *statements);
}

void look_make_objects(const struct look *look)
{
	look_run_all(look, objects);
}
