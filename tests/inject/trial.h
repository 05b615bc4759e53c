/* One fault in one command, and whether all is well afterwards. */
#ifndef INJECT_TRIAL_H
#define INJECT_TRIAL_H

#include "fault.h"
#include "world.h"

struct trial {
	const struct fault *fault;
	int command;
	unsigned long number; /* of the call that fails */
	bool fired;           /* there was such a call */
	int exit;
	char why[1500]; /* what does not hold */
};

/* How many calls there are to fail in this command. */
unsigned long trial_count(struct world *, const struct fault *, int command);
/* False: `why` says what does not hold. */
bool trial_run(struct world *, struct trial *);

#endif
