#include "base/chaos.h"

#ifdef GLIM_CHAOS

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static struct {
	bool known;
	char name[48], deed[16];
	unsigned long at, late;
} wish;

static void read_wish(void)
{
	const char *text = getenv("GLIM_CHAOS");

	wish.known = true;
	if (text)
		sscanf(text, "%47[^:]:%lu:%15[^:]:%lu", wish.name, &wish.at, wish.deed, &wish.late);
}

static void kill_later(void)
{
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGKILL };
	const struct itimerspec when = {
		.it_value = { (time_t)(wish.late / 1000000),
			      (long)(wish.late % 1000000) * 1000 + 1 },
	};
	timer_t timer;

	if (timer_create(CLOCK_MONOTONIC, &event, &timer) == 0)
		timer_settime(timer, 0, &when, NULL);
}

/* The line is how a test learns which place it was. */
static void do_it(const char *name)
{
	dprintf(STDERR_FILENO, "chaos: %s\n", name);
	if (strcmp(wish.deed, "late") == 0)
		kill_later();
	else
		raise(strcmp(wish.deed, "stop") == 0 ? SIGSTOP : SIGKILL);
}

void chaos_pass(const char *name)
{
	if (!wish.known)
		read_wish();
	if (wish.at && (strcmp(wish.name, "any") == 0 || strcmp(wish.name, name) == 0) &&
	    --wish.at == 0)
		do_it(name);
}

#endif
