/* What travels without a guard: whatever it sets off, it cannot end the transaction. */
#include "dialect/sqlstate.h"
#include "target.h"

#define STATE(state) SQLSTATE(#state[0], #state[1], #state[2], #state[3], #state[4])

static const struct {
	int kind;
	const char *before[4]; /* NULL at the end */
	const char *refused;   /* then */
	int native;
} cases[] = {
	/* A trigger calls a procedure that commits. */
	{ TARGET_MYSQL,
	  { "CREATE PROCEDURE ends() COMMIT",
	    "CREATE TRIGGER ends AFTER UPDATE ON t FOR EACH ROW CALL ends()" },
	  "UPDATE t SET b = 'two'",
	  1422 },
	/* A function calls one that makes a table. */
	{ TARGET_MYSQL,
	  { "CREATE PROCEDURE ends() CREATE TABLE u (a INT)",
	    "CREATE FUNCTION f() RETURNS INT MODIFIES SQL DATA BEGIN CALL ends(); RETURN 1; END" },
	  "UPDATE t SET a = f() + 1",
	  1422 },
	/* A function calls one that begins another transaction. */
	{ TARGET_MYSQL,
	  { "CREATE PROCEDURE ends() START TRANSACTION",
	    "CREATE FUNCTION f() RETURNS INT MODIFIES SQL DATA BEGIN CALL ends(); RETURN 1; END" },
	  "DELETE FROM t WHERE a = f()",
	  1422 },
	/* A function executes a text. */
	{ TARGET_MYSQL,
	  { "CREATE PROCEDURE ends() EXECUTE IMMEDIATE 'COMMIT'",
	    "CREATE FUNCTION f() RETURNS INT MODIFIES SQL DATA BEGIN CALL ends(); RETURN 1; END" },
	  "REPLACE INTO t VALUES (f(), 'two')",
	  1336 },
	/* A function commits. */
	{ TARGET_POSTGRESQL,
	  { "CREATE FUNCTION f() RETURNS INT LANGUAGE plpgsql AS 'BEGIN COMMIT; RETURN 2; END'" },
	  "INSERT INTO t VALUES (f(), 'two')",
	  STATE(2D000) },
	/* A function calls a procedure that rolls back. */
	{ TARGET_POSTGRESQL,
	  { "CREATE PROCEDURE ends() LANGUAGE plpgsql AS 'BEGIN ROLLBACK; END'",
	    "CREATE FUNCTION f() RETURNS INT LANGUAGE plpgsql AS 'BEGIN CALL ends(); RETURN 2; "
	    "END'" },
	  "UPDATE t SET a = f()",
	  STATE(2D000) },
	/* A function executes a text. */
	{ TARGET_POSTGRESQL,
	  { "CREATE FUNCTION f() RETURNS INT LANGUAGE plpgsql AS 'BEGIN EXECUTE ''COMMIT''; "
	    "RETURN 2; END'" },
	  "CREATE TABLE u AS SELECT f()",
	  STATE(0A000) },
	/* A trigger commits. */
	{ TARGET_POSTGRESQL,
	  { "CREATE FUNCTION ends() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN COMMIT; RETURN NEW; "
	    "END'",
	    "CREATE TRIGGER ends BEFORE DELETE ON t FOR EACH ROW EXECUTE FUNCTION ends()" },
	  "DELETE FROM t",
	  STATE(2D000) },
};

START_TEST(it_is_refused_instead)
{
	struct target target;

	if (!target_open(&target, cases[_i].kind))
		return;
	target_add_table(&target);
	for (const char *const *sql = cases[_i].before; *sql; sql++)
		target_run(&target, *sql);
	target_run(&target, target.driver->dialect->begin);
	target_run(&target, "INSERT INTO t VALUES (3, 'three')");
	target_run(&target, "SAVEPOINT glim_canary");
	target_expect(&target, cases[_i].refused, FAILURE_SQL, cases[_i].native);
	target_run(&target, "ROLLBACK TO SAVEPOINT glim_canary");
	target_run(&target, "RELEASE SAVEPOINT glim_canary");
	target_run(&target, target.driver->dialect->rollback);
	ck_assert_int_eq(target_number(&target, "SELECT count(*) FROM t"), 1);
	target_close(&target);
}
END_TEST

Suite *joined_suite(void);
Suite *joined_suite(void)
{
	Suite *suite = suite_create("joined");
	TCase *all = tcase_create("all");

	tcase_add_unchecked_fixture(all, target_folder_make, target_folder_remove);
	tcase_set_timeout(all, 60);
	tcase_add_loop_test(all, it_is_refused_instead, 0, sizeof cases / sizeof *cases);
	suite_add_tcase(suite, all);
	return suite;
}
