/*
 * Children that wait for a task: forked while the migration before is committed. The first of them
 * may have loaded its plugin by then.
 */
#ifndef GLIM_HOST_READY_H
#define GLIM_HOST_READY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "wire/descendant.h"
#include "wire/wire.h"

enum { READY_MOST = 4, READY_CONTENT = 64 };

/* The host's ends of one child; -1 where there is none. */
struct ready {
	int socket, page, output;
	pid_t pid;   /* 0 until the guest has told */
	int refused; /* why there could be no child: an error number */
	bool exited;
	char content[READY_CONTENT + 1]; /* of the plugin that it loads; "": none yet */
	enum wire_verb verb;             /* with it */
};

struct ready_list {
	struct ready items[READY_MOST]; /* in the order in which they were ordered */
	size_t count;
};

struct host;

struct ready *ready_first(struct ready_list *list); /* of those that are of use; or NULL */
/* Orders one more; false: *what could not be made, as errno says, or NULL: the guest is gone. */
bool ready_order(struct host *, const char **what);
/* Hands out the first that is of use, with its descriptors; false if there is none. */
bool ready_take(struct ready_list *, struct ready *out);
void ready_close(struct ready *ready);
void ready_drop(struct ready_list *list); /* closes all; they end by that */

/* What the guest tells of a child that is in the list. */
void ready_spawned(struct ready_list *, pid_t pid, int refused);
void ready_exited(struct ready_list *, pid_t pid);
bool ready_known(const struct ready_list *list); /* each pid */
void ready_spare(const struct ready_list *, struct process_list *out);

#endif
