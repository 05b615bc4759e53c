/*
 * What glim believes of a statement before it sends it, compared with what the database does:
 * inside a transaction with a savepoint, only a boundary or a control statement may end it.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "classes.h"
#include "driver/driver.h"
#include "skip.h"
#include "statement/statement.h"

struct database {
	const struct driver *driver;
	struct session *session;
	char *folder; /* of an embedded one */
};

static void load(struct database *database, const char *module)
{
	char *why = NULL;

	database->driver = driver_load(module, &why);
	ck_assert_msg(database->driver, "%s", why);
}

static void open_session(struct database *database, const struct driver_settings *settings)
{
	struct failure failure = { 0 };

	database->session = database->driver->open(settings, &failure);
	ck_assert_msg(database->session, "%s", failure.message);
}

static struct failure run(const struct database *database, const char *sql)
{
	struct failure failure = { 0 };

	if (!database->driver->execute(database->session, sql, strlen(sql), NULL, 0, NULL, NULL,
				       &failure))
		ck_assert_int_ne(failure.kind, FAILURE_NONE);
	return failure;
}

static void must(const struct database *database, const char *sql)
{
	struct failure failure = run(database, sql);

	ck_assert_msg(failure.kind == FAILURE_NONE, "%s: %s", sql, failure.message);
}

static void must_all(const struct database *database, const char *const *statements)
{
	while (*statements)
		must(database, *statements++);
}

static bool take_count(void *data, size_t count, const glim_value *values)
{
	ck_assert_uint_eq(count, 1);
	*(int64_t *)data = values[0].as.integer;
	return true;
}

static int64_t rows_left(const struct database *database)
{
	static const char sql[] = "SELECT COUNT(*) FROM t WHERE a = 4711";
	struct failure failure = { 0 };
	int64_t rows = -1;
	struct row_sink sink = { .row = take_count, .data = &rows };

	ck_assert_msg(database->driver->execute(database->session, sql, strlen(sql), NULL, 0, &sink,
						NULL, &failure),
		      "%s", failure.message);
	return rows;
}

static void begin_transaction(const struct database *database, const struct class_case *one)
{
	if (one->before)
		must(database, one->before);
	must(database, database->driver->dialect->begin);
	must(database, "INSERT INTO t (a) VALUES (4711)");
	must(database, "SAVEPOINT glim_canary");
}

/* Runs the statement inside a transaction; true if the transaction has survived it. */
static bool survives(const struct database *database, const struct class_case *one)
{
	struct failure failure = run(database, one->sql), canary = { 0 };
	bool kept;

	ck_assert_msg(one->error == ANY_ERROR ? failure.native : failure.native == one->error,
		      "%s: error %d (%s), %s", one->sql, failure.native, failure.sqlstate,
		      failure.message ? failure.message : "none");
	if (failure.kind && database->driver->dialect->failure_ends_transaction)
		canary = run(database, "ROLLBACK TO SAVEPOINT glim_canary");
	failure_finish(&canary);
	canary = run(database, "RELEASE SAVEPOINT glim_canary");
	kept = canary.kind == FAILURE_NONE;
	ck_assert_msg(kept || canary.kind == FAILURE_NO_SAVEPOINT, "%s: then %s", one->sql,
		      canary.message);
	failure_finish(&failure);
	failure_finish(&canary);
	return kept;
}

static void compare(const struct database *database, const struct class_case *one)
{
	const struct dialect *dialect = database->driver->dialect;
	enum statement_class class = statement_classify(&dialect->lexis, dialect->rules, one->sql);
	bool expected = class <= STATEMENT_SESSION || one->cautious;
	bool kept;

	ck_assert_msg(class == one->class, "%s: class %d", one->sql, class);
	begin_transaction(database, one);
	kept = survives(database, one);
	ck_assert_msg(kept == expected, "%s: the transaction has %s", one->sql,
		      kept ? "survived" : "ended");
	if (!kept)
		return;
	must(database, dialect->rollback);
	ck_assert_msg(rows_left(database) == 0, "%s: the row outlived its rollback", one->sql);
}

static size_t count_cases(const struct class_case *cases)
{
	size_t count = 0;

	while (cases[count].sql)
		count++;
	return count;
}

static void close_session(struct database *database)
{
	database->driver->close(database->session);
	database->session = NULL;
}

/* A server's own administrator: accounts and rights are among the statements. */
struct server_kind {
	const char *module, *socket, *port, *schema, *user;
	const char *const *objects;
	const char *use, *drop;
	const struct class_case *cases;
};

static const struct server_kind mysql = {
	"mysql",
	"GLIM_TEST_MYSQL_SOCKET",
	NULL,
	"GLIM_TEST_MYSQL_SCHEMA",
	"root",
	mysql_class_objects,
	"USE glim_classes",
	"DROP DATABASE glim_classes",
	mysql_classes,
};

static const struct server_kind postgresql = {
	"postgresql",
	"GLIM_TEST_POSTGRESQL_SOCKET",
	"GLIM_TEST_POSTGRESQL_PORT",
	"GLIM_TEST_POSTGRESQL_SCHEMA",
	"postgres",
	postgresql_class_objects,
	"SET search_path = glim_classes",
	"DROP SCHEMA glim_classes CASCADE",
	postgresql_classes,
};

static bool has_server(const struct server_kind *kind)
{
	return getenv(kind->socket) != NULL;
}

static struct database open_server(const struct server_kind *kind)
{
	struct database database = { 0 };
	const char *port = kind->port ? getenv(kind->port) : NULL;
	struct driver_settings settings = {
		.socket = getenv(kind->socket),
		.port = port ? atoi(port) : 0,
		.schema = getenv(kind->schema),
		.user = kind->user,
		.password = "",
	};

	load(&database, kind->module);
	open_session(&database, &settings);
	return database;
}

static void make_objects(const struct server_kind *kind)
{
	struct database database;

	if (!has_server(kind))
		return;
	database = open_server(kind);
	must_all(&database, kind->objects);
	close_session(&database);
}

static void drop_objects(const struct server_kind *kind)
{
	struct database database;

	if (!has_server(kind))
		return;
	database = open_server(kind);
	must(&database, kind->drop);
	close_session(&database);
}

static void make_mysql(void)
{
	make_objects(&mysql);
}

static void drop_mysql(void)
{
	drop_objects(&mysql);
}

static void make_postgresql(void)
{
	make_objects(&postgresql);
}

static void drop_postgresql(void)
{
	drop_objects(&postgresql);
}

static void compare_on(const struct server_kind *kind, int at)
{
	struct database database;

	if (!has_server(kind)) {
		char *why = memory_format("no server: %s is not set", kind->socket);

		test_skip(why);
		free(why);
		return;
	}
	database = open_server(kind);
	must(&database, kind->use);
	must(&database, "DELETE FROM t");
	compare(&database, &kind->cases[at]);
	close_session(&database);
}

START_TEST(mysql_ends_its_transaction_where_the_class_says)
{
	compare_on(&mysql, _i);
}
END_TEST

START_TEST(postgresql_ends_its_transaction_where_the_class_says)
{
	compare_on(&postgresql, _i);
}
END_TEST

static struct database open_file(void)
{
	struct database database = { .folder = memory_copy("/tmp/glim-classes.XXXXXX") };
	struct driver_settings settings = { 0 };
	char *file;

	load(&database, "sqlite");
	ck_assert_ptr_nonnull(mkdtemp(database.folder));
	ck_assert_int_eq(chdir(database.folder), 0);
	file = memory_format("%s/classes.db", database.folder);
	settings.schema = file;
	open_session(&database, &settings);
	free(file);
	return database;
}

static void remove_file(struct database *database)
{
	static const char *const files[] = { "classes.db", "classes.db-wal", "classes.db-shm",
					     "classes.db-journal", "classes.db.glim-lock" };

	close_session(database);
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		unlink(files[i]);
	ck_assert_int_eq(chdir("/"), 0);
	ck_assert_int_eq(rmdir(database->folder), 0);
	free(database->folder);
}

START_TEST(a_file_ends_its_transaction_where_the_class_says)
{
	struct database database = open_file();

	must_all(&database, sqlite_class_objects);
	compare(&database, &sqlite_classes[_i]);
	remove_file(&database);
}
END_TEST

/* Why a setting that does nothing inside a transaction is a boundary. */
START_TEST(a_file_ignores_foreign_keys_inside_a_transaction)
{
	bool inside = _i;
	struct database database = open_file();
	struct failure failure;

	must(&database, "PRAGMA foreign_keys = ON");
	must(&database, "CREATE TABLE parent (id INTEGER PRIMARY KEY)");
	must(&database, "CREATE TABLE child (id REFERENCES parent)");
	if (inside)
		must(&database, "BEGIN");
	must(&database, "PRAGMA foreign_keys = OFF");
	failure = run(&database, "INSERT INTO child VALUES (1)");
	if (inside)
		must(&database, "COMMIT");
	ck_assert_int_eq(failure.kind != FAILURE_NONE, inside);
	failure_finish(&failure);
	remove_file(&database);
}
END_TEST

Suite *classify_db_suite(void);

Suite *classify_db_suite(void)
{
	Suite *suite = suite_create("classes on real databases");
	TCase *server = tcase_create("server");
	TCase *second = tcase_create("another server");
	TCase *file = tcase_create("file");

	tcase_set_timeout(server, 60);
	tcase_set_timeout(second, 60);
	tcase_add_unchecked_fixture(server, make_mysql, drop_mysql);
	tcase_add_loop_test(server, mysql_ends_its_transaction_where_the_class_says, 0,
			    has_server(&mysql) ? (int)count_cases(mysql_classes) : 1);
	suite_add_tcase(suite, server);
	tcase_add_unchecked_fixture(second, make_postgresql, drop_postgresql);
	tcase_add_loop_test(second, postgresql_ends_its_transaction_where_the_class_says, 0,
			    has_server(&postgresql) ? (int)count_cases(postgresql_classes) : 1);
	suite_add_tcase(suite, second);
	tcase_add_loop_test(file, a_file_ends_its_transaction_where_the_class_says, 0,
			    (int)count_cases(sqlite_classes));
	tcase_add_loop_test(file, a_file_ignores_foreign_keys_inside_a_transaction, 0, 2);
	suite_add_tcase(suite, file);
	return suite;
}
