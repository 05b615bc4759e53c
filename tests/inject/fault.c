#include "fault.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* faults: 113 */
const struct fault faults[] = {
	{ "stdout", EPIPE, NULL, true, TOUCHES_STDOUT },
	{ "stdout", ENOSPC, NULL, false, TOUCHES_STDOUT },
	{ "stderr", EPIPE, NULL, true, TOUCHES_STDERR },
	{ "stderr", ENOSPC, NULL, false, TOUCHES_STDERR },
	{ "memory", ENOMEM, NULL, false, TOUCHES_WORK },
	{ "heap", ENOMEM, NULL, false, TOUCHES_WORK, .lies = true },
	{ "heap", ENOMEM, NULL, true, TOUCHES_WORK, .lies = true },
	{ "files", EIO, NULL, false, TOUCHES_WORK, .lies = true },
	{ "files", EMFILE, NULL, true, TOUCHES_WORK, .lies = true },
	{ "process", EMFILE, NULL, false, TOUCHES_WORK },
	{ "process", ENOMEM, NULL, true, TOUCHES_WORK },
	{ "disk", EIO, NULL, false, TOUCHES_WORK },
	{ "space", ENOSPC, NULL, false, TOUCHES_WORK },
	{ "space", ENOSPC, NULL, true, TOUCHES_WORK },
	{ "driver", 0, "sql", false, TOUCHES_WORK },
	{ "driver", 0, "connect", false, TOUCHES_WORK },
	{ "driver", 0, "auth", false, TOUCHES_WORK },
	{ "driver", 0, "read-only", false, TOUCHES_WORK },
	{ "driver", 0, "refused", false, TOUCHES_WORK },
	{ "driver", 0, "lost", false, TOUCHES_WORK },
	{ "driver", 0, "lost-late", false, TOUCHES_WORK },
	{ "driver", 0, "auth", true, TOUCHES_WORK },
	{ "driver", 0, "cancelled", false, TOUCHES_WORK },
	{ "driver", 0, "cancelled-all", false, TOUCHES_WORK },
	{ "driver", 0, "conflict", false, TOUCHES_WORK },
	{ "driver", 0, "lock-wait", false, TOUCHES_WORK },
	{ "driver", 0, "no-table", false, TOUCHES_WORK, .lies = true },
	{ "driver", 0, "no-database", false, TOUCHES_WORK },
	{ "driver", 0, "no-savepoint", false, TOUCHES_WORK, .person = true },
	{ "driver", 0, "full", false, TOUCHES_WORK },
	{ "driver", 0, "full-all", false, TOUCHES_WORK },
};

const size_t fault_count = sizeof faults / sizeof *faults;

void fault_name(const struct fault *fault, char *out, size_t size)
{
	snprintf(out, size, "%s %s%s", fault->group,
		 fault->way ? fault->way : strerrorname_np(fault->error),
		 fault->on ? ", and from then on" : "");
}

void fault_wish(const struct fault *fault, unsigned long number, char *out, size_t size)
{
	const char *on = fault->on ? "+" : "";

	if (fault->way)
		snprintf(out, size, "%s:%lu%s:%s", fault->group, number, on, fault->way);
	else
		snprintf(out, size, "%s:%lu%s:%d", fault->group, number, on, fault->error);
}
