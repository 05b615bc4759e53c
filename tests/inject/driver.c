/*
 * A driver module in front of another one (NAME.so.real beside it): makes its N-th call fail in one
 * of the ways in which a driver may fail.
 *
 *     GLIM_INJECT=driver:N[+]:WAY   with + nothing is reached from then on
 *     GLIM_INJECT_COUNT=FILE        a struct inject_count, mapped; N of 0 only counts
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/memory.h"
#include "count.h"
#include "driver/driver.h"

enum {
	ENDS = 1,  /* the transaction is gone with it */
	BREAKS = 2 /* the session is gone with it */
};

static const struct way {
	const char *name;
	enum failure_kind kind;
	int leaves;
	bool late; /* what was asked for is done, only the answer is lost */
} ways[] = {
	{ "sql", FAILURE_SQL, 0, false },
	{ "connect", FAILURE_CONNECT, 0, false },
	{ "auth", FAILURE_AUTH, 0, false },
	{ "read-only", FAILURE_READ_ONLY, 0, false },
	{ "refused", FAILURE_REFUSED, 0, false },
	{ "lost", FAILURE_LOST, BREAKS, false },
	{ "lost-late", FAILURE_LOST, BREAKS, true },
	{ "cancelled", FAILURE_CANCELLED, 0, false },
	{ "cancelled-all", FAILURE_CANCELLED, ENDS, false },
	{ "conflict", FAILURE_CONFLICT, ENDS, false },
	{ "lock-wait", FAILURE_LOCK_WAIT, 0, false },
	{ "no-table", FAILURE_NO_TABLE, 0, false },
	{ "no-database", FAILURE_NO_DATABASE, 0, false },
	{ "no-savepoint", FAILURE_NO_SAVEPOINT, ENDS, false },
	{ "full", FAILURE_FULL, 0, false },
	{ "full-all", FAILURE_FULL, ENDS, false },
};

/* The session of this module; the real one is NULL once it is lost. */
struct session {
	struct session *real;
};

static const struct driver *real;
static const struct way *way;
static unsigned long at;
static bool on;
static struct inject_count *count;

/* ---- Which call ---- */

static bool fails(const char *function)
{
	unsigned long number;

	if (!count || !way)
		return false;
	if (way->kind == FAILURE_NO_SAVEPOINT && !strstr(function, "SAVEPOINT"))
		return false;
	number = ++count->calls;
	if (!at || number < at || (number > at && !on))
		return false;
	if (count->fired++ == 0)
		snprintf(count->function, sizeof count->function, "%s", function);
	return true;
}

static bool fail(struct session *session, const char *function, struct failure *failure)
{
	struct failure ignored = { 0 };

	if (session && session->real && way->leaves == ENDS)
		real->execute(session->real, "ROLLBACK", 8, NULL, 0, NULL, NULL, &ignored);
	failure_finish(&ignored);
	if (session && (way->leaves == BREAKS || on)) {
		real->close(session->real);
		session->real = NULL;
	}
	return failure_set(failure, way->kind, 4711, "%s was made to fail: %s", function,
			   way->name);
}

static bool alive(const struct session *session, struct failure *failure)
{
	return session->real || failure_set(failure, FAILURE_LOST, 4712, "the session was lost");
}

/* ---- The module ---- */

static struct session *open_session(const struct driver_settings *settings, struct failure *failure)
{
	struct session *session;

	if (fails("open")) {
		fail(NULL, "open", failure);
		return NULL;
	}
	session = memory_alloc(sizeof *session);
	session->real = real->open(settings, failure);
	if (session->real)
		return session;
	free(session);
	return NULL;
}

static void close_session(struct session *session)
{
	if (session)
		real->close(session->real);
	free(session);
}

static void describe(struct session *session, struct server *out)
{
	real->describe(session->real, out);
}

static bool execute(struct session *session, const char *sql, size_t length,
		    const glim_value *values, size_t value_count, const struct row_sink *sink,
		    struct outcome *out, struct failure *failure)
{
	if (!alive(session, failure))
		return false;
	if (!fails(sql))
		return real->execute(session->real, sql, length, values, value_count, sink, out,
				     failure);
	if (way->late)
		real->execute(session->real, sql, length, values, value_count, NULL, NULL, failure);
	failure_finish(failure);
	return fail(session, "execute", failure);
}

/* Each statement of a packet is a call; what comes behind one that is lost may be done all the
 * same.
 */
static bool send(struct session *session, struct parcel *list, size_t number, size_t *done,
		 const struct parcel_news *news, struct failure *failure)
{
	static const struct parcel_news none;

	for (*done = 0; *done < number; ++*done) {
		struct parcel *parcel = &list[*done];
		size_t rest = 0;

		if (!alive(session, failure))
			return false;
		if (fails(parcel->sql)) {
			if (way->late)
				real->send(session->real, parcel, number - *done, &rest, &none,
					   failure);
			failure_finish(failure);
			return fail(session, "send", failure);
		}
		if (!real->send(session->real, parcel, 1, &rest, &none, failure))
			return false;
		news->passed(news->data);
	}
	return true;
}

static bool apart(struct session *session, struct failure *failure)
{
	if (!alive(session, failure))
		return false;
	return fails("apart") ? fail(session, "apart", failure)
			      : real->apart(session->real, failure);
}

static int64_t last_id(struct session *session)
{
	return session->real ? real->last_id(session->real) : 0;
}

static bool bulk(struct session *session, const struct bulk *bulk, const glim_value *values,
		 size_t rows, struct outcome *out, struct failure *failure)
{
	struct outcome ignored = { 0 };

	if (!alive(session, failure))
		return false;
	if (!fails("bulk"))
		return real->bulk(session->real, bulk, values, rows, out, failure);
	if (way->late)
		real->bulk(session->real, bulk, values, rows, &ignored, failure);
	failure_finish(failure);
	return fail(session, "bulk", failure);
}

static void bulk_end(struct session *session)
{
	if (session->real)
		real->bulk_end(session->real);
}

static enum lock_answer try_lock(struct session *session, const char *name,
				 struct lock_holder *holder, struct failure *failure)
{
	if (!alive(session, failure))
		return LOCK_FAILED;
	if (!fails("try_lock"))
		return real->try_lock(session->real, name, holder, failure);
	fail(session, "try_lock", failure);
	return LOCK_FAILED;
}

static void unlock(struct session *session)
{
	if (session->real)
		real->unlock(session->real);
}

static void announce(struct session *session, const char *doing)
{
	if (session->real)
		real->announce(session->real, doing);
}

static bool cancel(struct session *session)
{
	return session->real && real->cancel(session->real);
}

static bool find_holder(struct session *session, const char *name, const char *const *names,
			size_t names_count, struct lock_holder *out, struct failure *failure)
{
	if (!alive(session, failure))
		return false;
	return fails("find_holder")
		       ? fail(session, "find_holder", failure)
		       : real->find_holder(session->real, name, names, names_count, out, failure);
}

/* Of these two the watcher asks; that they fail is shown by no failure of the migration. */
static bool progress(struct session *session, struct statement_progress *out)
{
	return session->real && real->progress(session->real, out);
}

static bool blocker(struct session *session, struct statement_blocker *out)
{
	return session->real && real->blocker(session->real, out);
}

static bool ping(struct session *session, struct failure *failure)
{
	if (!alive(session, failure))
		return false;
	return fails("ping") ? fail(session, "ping", failure) : real->ping(session->real, failure);
}

__attribute__((visibility("default"))) struct driver glim_module = {
	.version = DRIVER_VERSION,
	.open = open_session,
	.close = close_session,
	.describe = describe,
	.execute = execute,
	.bulk = bulk,
	.bulk_end = bulk_end,
	.try_lock = try_lock,
	.unlock = unlock,
	.announce = announce,
	.cancel = cancel,
	.ping = ping,
	.find_holder = find_holder,
	.progress = progress,
	.blocker = blocker,
};

/* ---- The wish ---- */

static void load_real(void)
{
	char path[4096];
	void *handle;
	Dl_info here;

	if (!dladdr(&glim_module, &here))
		abort();
	snprintf(path, sizeof path, "%s.real", here.dli_fname);
	handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	real = handle ? dlsym(handle, "glim_module") : NULL;
	if (!real) {
		fprintf(stderr, "inject: %s\n", dlerror());
		abort();
	}
	glim_module.name = real->name;
	glim_module.library = real->library;
	glim_module.dialect = real->dialect;
	glim_module.last_id = real->last_id ? last_id : NULL;
	glim_module.send = real->send ? send : NULL;
	glim_module.apart = real->apart ? apart : NULL;
	glim_module.bulk = real->bulk ? bulk : NULL;
	glim_module.bulk_end = real->bulk_end ? bulk_end : NULL;
}

static void map_count(const char *path)
{
	const int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
	void *shared = mmap(NULL, sizeof *count, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	if (fd >= 0)
		close(fd);
	count = shared == MAP_FAILED ? NULL : shared;
}

static void take_way(const char *name)
{
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
		if (strcmp(ways[i].name, name) == 0)
			way = &ways[i];
}

__attribute__((constructor)) static void read_wish(void)
{
	const char *text = getenv("GLIM_INJECT");
	char *end;

	load_real();
	if (!text || strncmp(text, "driver:", 7) != 0)
		return;
	at = strtoul(text + 7, &end, 10);
	on = *end == '+';
	take_way(end + strcspn(end, ":") + 1);
	map_count(getenv("GLIM_INJECT_COUNT"));
}
