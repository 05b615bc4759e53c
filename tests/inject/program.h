/* One start of the program under test, with a fault or without, and what it said. */
#ifndef INJECT_PROGRAM_H
#define INJECT_PROGRAM_H

#include <stdbool.h>
#include <sys/types.h>

#include "count.h"

/* Of `path`, and waits to be asked (serve.h). */
struct program_server {
	const char *path;
	pid_t pid;
	int socket;
};

struct program {
	const char *path, *behind; /* with nothing, with a module before each driver */
	const char *shim;          /* loaded before the C library */
	char dir[128];             /* where it runs */
	struct program_server server;
	struct inject_count *count; /* of the last start */
};

struct said {
	int exit; /* or -signal */
	bool endless;
	int spent; /* processor time, in milliseconds */
	char *out, *err;
};

void program_init(struct program *, const char *path, const char *behind, const char *shim,
		  const char *dir);
/* `line` is split at blanks; `wish` becomes GLIM_INJECT and may be NULL. */
void program_run(struct program *, const char *line, const char *wish, struct said *);
void program_finish(struct program *program);
void said_finish(struct said *said);

#endif
