#include "session.h"

#include <stdio.h>
#include <time.h>

#include "base/clock.h"

enum { BUSY_MILLISECONDS = 5000, LATELY = 300 * 1000 };

/* Pauses as SQLite itself makes them, in milliseconds; the last one repeats. */
static const unsigned char pauses[] = { 1, 2, 5, 10, 15, 20, 25, 25, 25, 50, 50, 100 };

static int on_busy(void *data, int times)
{
	enum { COUNT = sizeof pauses / sizeof *pauses };
	struct session *session = data;
	int before = 0, pause = pauses[times < COUNT ? times : COUNT - 1];
	struct timespec time;

	for (int i = 0; i < times && i < COUNT; i++)
		before += pauses[i];
	if (times > COUNT)
		before += (times - COUNT) * pauses[COUNT - 1];
	if (before >= BUSY_MILLISECONDS)
		return 0;
	session->busy_at = clock_elapsed();
	time = (struct timespec){ 0, pause * 1000000L };
	nanosleep(&time, NULL);
	return 1;
}

void busy_wait(struct session *session)
{
	sqlite3_busy_handler(session->db, on_busy, session);
}

/* An embedded database counts nothing: what is known is that it works, or for what it waits. */
bool session_progress(struct session *session, struct statement_progress *out)
{
	const int64_t busy_at = session->busy_at;

	*out = (struct statement_progress){
		.percent = -1,
		.waits = busy_at && clock_elapsed() - busy_at < LATELY,
	};
	if (out->waits)
		snprintf(out->state, sizeof out->state,
			 "Waiting for the database file, which another program writes to");
	return session->executing;
}

/* The system does not tell whose lock it is without a risk for our own. */
bool session_blocker(struct session *session, struct statement_blocker *out)
{
	(void)session;
	(void)out;
	return false;
}
