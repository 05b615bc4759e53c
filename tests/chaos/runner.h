/* One start of the program under test, and what is left of it afterwards. */
#ifndef CHAOS_RUNNER_H
#define CHAOS_RUNNER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct runner {
	pid_t pid;
	int status; /* of waitpid(); only once it has ended */
	bool ended;
	int64_t began;
	char log[200]; /* what it said, both streams */
};

/* `command` is split at blanks; `chaos` becomes GLIM_CHAOS. Runs in the folder `dir`. */
void runner_start(struct runner *, const char *program, const char *dir, int slot,
		  const char *command, const char *chaos);
/* Waits so long (microseconds); false: it still runs. */
bool runner_wait(struct runner *runner, int64_t time);
/* Waits until it is stopped or has ended; true: stopped. */
bool runner_wait_stop(struct runner *runner);
/* Its exit status, or -signal. */
int runner_exit(const struct runner *runner);
bool runner_says(const struct runner *, const char *words);
void runner_show(const struct runner *runner); /* its log to stderr */
/* The place at which GLIM_CHAOS ended it; "" if it did not. */
void runner_place(const struct runner *, char *out, int size);

/* The process that holds the migration (depth 2) or the one that forks it (depth 1); 0: none. */
pid_t runner_descendant(const struct runner *, int depth);
/*
 * Reaps what came to us from ended runners. False: after so long (microseconds) a process still
 * lives, and is ended here; `name` says which.
 */
bool runner_reap(int64_t time, pid_t but, char *name, int size);

#endif
