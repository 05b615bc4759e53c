/* The life of the process in which one migration runs. */
#ifndef GLIM_GUEST_CHILD_H
#define GLIM_GUEST_CHILD_H

#include <sys/types.h>

#include "wire/wire.h"

struct child_task {
	int fds[WIRE_DESCRIPTORS];
	enum wire_verb verb;
	uint64_t memory_limit;
	const char *driver;
	pid_t parent;
};

_Noreturn void child_live(const struct child_task *task);

#endif
