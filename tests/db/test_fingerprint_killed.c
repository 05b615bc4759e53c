/* Whether a statement took effect that was killed on its way. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "look.h"

#define COUNT(list) (int)(sizeof(list) / sizeof *(list))

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
		char *before = look_take(&look);

		kill_within(&look, delay);
		done = target_number(&look.target, is_done) != 0;
		look_expect(&look, before, done ? FINGERPRINT_CHANGED : FINGERPRINT_SAME);
		free(before);
	}
	look_close(&look);
}
END_TEST

Suite *fingerprint_killed_suite(void);
Suite *fingerprint_killed_suite(void)
{
	Suite *suite = suite_create("fingerprints of killed statements");
	TCase *all = tcase_create("all");

	tcase_set_timeout(all, 300);
	tcase_add_unchecked_fixture(all, target_folder_make, target_folder_remove);
	tcase_add_loop_test(all, a_killed_statement_is_known_to_have_happened_or_not, 0,
			    COUNT(long_statements));
	suite_add_tcase(suite, all);
	return suite;
}
