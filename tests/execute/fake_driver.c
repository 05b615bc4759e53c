#include "fake_driver.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "fake_interrupt.h"
#include "fake_server.h"

struct session {
	bool lost, apart;
};

/* The packet that is under way; `at` of its `count`. */
static struct {
	const struct parcel *list;
	size_t at, count;
} packet;

static const struct {
	int native;
	const char *says;
} troubles[] = {
	[FAILURE_SQL] = { 1064, "You have an error in your SQL syntax" },
	[FAILURE_CONNECT] = { 1040, "Too many connections" },
	[FAILURE_AUTH] = { 1142, "INSERT command denied" },
	[FAILURE_READ_ONLY] = { 1290, "running with the --read-only option" },
	[FAILURE_REFUSED] = { 11, "database disk image is malformed" },
	[FAILURE_LOST] = { 2013, "Lost connection to server during query" },
	[FAILURE_CANCELLED] = { 1317, "Query execution was interrupted" },
	[FAILURE_CONFLICT] = { 1213, "Deadlock found when trying to get lock" },
	[FAILURE_LOCK_WAIT] = { 1205, "Lock wait timeout exceeded" },
	[FAILURE_NO_TABLE] = { 1146, "Table 'shop.t' doesn't exist" },
	[FAILURE_NO_DATABASE] = { 1049, "Unknown database 'shop'" },
	[FAILURE_NO_SAVEPOINT] = { 1305, "SAVEPOINT glim_canary does not exist" },
	[FAILURE_FORGOTTEN] = { 1243, "Unknown prepared statement handler" },
	[FAILURE_FULL] = { 1114, "The table is full" },
};

static bool go_wrong(enum failure_kind kind, struct failure *failure)
{
	return failure_set(failure, kind, troubles[kind].native, "%s", troubles[kind].says);
}

/* The server has all of the packet, and goes on with it though nobody listens any more. */
static void apply_rest(const struct fake_statement *statement)
{
	struct failure ignored = { 0 };
	struct outcome outcome;
	bool good = server_apply(statement, NULL, &outcome, &ignored);

	for (size_t i = packet.at + 1; good && i < packet.count; i++) {
		const struct fake_statement next = { &fake.dialect->lexis, packet.list[i].sql,
						     packet.list[i].values, packet.list[i].count };

		good = server_apply(&next, NULL, &outcome, &ignored);
	}
	failure_finish(&ignored);
}

/* The statement goes on on the server, and its session lives until it ends. */
static void leave_orphan(const struct fake_statement *statement)
{
	struct fake_store now = { 0 }, committed = { 0 };

	store_copy(&now, &fake.now);
	store_copy(&committed, &fake.committed);
	apply_rest(statement);
	fake.orphan.sql = memory_copy(statement->sql);
	fake.orphan.after = fake.committed;
	fake.orphan.polls = 3;
	fake.committed = committed;
	store_finish(&fake.now);
	fake.now = now;
}

static bool lose(struct session *session, const struct fake_statement *statement,
		 enum fake_moment moment, struct failure *failure)
{
	if (moment == MOMENT_LATER)
		leave_orphan(statement);
	else if (moment == MOMENT_AFTER)
		apply_rest(statement);
	session->lost = true;
	server_end_transaction(false);
	return go_wrong(FAILURE_LOST, failure);
}

static const struct fake_fault *find_fault(const char *sql)
{
	static struct fake_fault again;

	if (fake.fault_of_sql.sql && strcmp(fake.fault_of_sql.sql, sql) == 0) {
		again = (struct fake_fault){ .kind = fake.fault_of_sql.kind };
		return &again;
	}
	for (size_t i = 0; i < 2; i++)
		if (fake.faults[i].at && fake.faults[i].at == fake.calls)
			return &fake.faults[i];
	return NULL;
}

static bool suffer(struct session *session, const struct fake_statement *statement,
		   const struct fake_fault *fault, struct failure *failure)
{
	if (fault->kind == FAILURE_LOST)
		return lose(session, statement, fault->moment, failure);
	if (fault->kind == FAILURE_CONFLICT)
		server_end_transaction(false);
	else if (server_is_boundary(statement->sql) && fake.in_transaction)
		server_end_transaction(true);
	return go_wrong(fault->kind, failure);
}

/* A signal cancels the statement only where the runner lets it. */
static bool is_cancelled(const struct fake_fault *fault)
{
	return fault && fault->signal && fake_interrupt_now(fault->signal);
}

static void note(const struct fake_statement *statement, const char *how)
{
	char *own = sql_summary(statement);
	const char *shown = own ? own : statement->sql;

	if (!server_is_asked(shown) && strncmp(shown, "SET @glim", 9) != 0) {
		text_print(&fake.log, "%s%s\n", shown, how);
		text_print(&fake.trips, "%s%s%s",
			   packet.at           ? " | "
			   : fake.trips.length ? "\n"
					       : "",
			   shown, how);
	}
	free(own);
}

static bool execute(struct session *session, const char *sql, size_t length,
		    const glim_value *values, size_t count, const struct row_sink *sink,
		    struct outcome *out, struct failure *failure)
{
	const struct fake_statement statement = { &fake.dialect->lexis, sql, values, count };
	struct outcome outcome = { 0 };
	const struct fake_fault *fault;
	bool done;

	MUST(length == strlen(sql));
	MUST(!packet.count || !server_is_boundary(sql));
	fake.calls++;
	free(fake.last_sql);
	fake.last_sql = memory_copy(sql);
	fault = find_fault(sql);
	note(&statement, session->lost ? " (lost before)" : fault ? " (fault)" : "");
	if (session->lost)
		return go_wrong(FAILURE_LOST, failure);
	MUST(session == fake.session);
	if (is_cancelled(fault))
		return suffer(session, &statement,
			      &(struct fake_fault){ .kind = FAILURE_CANCELLED }, failure);
	if (fault && fault->kind == FAILURE_NO_SAVEPOINT)
		server_meddle(sql);
	else if (fault && !fault->signal)
		return suffer(session, &statement, fault, failure);
	done = server_apply(&statement, sink, &outcome, failure);
	if (done && out)
		*out = outcome;
	return done;
}

static void note_part(const struct parcel *parcel)
{
	text_print(&fake.parts, " %s%s",
		   parcel->quick   ? "q"
		   : parcel->again ? ""
				   : "-",
		   parcel->again ? "a" : "");
}

/* One after the other, as the server takes them; a cancel ends the session. */
static bool send(struct session *session, struct parcel *list, size_t count, size_t *done,
		 const struct parcel_news *news, struct failure *failure)
{
	bool good = true;

	MUST(!session->apart && count > 0);
	packet.list = list;
	packet.count = count;
	for (*done = 0; good && *done < count; *done += good) {
		packet.at = *done;
		note_part(&list[*done]);
		good = execute(session, list[*done].sql, list[*done].length, list[*done].values,
			       list[*done].count, NULL, &list[*done].outcome, failure);
		if (good)
			news->passed(news->data);
	}
	packet.list = NULL;
	packet.at = packet.count = 0;
	if (!good && failure->kind == FAILURE_CANCELLED && fake_interrupt_cancelled()) {
		server_end_transaction(false);
		session->lost = true;
		return go_wrong(FAILURE_LOST, failure);
	}
	return good;
}

static bool apart(struct session *session, struct failure *failure)
{
	(void)failure;
	session->apart = true;
	return true;
}

/* Each row is a call of its own, so that each may be the one that fails. */
static bool bulk(struct session *session, const struct bulk *bulk, const glim_value *values,
		 size_t rows, struct outcome *out, struct failure *failure)
{
	glim_value *own = memory_alloc(bulk->count * sizeof *own);
	size_t *order = memory_alloc(bulk->count * sizeof *order);
	struct text sql = { 0 };
	bool done = true;

	bulk_order(bulk, order);
	dialect_bulk(fake.dialect, &sql, bulk, 1);
	for (size_t row = 0; done && row < rows; row++) {
		struct outcome one = { 0 };

		for (size_t i = 0; i < bulk->count; i++)
			own[i] = values[row * bulk->count + order[i]];
		done = execute(session, text_get(&sql), sql.length, own, bulk->count, NULL, &one,
			       failure);
		out->changes += one.changes;
	}
	text_finish(&sql);
	free(order);
	free(own);
	return done;
}

static void bulk_end(struct session *session)
{
	(void)session;
}

static struct session *open_session(const struct driver_settings *settings, struct failure *failure)
{
	(void)settings;
	fake.opened++;
	if (fake.open_failures) {
		fake.open_failures--;
		go_wrong(fake.open_failure, failure);
		return NULL;
	}
	fake.session = memory_alloc(sizeof *fake.session);
	return fake.session;
}

static void close_session(struct session *session)
{
	if (!session)
		return;
	fake.closed++;
	if (session == fake.session) {
		if (fake.in_transaction)
			server_end_transaction(false);
		fake.session = NULL;
	}
	free(session);
}

static void describe(struct session *session, struct server *out)
{
	(void)session;
	*out = (struct server){ .schema = memory_copy("shop"), .place = memory_copy("db1:3306") };
	snprintf(out->product, sizeof out->product, "%s", fake.dialect->product);
	snprintf(out->version, sizeof out->version, "1.0");
}

static void end_orphan(void)
{
	free(fake.orphan.sql);
	store_copy(&fake.committed, &fake.orphan.after);
	store_copy(&fake.now, &fake.committed);
	store_finish(&fake.orphan.after);
	fake.orphan = (struct fake_orphan){ 0 };
}

static bool lock_is_held(void)
{
	void (*others)(void) = fake.at_lock;

	fake.at_lock = NULL;
	if (others)
		others();
	if (fake.orphan.sql && --fake.orphan.polls == 0)
		end_orphan();
	if (fake.busy == 0)
		return fake.orphan.sql != NULL;
	fake.busy -= fake.busy > 0;
	return true;
}

static enum lock_answer try_lock(struct session *session, const char *name,
				 struct lock_holder *holder, struct failure *failure)
{
	MUST(strcmp(name, "glim_migrations") == 0);
	if (fake.lock_broken || session->lost) {
		go_wrong(FAILURE_LOST, failure);
		return LOCK_FAILED;
	}
	if (!lock_is_held())
		return LOCK_TAKEN;
	*holder = (struct lock_holder){
		.who = memory_copy(fake.holder.who),
		.since = memory_copy(fake.holder.since),
		.doing = memory_copy(fake.holder.doing),
	};
	return LOCK_BUSY;
}

static void unlock(struct session *session)
{
	(void)session;
}

static bool find_holder(struct session *session, const char *name, const char *const *names,
			size_t count, struct lock_holder *holder, struct failure *failure)
{
	(void)names;
	(void)count;
	return try_lock(session, name, holder, failure) != LOCK_FAILED;
}

static void announce(struct session *session, const char *doing)
{
	MUST(session == fake.session);
	free(fake.announced);
	fake.announced = memory_copy(doing);
}

static bool cancel(struct session *session)
{
	return session == fake.session;
}

static bool progress(struct session *session, struct statement_progress *out)
{
	fake.progress_asked++;
	*out = fake.progress;
	return session == fake.session && fake.progress_asked > 0;
}

static bool blocker(struct session *session, struct statement_blocker *out)
{
	*out = fake.blocker;
	out->who = memory_copy(fake.blocker.who);
	return session == fake.session && out->who;
}

static bool ping(struct session *session, struct failure *failure)
{
	fake.pings++;
	return !session->lost || go_wrong(FAILURE_LOST, failure);
}

#define DRIVER(kind_name, of, ...)                                                                 \
	{                                                                                          \
		.version = DRIVER_VERSION, .name = kind_name, .library = "none", .dialect = of,    \
		.open = open_session, .close = close_session, .describe = describe,                \
		.execute = execute, .bulk = bulk, .bulk_end = bulk_end, .try_lock = try_lock,      \
		.unlock = unlock, .find_holder = find_holder, .announce = announce,                \
		.cancel = cancel, .progress = progress, .blocker = blocker, .ping = ping,          \
		__VA_ARGS__                                                                        \
	}

const struct driver fake_drivers[FAKE_KINDS] = {
	[FAKE_TRANSACTIONAL] = DRIVER("transactional", &dialect_sqlite),
	[FAKE_BOUNDARY] = DRIVER("boundary", &dialect_mysql, .send = send, .apart = apart),
};

/* In place of the one that looks for modules. */
const struct driver *driver_load(const char *module, char **why)
{
	for (size_t i = 0; i < FAKE_KINDS; i++)
		if (strcmp(fake_drivers[i].name, module) == 0)
			return &fake_drivers[i];
	*why = memory_format("no module %s", module);
	return NULL;
}

void fake_start(enum fake_kind kind)
{
	fake_finish();
	fake.dialect = fake_drivers[kind].dialect;
	fake.open_failure = FAILURE_CONNECT;
}

void fake_finish(void)
{
	server_drop_savepoints(0);
	free(fake.savepoints);
	store_finish(&fake.now);
	store_finish(&fake.committed);
	store_finish(&fake.orphan.after);
	free(fake.orphan.sql);
	free(fake.announced);
	free(fake.last_sql);
	text_finish(&fake.log);
	text_finish(&fake.trips);
	text_finish(&fake.parts);
	fake = (struct fake_server){ 0 };
}

void fake_forget_log(void)
{
	text_clear(&fake.log);
	text_clear(&fake.trips);
	text_clear(&fake.parts);
	fake.calls = 0;
	memset(fake.faults, 0, sizeof fake.faults);
	fake.fault_of_sql.sql = NULL;
}

void fake_end_session(void)
{
	if (fake.session)
		fake.session->lost = true;
	if (fake.in_transaction)
		server_end_transaction(false);
	if (fake.orphan.sql)
		end_orphan();
}

const char *fake_log(void)
{
	return text_get(&fake.log);
}

const char *fake_trips(void)
{
	return text_get(&fake.trips);
}

size_t fake_effects(const char *sql)
{
	return store_count(&fake.committed, FAKE_EFFECTS, sql ? "sql" : NULL, sql);
}
