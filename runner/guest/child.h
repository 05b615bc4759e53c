/* The life of the process in which one migration runs. */
#ifndef GLIM_GUEST_CHILD_H
#define GLIM_GUEST_CHILD_H

#include <sys/types.h>

#include "wire/wire.h"

struct child_birth {
	int fds[WIRE_DESCRIPTORS];
	pid_t parent;
};

/* Once, in the process that forks all of them. */
void child_prepare(void);
/* Waits for the task, does it, ends. */
_Noreturn void child_live(const struct child_birth *birth);

#endif
