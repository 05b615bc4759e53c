/* The processes below a process, and their end. A plugin's forks are found wherever they hide. */
#ifndef GLIM_WIRE_DESCENDANT_H
#define GLIM_WIRE_DESCENDANT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct process {
	pid_t pid;
	pid_t parent;
	uint64_t started; /* with the pid it names one process for ever */
	bool dead;        /* waits for its parent to look */
};

struct process_list {
	struct process *items;
	size_t count;
};

/* All below `root`, the dead ones included. Empty without /proc. */
void descendant_list(pid_t root, struct process_list *list);
void descendant_add(pid_t pid, struct process_list *list); /* one more, if it is there */
void descendant_forget(struct process_list *list);

/*
 * Kills all below `root`, again and again until none is there, for at most five seconds; `spared`
 * (may be NULL) and what is below them are left alone. Children of this very process are reaped;
 * another root reaps its own. Returns how many were alive.
 */
size_t descendant_end(pid_t root, const struct process_list *spared);

#endif
