/* The process glim-guest, as the host sees it. */
#ifndef GLIM_HOST_GUEST_H
#define GLIM_HOST_GUEST_H

#include <stdbool.h>
#include <sys/types.h>

#include "host/host.h"
#include "host/ready.h"
#include "wire/descendant.h"
#include "wire/wire.h"

struct host {
	char *path;
	pid_t pid;  /* 0: not running */
	int status; /* how it ended, once it did */
	struct wire control;
	struct ready_list ready;
	struct talk *talk;          /* with a plugin that has returned, until host_end; or NULL */
	struct process_list spared; /* children that are not ours to end */
};

bool guest_start(struct host *host, struct error *error);
bool guest_running(struct host *host); /* false: ended by itself, and reaped */
/* Ends what is left below a guest, or what fell to this process when the guest itself ended. */
size_t guest_sweep(struct host *host);
void guest_stop(struct host *host);

/* Another program than the one beside this one; for tests. */
void guest_use(const char *path);

#endif
