#include "lock/lock.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/chaos.h"
#include "base/clock.h"
#include "base/memory.h"
#include "interrupt/interrupt.h"
#include "statement/statement.h"

enum {
	POLL = 100 * 1000,
	LEAVING = 1000 * 1000, /* the server has to notice that a session is over */
	UNSAID = 500 * 1000,   /* of a wait that short nobody has to hear */
	DOING_SHOWN = 400      /* columns of what the holder executes */
};

static const char lock_name[] = "glim_migrations";

static const char *holder_name(const struct lock_holder *holder)
{
	return holder->who ? holder->who : "a session that has just ended";
}

static bool locked(const struct lock_holder *holder, int64_t timeout, struct error *error)
{
	char waited[CLOCK_TEXT];

	clock_format_duration(timeout, waited);
	error_set(error, ERROR_LOCKED, "another run holds the lock: %s%s%s", holder_name(holder),
		  timeout > 0 ? "; waited " : "", timeout > 0 ? waited : "");
	error_line(&error->state, "it %s%s%s%s; nothing was started",
		   holder->doing ? "executes: " : "is between two statements",
		   holder->doing ? holder->doing : "", holder->since ? ", since " : "",
		   holder->since ? holder->since : "");
	error_next(error,
		   "wait until it has ended, then try again (--lock-timeout 10min waits longer)");
	return false;
}

/* It is a statement of somebody else, on as many lines as it likes and with whatever is in it. */
static void make_presentable(const struct database *db, struct lock_holder *holder)
{
	char *shown;

	if (!holder->doing)
		return;
	shown = statement_show_masked(&db->dialect->lexis, holder->doing, DOING_SHOWN);
	free(holder->doing);
	holder->doing = shown;
}

static bool stopped(struct error *error)
{
	error_set(error, ERROR_CANCELLED, "cancelled while waiting for the lock");
	error->exit_code = 128 + interrupt_signal();
	error_line(&error->state, "nothing was started");
	return false;
}

static void say_waiting(const struct lock_holder *holder, bool *said, struct output *output)
{
	if (!*said)
		output_note(output, "waiting for the lock, held by %s%s%s", holder_name(holder),
			    holder->doing ? ", which executes: " : "",
			    holder->doing ? holder->doing : "");
	*said = true;
}

/* One that has just ended is given a moment, of which nobody has to hear. */
static bool is_leaving(const struct lock_holder *holder, int64_t start)
{
	return !holder->who && clock_elapsed() < start + LEAVING;
}

struct patience {
	int64_t start, timeout;
	bool said;
};

static void wait_or_end(const struct database *db, const struct lock_holder *holder,
			struct patience *patience, struct output *output, struct error *error)
{
	if (interrupt_signal() && !db->finishing)
		stopped(error);
	else if (is_leaving(holder, patience->start))
		return;
	else if (clock_elapsed() >= patience->start + patience->timeout)
		locked(holder, patience->timeout, error);
	else if (clock_elapsed() >= patience->start + UNSAID)
		say_waiting(holder, &patience->said, output);
}

bool lock_take(struct database *db, int64_t timeout, struct output *output, struct error *error)
{
	struct patience patience = { .start = clock_elapsed(), .timeout = timeout };

	for (;;) {
		struct lock_holder holder = { 0 };
		struct failure failure = { 0 };
		enum lock_answer answer =
			db->driver->try_lock(db->session, lock_name, &holder, &failure);

		make_presentable(db, &holder);
		if (answer == LOCK_FAILED)
			database_explain(db, &failure, "taking the lock", error);
		else if (answer == LOCK_BUSY)
			wait_or_end(db, &holder, &patience, output, error);
		failure_finish(&failure);
		lock_holder_finish(&holder);
		CHAOS_POINT("lock");
		if (answer == LOCK_TAKEN)
			return true;
		if (error->code != ERROR_NONE)
			return false;
		usleep(POLL);
	}
}

bool lock_refuse(const struct lock_holder *holder, struct error *error)
{
	return locked(holder, 0, error);
}

bool lock_find_holder(struct database *db, const char *const *names, size_t count,
		      struct lock_holder *out)
{
	struct failure failure = { 0 };
	const bool known =
		db->driver->find_holder(db->session, lock_name, names, count, out, &failure);

	make_presentable(db, out);
	failure_finish(&failure);
	return known;
}
