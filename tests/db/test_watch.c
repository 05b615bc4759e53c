/* What another thread learns of a statement under way, and others of the lock's holder. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "target.h"

static const char lock[] = "glim_migrations";

/* A statement that another thread of this process executes. */
struct work {
	const struct target *target;
	const char *sql;
	pthread_t thread;
	struct failure failure;
	bool done, ended;
};

static void *execute(void *data)
{
	struct work *work = data;

	work->done =
		work->target->driver->execute(work->target->session, work->sql, strlen(work->sql),
					      NULL, 0, NULL, NULL, &work->failure);
	__atomic_store_n(&work->ended, true, __ATOMIC_SEQ_CST);
	return NULL;
}

static void work_start(struct work *work, const struct target *target, const char *sql)
{
	*work = (struct work){ .target = target, .sql = sql };
	ck_assert_int_eq(pthread_create(&work->thread, NULL, execute, work), 0);
}

static void work_end(struct work *work)
{
	pthread_join(work->thread, NULL);
	failure_finish(&work->failure);
}

static bool work_goes_on(const struct work *work)
{
	return !__atomic_load_n(&work->ended, __ATOMIC_SEQ_CST);
}

/* The server calls a session idle some time after its answer has gone out. */
static void await_idle(const struct target *target)
{
	struct statement_progress progress;

	while (target->driver->progress(target->session, &progress))
		usleep(1000);
}

static bool open_mysql(struct target *target, bool as_root)
{
	if (!target_prepare(target, TARGET_MYSQL))
		return false;
	if (as_root) {
		target->settings.user = "root";
		target->settings.password = NULL;
	}
	target->session = target_session(target);
	return true;
}

START_TEST(a_copying_alter_tells_stage_and_percent)
{
	struct statement_progress progress, last = { .percent = -1 };
	struct target target;
	struct work work;

	if (!open_mysql(&target, false))
		return;
	target_run(&target, "CREATE TABLE t (a INT PRIMARY KEY) SELECT seq AS a FROM "
			    "seq_1_to_300000");
	await_idle(&target);
	work_start(&work, &target, "ALTER TABLE t ADD b INT, ALGORITHM=COPY");
	while (work_goes_on(&work)) {
		if (target.driver->progress(target.session, &progress) && progress.stages &&
		    progress.percent > 0)
			last = progress;
		usleep(1000);
	}
	ck_assert(work.done);
	work_end(&work);
	ck_assert_int_eq(last.stages, 2);
	ck_assert_int_eq(last.stage, 1);
	ck_assert_str_eq(last.state, "copy to tmp table");
	ck_assert(!last.waits);
	ck_assert(last.percent > 0 && last.percent <= 100);
	target_close(&target);
}
END_TEST

/* The account of `_i` may see the sessions of others, or not. */
START_TEST(one_who_waits_for_a_table_is_told_for_whom)
{
	struct statement_progress progress = { 0 };
	struct statement_blocker blocker = { 0 };
	struct target target;
	struct session *reader;
	struct server server;
	struct work work;
	bool known = false;
	char *who;

	if (!open_mysql(&target, _i))
		return;
	target_run(&target, "CREATE TABLE t (a INT)");
	reader = target_session(&target);
	target.driver->describe(reader, &server);
	session_run(&target, reader, "START TRANSACTION");
	session_run(&target, reader, "SELECT * FROM t");
	work_start(&work, &target, "ALTER TABLE t ADD b INT");
	while (work_goes_on(&work) && !known) {
		known = target.driver->progress(target.session, &progress) && progress.waits;
		usleep(1000);
	}
	ck_assert(known);
	ck_assert_str_eq(progress.state, "Waiting for table metadata lock");
	ck_assert(target.driver->blocker(target.session, &blocker) == (_i == 1));
	if (_i == 1) {
		who = memory_format("connection %llu (root@localhost)",
				    (unsigned long long)server.connection);
		ck_assert_str_eq(blocker.who, who);
		ck_assert(blocker.age >= 0 && blocker.age < INT64_C(60000000) && !blocker.is_sure);
		free(who);
	}
	session_run(&target, reader, "COMMIT");
	work_end(&work);
	statement_blocker_finish(&blocker);
	server_finish(&server);
	target.driver->close(reader);
	target_close(&target);
}
END_TEST

START_TEST(a_busy_file_is_told)
{
	struct statement_progress progress = { 0 };
	struct statement_blocker blocker = { 0 };
	struct target target;
	struct session *writer;
	struct work work;
	bool known = false;

	ck_assert(target_open(&target, TARGET_SQLITE));
	target_run(&target, "CREATE TABLE t (a INT)");
	writer = target_session(&target);
	session_run(&target, writer, "BEGIN IMMEDIATE");
	ck_assert(!target.driver->progress(target.session, &progress));
	work_start(&work, &target, "INSERT INTO t VALUES (1)");
	while (work_goes_on(&work) && !known) {
		known = target.driver->progress(target.session, &progress) && progress.waits;
		usleep(1000);
	}
	ck_assert(known);
	ck_assert_ptr_nonnull(strstr(progress.state, "another program"));
	ck_assert(!target.driver->blocker(target.session, &blocker));
	session_run(&target, writer, "COMMIT");
	pthread_join(work.thread, NULL);
	ck_assert(work.done);
	target.driver->close(writer);
	target_close(&target);
}
END_TEST

static const char *const names[] = { "AddA", "AddB", "AddC" };

static struct lock_holder find_holder(const struct target *target, struct session *session)
{
	struct lock_holder holder = { 0 };
	struct failure failure = { 0 };

	ck_assert_msg(target->driver->find_holder(session, lock, names, 3, &holder, &failure), "%s",
		      failure.message);
	return holder;
}

static void expect_migration(const struct target *target, struct session *session,
			     const char *migration)
{
	struct lock_holder holder = find_holder(target, session);

	ck_assert_ptr_nonnull(holder.who);
	ck_assert_pstr_eq(holder.migration, migration);
	lock_holder_finish(&holder);
}

static void expect_nobody(const struct target *target, struct session *session)
{
	struct lock_holder holder = find_holder(target, session);

	ck_assert_ptr_null(holder.who);
	ck_assert_ptr_null(holder.migration);
}

START_TEST(the_holder_is_found_without_taking_its_lock)
{
	struct statement_progress progress;
	struct failure failure = { 0 };
	struct target target;
	struct session *other;

	if (!target_open(&target, _i))
		return;
	other = target_session(&target);
	expect_nobody(&target, other);
	ck_assert_int_eq(target.driver->try_lock(target.session, lock, NULL, &failure), LOCK_TAKEN);
	expect_migration(&target, other, NULL);
	target.driver->announce(target.session, "AddB");
	target.driver->progress(target.session, &progress);
	expect_migration(&target, other, "AddB");
	target.driver->announce(target.session, "AddC");
	target.driver->progress(target.session, &progress);
	expect_migration(&target, other, "AddC");
	target.driver->announce(target.session, NULL);
	target.driver->progress(target.session, &progress);
	expect_migration(&target, other, NULL);
	target.driver->unlock(target.session);
	expect_nobody(&target, other);
	target.driver->close(other);
	target_close(&target);
}
END_TEST

START_TEST(a_long_list_of_names_is_searched_to_its_end)
{
	enum { MANY = 250 };
	char *many[MANY];
	struct statement_progress progress;
	struct lock_holder holder = { 0 };
	struct failure failure = { 0 };
	struct target target;

	if (!target_open(&target, _i))
		return;
	for (int i = 0; i < MANY; i++)
		many[i] = memory_format("Add'%d\\", i);
	target.driver->try_lock(target.session, lock, NULL, &failure);
	target.driver->announce(target.session, many[MANY - 1]);
	target.driver->progress(target.session, &progress);
	ck_assert(target.driver->find_holder(target.session, lock, (const char *const *)many, MANY,
					     &holder, &failure));
	ck_assert_str_eq(holder.migration, many[MANY - 1]);
	lock_holder_finish(&holder);
	for (int i = 0; i < MANY; i++)
		free(many[i]);
	target_close(&target);
}
END_TEST

Suite *watch_suite(void);
Suite *watch_suite(void)
{
	Suite *suite = suite_create("watch");
	TCase *tests = tcase_create("watch");

	tcase_add_unchecked_fixture(tests, target_folder_make, target_folder_remove);
	tcase_set_timeout(tests, 120);
	tcase_add_test(tests, a_copying_alter_tells_stage_and_percent);
	tcase_add_loop_test(tests, one_who_waits_for_a_table_is_told_for_whom, 0, 2);
	tcase_add_test(tests, a_busy_file_is_told);
	tcase_add_loop_test(tests, the_holder_is_found_without_taking_its_lock, 0, TARGETS);
	tcase_add_loop_test(tests, a_long_list_of_names_is_searched_to_its_end, 0, TARGETS);
	suite_add_tcase(suite, tests);
	return suite;
}
