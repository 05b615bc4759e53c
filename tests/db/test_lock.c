/* One runner at a time, and who it is. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "target.h"

static const char name[] = "glim_migrations";

static enum lock_answer try_lock(const struct target *target, struct session *session,
				 struct lock_holder *holder)
{
	struct failure failure = { 0 };
	enum lock_answer answer = target->driver->try_lock(session, name, holder, &failure);

	ck_assert_msg(answer != LOCK_FAILED, "%s", failure.message);
	return answer;
}

START_TEST(the_lock_is_taken_once_and_given_back)
{
	struct target target;
	struct session *other;
	struct lock_holder holder = { 0 };

	if (!target_open(&target, _i))
		return;
	other = target_session(&target);
	ck_assert_int_eq(try_lock(&target, target.session, NULL), LOCK_TAKEN);
	ck_assert_int_eq(try_lock(&target, other, &holder), LOCK_BUSY);
	target.driver->unlock(target.session);
	ck_assert_int_eq(try_lock(&target, other, NULL), LOCK_TAKEN);
	ck_assert_int_eq(try_lock(&target, other, NULL), LOCK_TAKEN);
	target.driver->close(other);
	while (try_lock(&target, target.session, NULL) == LOCK_BUSY)
		usleep(1000);
	lock_holder_finish(&holder);
	target_close(&target);
}
END_TEST

START_TEST(the_lock_outlives_what_the_holder_does)
{
	struct target target;
	struct session *other;

	if (!target_open(&target, _i))
		return;
	other = target_session(&target);
	ck_assert_int_eq(try_lock(&target, target.session, NULL), LOCK_TAKEN);
	target_run(&target, target.driver->dialect->begin);
	target_run(&target, "CREATE TABLE t (a INTEGER)");
	target_run(&target, "COMMIT");
	target_run(&target, target.driver->dialect->begin);
	target_run(&target, "ROLLBACK");
	ck_assert_int_eq(try_lock(&target, other, NULL), LOCK_BUSY);
	target.driver->close(other);
	target_close(&target);
}
END_TEST

/* A runner in a process of its own, which says by a byte that it has the lock. */
static pid_t start_holder(const struct target *target, const char *doing, int *told)
{
	int ends[2];
	pid_t pid;
	char byte;

	ck_assert_int_eq(pipe(ends), 0);
	pid = fork();
	if (pid == 0) {
		struct failure failure = { 0 };
		struct session *session = target->driver->open(&target->settings, &failure);

		if (!session ||
		    target->driver->try_lock(session, name, NULL, &failure) != LOCK_TAKEN)
			_exit(1);
		target->driver->announce(session, doing);
		if (write(ends[1], "x", 1) != 1)
			_exit(1);
		for (;;)
			pause();
	}
	close(ends[1]);
	ck_assert_int_eq(read(ends[0], &byte, 1), 1);
	*told = ends[0];
	return pid;
}

static void end_holder(pid_t pid, int told)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	close(told);
}

START_TEST(a_busy_lock_names_its_holder)
{
	struct target target;
	struct lock_holder holder = { 0 };
	char *process;
	pid_t pid;
	int told;

	if (!target_open(&target, _i))
		return;
	pid = start_holder(&target, "AddUserMigration", &told);
	process = memory_format("(process %d)", (int)pid);
	ck_assert_int_eq(try_lock(&target, target.session, &holder), LOCK_BUSY);
	ck_assert_ptr_nonnull(holder.who);
	if (_i == TARGET_SQLITE) {
		ck_assert_ptr_nonnull(strstr(holder.who, process));
		ck_assert_ptr_nonnull(strstr(holder.since, "UTC"));
		ck_assert_str_eq(holder.doing, "AddUserMigration");
	} else {
		ck_assert_ptr_nonnull(strstr(holder.who, _i == TARGET_MYSQL
								 ? "glim@localhost (connection "
								 : "glim@local (connection "));
		ck_assert_ptr_null(holder.doing);
		if (_i != TARGET_MYSQL)
			ck_assert_ptr_nonnull(strstr(holder.since, "UTC"));
	}
	end_holder(pid, told);
	lock_holder_finish(&holder);
	free(process);
	target_close(&target);
}
END_TEST

START_TEST(a_killed_holder_leaves_no_lock_behind)
{
	struct target target;
	pid_t pid;
	int told;

	if (!target_open(&target, _i))
		return;
	pid = start_holder(&target, "AddUserMigration", &told);
	ck_assert_int_eq(try_lock(&target, target.session, NULL), LOCK_BUSY);
	end_holder(pid, told);
	while (try_lock(&target, target.session, NULL) == LOCK_BUSY)
		usleep(1000);
	target_close(&target);
}
END_TEST

START_TEST(other_schemas_and_histories_have_locks_of_their_own)
{
	struct target one, two;
	struct session *third;
	struct failure failure = { 0 };

	if (!target_open(&one, _i) || !target_open(&two, _i))
		return;
	ck_assert_int_eq(try_lock(&one, one.session, NULL), LOCK_TAKEN);
	ck_assert_int_eq(try_lock(&two, two.session, NULL), LOCK_TAKEN);
	if (_i != TARGET_SQLITE) {
		third = target_session(&one);
		ck_assert_int_eq(one.driver->try_lock(third, "its'own", NULL, &failure),
				 LOCK_TAKEN);
		one.driver->close(third);
	}
	target_close(&one);
	target_close(&two);
}
END_TEST

static mode_t mode_of(const char *file)
{
	struct stat found;

	ck_assert_int_eq(stat(file, &found), 0);
	return found.st_mode & 0777;
}

START_TEST(who_may_write_the_database_file_may_take_its_lock)
{
	struct target target;
	char *lock;

	target_open(&target, TARGET_SQLITE);
	lock = memory_format("%s.glim-lock", target.schema);
	target_run(&target, "CREATE TABLE t (a)");
	chmod(target.schema, 0660);
	ck_assert_int_eq(try_lock(&target, target.session, NULL), LOCK_TAKEN);
	ck_assert_int_eq(mode_of(lock), 0660);
	free(lock);
	target_close(&target);
}
END_TEST

START_TEST(a_link_to_the_database_has_the_same_lock)
{
	struct target target;
	struct target linked;
	char *link;

	target_open(&target, TARGET_SQLITE);
	link = target_path("linked.db");
	ck_assert_int_eq(symlink(target.schema, link), 0);
	linked = target;
	linked.settings.schema = link;
	linked.session = target_session(&linked);
	ck_assert_int_eq(try_lock(&target, target.session, NULL), LOCK_TAKEN);
	ck_assert_int_eq(try_lock(&linked, linked.session, NULL), LOCK_BUSY);
	target.driver->close(linked.session);
	free(link);
	target_close(&target);
}
END_TEST

START_TEST(a_link_in_the_place_of_the_lock_is_not_followed)
{
	struct target target;
	struct failure failure = { 0 };
	char *lock, *victim;

	target_open(&target, TARGET_SQLITE);
	lock = memory_format("%s.glim-lock", target.schema);
	victim = target_path("victim");
	ck_assert_int_eq(symlink(victim, lock), 0);
	ck_assert_int_eq(target.driver->try_lock(target.session, name, NULL, &failure),
			 LOCK_FAILED);
	ck_assert_int_ne(access(victim, F_OK), 0);
	ck_assert_ptr_nonnull(strstr(failure.message, lock));
	failure_finish(&failure);
	free(lock);
	free(victim);
	target_close(&target);
}
END_TEST

Suite *lock_suite(void);

Suite *lock_suite(void)
{
	Suite *suite = suite_create("lock");
	TCase *both = tcase_create("on each database");
	TCase *file = tcase_create("on SQLite");

	tcase_add_unchecked_fixture(both, target_folder_make, target_folder_remove);
	tcase_add_unchecked_fixture(file, target_folder_make, target_folder_remove);
	tcase_set_timeout(both, 60);
	tcase_add_loop_test(both, the_lock_is_taken_once_and_given_back, 0, TARGETS);
	tcase_add_loop_test(both, the_lock_outlives_what_the_holder_does, 0, TARGETS);
	tcase_add_loop_test(both, a_busy_lock_names_its_holder, 0, TARGETS);
	tcase_add_loop_test(both, a_killed_holder_leaves_no_lock_behind, 0, TARGETS);
	tcase_add_loop_test(both, other_schemas_and_histories_have_locks_of_their_own, 0, TARGETS);
	tcase_add_test(file, who_may_write_the_database_file_may_take_its_lock);
	tcase_add_test(file, a_link_to_the_database_has_the_same_lock);
	tcase_add_test(file, a_link_in_the_place_of_the_lock_is_not_followed);
	suite_add_tcase(suite, both);
	suite_add_tcase(suite, file);
	return suite;
}
