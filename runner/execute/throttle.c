#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"
#include "execute/backfill.h"
#include "interrupt/interrupt.h"
#include "progress/line.h"

enum { SLICE = 50 * 1000, LOOK_EVERY = 500 * 1000, LOOK_LEAST = 100 * 1000 };

/* Outside of any transaction: what waits holds no lock. */
static bool sleep_for(struct migration *migration, int64_t microseconds)
{
	const int64_t end = clock_elapsed() + microseconds;

	for (int64_t left = microseconds; left > 0; left = end - clock_elapsed()) {
		if (interrupt_signal())
			return false;
		usleep((useconds_t)(left < SLICE ? left : SLICE));
		database_idle(migration->execution->db);
	}
	return !interrupt_signal();
}

/* ---- What weighs too much. Each adds why to wait, or nothing; false: a failure. ---- */

static bool take_number(void *data, size_t count, const glim_value *values)
{
	int64_t *number = data;

	const glim_value *last = count ? &values[count - 1] : NULL;

	if (last && last->type == GLIM_TYPE_INT)
		*number = last->as.integer;
	else if (last && last->type == GLIM_TYPE_TEXT)
		*number = strtoll(last->as.data, NULL, 10);
	return true;
}

/* The migration's own limit and config.json's: the lower one. */
static uint32_t threads_most(const struct migration *migration)
{
	const uint32_t asked = migration->backfill->asked.threads_most;
	const uint32_t configured = migration->execution->db->connection->throttle.running;

	return !configured || (asked && asked < configured) ? asked : configured;
}

static bool look_at_threads(struct migration *migration, struct text *why, struct failure *failure)
{
	struct database *db = migration->execution->db;
	const uint32_t most = threads_most(migration);
	int64_t threads = 0;
	const struct row_sink sink = { .row = take_number, .data = &threads };

	if (!most || !db->dialect->running)
		return true;
	if (!database_execute(db, db->dialect->running, NULL, 0, &sink, NULL, failure))
		return false;
	if (threads > (int64_t)most)
		text_print(why, "%lld threads run on the server, and it goes on with %u",
			   (long long)threads, most);
	return true;
}

static void add_lag(struct text *why, const struct replica_lag *lag, int64_t most)
{
	text_print(why, "replica %s ", lag->who);
	if (lag->behind < 0) {
		text_print(why, "cannot tell how far it is behind: %s", lag->why);
		return;
	}
	text_add(why, "is ");
	line_add_time(why, lag->behind);
	text_add(why, " behind, and it goes on below ");
	line_add_time(why, most + 999999);
}

static bool look_at_replicas(struct migration *migration, struct text *why, struct failure *failure)
{
	const int64_t most = migration->execution->db->connection->throttle.lag;
	struct running_backfill *backfill = migration->backfill;
	struct replica_lag lag;

	if (!backfill->replicas)
		return true;
	if (!replicas_ask(backfill->replicas, &lag, failure))
		return false;
	if (lag.who && (lag.behind < 0 || lag.behind > most))
		add_lag(why, &lag, most);
	replica_lag_finish(&lag);
	return true;
}

static bool (*const looks[])(struct migration *, struct text *, struct failure *) = {
	look_at_threads,
	look_at_replicas,
};

enum { LOOKS = sizeof looks / sizeof *looks };

/* ---- Waiting ---- */

/* The first that is too much, LOOKS if none is. */
static bool look(struct migration *migration, size_t *which, struct text *why,
		 struct failure *failure)
{
	text_clear(why);
	for (*which = 0; *which < LOOKS; ++*which) {
		if (!looks[*which](migration, why, failure))
			return false;
		if (why->length)
			break;
	}
	migration->backfill->looked = clock_elapsed();
	return true;
}

/* As soon as it begins, and when the reason has changed; how it goes on tells the progress. */
static void tell(struct migration *migration, size_t which, size_t *told, const struct text *why)
{
	struct execution *execution = migration->execution;

	progress_wait(execution->progress, text_get(why));
	if (which != *told)
		output_note(execution->output, "%s: waits: %s", migration->name, text_get(why));
	*told = which;
}

/* Nobody else looks at it while a request of the migration is answered. */
static bool time_is_left(const struct migration *migration, const struct text *why,
			 struct failure *failure)
{
	const uint32_t own = migration->item->entry->facts.timeout;
	const int64_t limit = own ? own * INT64_C(1000000) : migration->execution->timeout;

	if (!limit || clock_elapsed() - migration->began < limit)
		return true;
	failure_set(failure, FAILURE_CANCELLED, 0,
		    "its time of %g s is over, and it has to wait: %s", (double)limit / 1e6,
		    text_get(why));
	failure->hint = memory_copy("the timeout of the migration was reached");
	return false;
}

bool throttle_until_calm(struct migration *migration, struct failure *failure)
{
	struct text why = { 0 };
	size_t which, told = LOOKS;
	bool done;

	while ((done = look(migration, &which, &why, failure)) && which < LOOKS) {
		tell(migration, which, &told, &why);
		done = time_is_left(migration, &why, failure) && sleep_for(migration, LOOK_EVERY);
		if (!done)
			break;
	}
	progress_wait(migration->execution->progress, NULL);
	text_finish(&why);
	return done;
}

/* Pages of a few milliseconds are not to spend their time on looks. */
bool throttle_wait(struct migration *migration, struct failure *failure)
{
	const struct running_backfill *backfill = migration->backfill;
	const int64_t pause = backfill->asked.pause_ms * INT64_C(1000);

	if (pause && !sleep_for(migration, pause))
		return false;
	return clock_elapsed() - backfill->looked < LOOK_LEAST ||
	       throttle_until_calm(migration, failure);
}
