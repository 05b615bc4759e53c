/*
 * A command that is not ours: run to its end, or to its time limit, with what it prints taken line
 * by line. It gets a session of its own, and whatever of that is left when it has ended is ended.
 */
#ifndef GLIM_CHILD_CHILD_H
#define GLIM_CHILD_CHILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct child_request {
	char *const *words; /* the program, looked for in PATH unless it has a slash; NULL ends */
	char *const *environment; /* NULL: ours */
	const char *directory;    /* NULL: ours */
	const char *input;        /* what it reads; NULL: nothing */
	size_t length;
	int64_t limit; /* microseconds; 0: none */

	void (*line)(void *data, const char *line, size_t length); /* of its stdout and stderr */
	bool (*stopped)(void *data); /* asked now and then; true ends it. May be NULL */
	void *data;
};

enum child_end { CHILD_EXITED, CHILD_KILLED, CHILD_TIMEOUT, CHILD_STOPPED, CHILD_NOT_STARTED };

struct child_result {
	enum child_end end;
	int number; /* the exit status, the signal, or errno of what could not be started */
};

struct child_result child_run(const struct child_request *);

#endif
