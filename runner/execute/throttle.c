#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "execute/backfill.h"
#include "interrupt/interrupt.h"

enum { SLICE = 50 * 1000, LOOK_EVERY = 500 * 1000 };

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

static bool is_busy(struct migration *migration, uint32_t most, int64_t *threads,
		    struct failure *failure)
{
	struct database *db = migration->execution->db;
	const struct row_sink sink = { .row = take_number, .data = threads };

	*threads = 0;
	return database_execute(db, db->dialect->running, NULL, 0, &sink, NULL, failure) &&
	       *threads > (int64_t)most;
}

static bool wait_for_calm(struct migration *migration, uint32_t most, struct failure *failure)
{
	struct execution *execution = migration->execution;
	int64_t threads;
	bool told = false;

	while (is_busy(migration, most, &threads, failure)) {
		if (!told)
			output_note(execution->output,
				    "%s: waits, because %lld threads run on the server and it goes "
				    "on with %u",
				    migration->name, (long long)threads, most);
		told = true;
		if (!sleep_for(migration, LOOK_EVERY))
			return false;
	}
	return !failure->kind;
}

bool throttle_wait(struct migration *migration, const struct backfill *backfill,
		   struct failure *failure)
{
	const struct dialect *dialect = migration->execution->db->dialect;

	if (backfill->pause_ms && !sleep_for(migration, backfill->pause_ms * INT64_C(1000)))
		return false;
	return !backfill->threads_most || !dialect->running ||
	       wait_for_calm(migration, backfill->threads_most, failure);
}
