#include "target.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "rows.h"
#include "skip.h"
#include "statement/statement.h"

static char folder[64];

static int remove_one(const char *path, const struct stat *file, int type, struct FTW *at)
{
	(void)file;
	(void)type;
	(void)at;
	return remove(path);
}

void target_folder_make(void)
{
	strcpy(folder, "/tmp/glim-db.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
}

void target_folder_remove(void)
{
	nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

char *target_path(const char *name)
{
	return memory_format("%s/%s", folder, name);
}

bool target_is_for(int only, int kind)
{
	return only == TARGET_ALL || only == kind ||
	       (only == TARGET_SERVERS && kind != TARGET_SQLITE) ||
	       (only == TARGET_NOT_POSTGRESQL && kind != TARGET_POSTGRESQL);
}

static char *fresh_name(void)
{
	static unsigned int count;

	return memory_format("glim_%d_%u", (int)getpid(), count++);
}

const struct driver *target_driver(int kind)
{
	static const char *const modules[TARGETS] = { "sqlite", "mysql", "postgresql" };
	char *why = NULL;
	const struct driver *driver = driver_load(modules[kind], &why);

	ck_assert_msg(driver, "%s", why);
	return driver;
}

static void prepare_sqlite(struct target *target)
{
	char *name = fresh_name();

	target->driver = target_driver(TARGET_SQLITE);
	target->schema = target_path(name);
	target->settings.schema = target->schema;
	free(name);
}

static bool prepare_server(struct target *target, const char *const *names)
{
	const char *port = getenv(names[3]);
	struct session *administrator;
	char *create;

	if (!getenv(names[0]) || !port) {
		char *why = memory_format("no server: %s is not set", names[0]);

		test_skip(why);
		free(why);
		return false;
	}
	target->driver = target_driver(target->kind);
	target->schema = fresh_name();
	target->settings = (struct driver_settings){
		.socket = getenv(names[0]),
		.port = target->kind == TARGET_POSTGRESQL ? atoi(port) : 0,
		.user = getenv(names[1]),
		.password = getenv(names[2]),
		.schema = target->schema,
	};
	administrator = target_administrator(target);
	create = memory_format("CREATE DATABASE %s%s", target->schema,
			       target->kind == TARGET_POSTGRESQL ? " OWNER glim" : "");
	session_run(target, administrator, create);
	target->driver->close(administrator);
	free(create);
	return true;
}

bool target_prepare(struct target *target, int kind)
{
	static const char *const mysql[] = { "GLIM_TEST_MYSQL_SOCKET", "GLIM_TEST_MYSQL_USER",
					     "GLIM_TEST_MYSQL_PASSWORD", "GLIM_TEST_MYSQL_PORT" };
	static const char *const postgresql[] = { "GLIM_TEST_POSTGRESQL_SOCKET",
						  "GLIM_TEST_POSTGRESQL_USER",
						  "GLIM_TEST_POSTGRESQL_PASSWORD",
						  "GLIM_TEST_POSTGRESQL_PORT" };

	*target = (struct target){ .kind = kind };
	if (kind != TARGET_SQLITE)
		return prepare_server(target, kind == TARGET_MYSQL ? mysql : postgresql);
	prepare_sqlite(target);
	return true;
}

static struct session *open_session(const struct driver *driver,
				    const struct driver_settings *settings)
{
	struct failure failure = { 0 };
	struct session *session = driver->open(settings, &failure);

	ck_assert_msg(session, "open: %s", failure.message);
	ck_assert_int_eq(failure.kind, FAILURE_NONE);
	return session;
}

struct session *target_session(const struct target *target)
{
	return open_session(target->driver, &target->settings);
}

struct session *target_administrator(const struct target *target)
{
	const bool postgresql = target->kind == TARGET_POSTGRESQL;
	struct driver_settings settings = {
		.socket = target->settings.socket,
		.port = target->settings.port,
		.user = postgresql ? "postgres" : "root",
		.schema = postgresql ? "postgres" : NULL,
	};

	return open_session(target->driver, &settings);
}

struct failure target_refused(int kind, const struct driver_settings *settings)
{
	struct failure failure = { 0 };

	ck_assert_ptr_null(target_driver(kind)->open(settings, &failure));
	ck_assert_int_ne(failure.kind, FAILURE_NONE);
	ck_assert_ptr_nonnull(failure.message);
	return failure;
}

void target_expect_refused(int target, const struct driver_settings *settings,
			   enum failure_kind kind)
{
	struct failure failure = target_refused(target, settings);

	ck_assert_msg(failure.kind == kind, "kind %d: %d %s", failure.kind, failure.native,
		      failure.message);
	ck_assert_msg(failure.hint, "no hint: %d %s", failure.native, failure.message);
	ck_assert_ptr_null(strstr(failure.message, "glimglim"));
	failure_finish(&failure);
}

bool target_open(struct target *target, int kind)
{
	if (!target_prepare(target, kind))
		return false;
	target->session = target_session(target);
	return true;
}

static void drop_schema(const struct target *target)
{
	struct session *administrator = target_administrator(target);
	char *drop = memory_format("DROP DATABASE %s%s", target->schema,
				   target->kind == TARGET_POSTGRESQL ? " WITH (FORCE)" : "");

	session_run(target, administrator, drop);
	target->driver->close(administrator);
	free(drop);
}

void target_close(struct target *target)
{
	target->driver->close(target->session);
	if (target->settings.socket)
		drop_schema(target);
	free(target->schema);
	*target = (struct target){ 0 };
}

char *target_marked(const struct target *target, const char *sql)
{
	const struct dialect *dialect = target->driver->dialect;
	struct text marked = { 0 };

	statement_marks(&dialect->lexis, sql, dialect->mark, &marked);
	return text_take(&marked);
}

struct outcome session_run(const struct target *target, struct session *session, const char *sql)
{
	struct failure failure = { 0 };
	struct outcome outcome = { 0 };

	ck_assert_msg(target->driver->execute(session, sql, strlen(sql), NULL, 0, NULL, &outcome,
					      &failure),
		      "%s: %d %s", sql, failure.native, failure.message);
	if (target->driver->last_id)
		outcome.last_id = target->driver->last_id(session);
	return outcome;
}

struct outcome target_run(const struct target *target, const char *sql)
{
	return session_run(target, target->session, sql);
}

struct outcome target_run_values(const struct target *target, const char *sql,
				 const glim_value *values, size_t count)
{
	struct failure failure = { 0 };
	struct outcome outcome = { 0 };
	char *marked = target_marked(target, sql);

	ck_assert_msg(target->driver->execute(target->session, marked, strlen(marked), values,
					      count, NULL, &outcome, &failure),
		      "%s: %d %s", sql, failure.native, failure.message);
	if (target->driver->last_id)
		outcome.last_id = target->driver->last_id(target->session);
	free(marked);
	return outcome;
}

struct failure session_fails(const struct target *target, struct session *session, const char *sql)
{
	struct failure failure = { 0 };

	ck_assert_msg(
		!target->driver->execute(session, sql, strlen(sql), NULL, 0, NULL, NULL, &failure),
		"%s: was done", sql);
	ck_assert_int_ne(failure.kind, FAILURE_NONE);
	ck_assert_ptr_nonnull(failure.message);
	return failure;
}

struct failure target_fails(const struct target *target, const char *sql)
{
	return session_fails(target, target->session, sql);
}

int64_t target_number(const struct target *target, const char *sql)
{
	struct rows rows = rows_read(target, sql, NULL, 0);
	int64_t number = rows_cell(&rows, 0, 0)->as.integer;

	ck_assert_int_eq(rows_cell(&rows, 0, 0)->type, GLIM_TYPE_INT);
	rows_finish(&rows);
	return number;
}

char *target_text(const struct target *target, const char *sql)
{
	struct rows rows = rows_read(target, sql, NULL, 0);
	const glim_value *cell = rows_cell(&rows, 0, 0);
	char *text = NULL;

	if (cell->type == GLIM_TYPE_INT)
		text = memory_format("%lld", (long long)cell->as.integer);
	else if (cell->type == GLIM_TYPE_REAL)
		text = memory_format("%g", cell->as.real);
	else if (cell->type != GLIM_TYPE_NULL)
		text = memory_copy_bytes(cell->as.data, cell->length);
	rows_finish(&rows);
	return text;
}

void target_add_table(const struct target *target)
{
	target_run(target, "CREATE TABLE t (a INTEGER PRIMARY KEY, b VARCHAR(20) NOT NULL)");
	target_run(target, "INSERT INTO t VALUES (1, 'one')");
}

void target_expect(const struct target *target, const char *sql, enum failure_kind kind, int native)
{
	struct failure failure = target_fails(target, sql);

	ck_assert_msg(failure.kind == kind, "%s: kind %d instead of %d, %s", sql, failure.kind,
		      kind, failure.message);
	ck_assert_msg(failure.native == native, "%s: %d, %s", sql, failure.native, failure.message);
	failure_finish(&failure);
}
