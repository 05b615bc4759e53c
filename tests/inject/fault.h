/* What is made to fail, how, and what has to hold then. */
#ifndef INJECT_FAULT_H
#define INJECT_FAULT_H

#include <stdbool.h>
#include <stddef.h>

enum touches {
	TOUCHES_WORK,   /* the command may fail; the next one makes all well */
	TOUCHES_STDOUT, /* the work is done all the same, and exit 1 tells that the answer is lost
			 */
	TOUCHES_STDERR  /* nobody but the reader notices */
};

struct fault {
	const char *group; /* as GLIM_INJECT names it */
	int error;         /* an errno; 0: `way` */
	const char *way;   /* of a driver */
	bool on;           /* every later call fails, too */
	enum touches touches;
	bool lies;   /* what is only shown may be wrong */
	bool person; /* the next run may ask for one */
};

extern const struct fault faults[];
extern const size_t fault_count;

void fault_name(const struct fault *, char *out, size_t size);
void fault_wish(const struct fault *, unsigned long number, char *out, size_t size);

#endif
