/* A task on its way to a child: first the plugin, which the child loads, then the word to call it.
 */
#ifndef GLIM_HOST_TASK_H
#define GLIM_HOST_TASK_H

#include <stdbool.h>

#include "host/host.h"
#include "host/ready.h"

/* Has a child that waits load what the task needs; it is called when its turn comes. */
void task_load_early(struct ready *, const struct host_task *);
/* False: it has loaded something else. */
bool task_fits(const struct ready *, const struct host_task *);
/* What the child has not got of it yet; false: it is gone. */
bool task_send(struct wire *, const struct ready *, const struct host_task *);

#endif
