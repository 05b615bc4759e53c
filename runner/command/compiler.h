/* Runs make over the migration sources. */
#ifndef GLIM_COMMAND_COMPILER_H
#define GLIM_COMMAND_COMPILER_H

#include <stdbool.h>

#include "base/error.h"
#include "output/output.h"

struct compiler_request {
	const char *sources; /* absolute */
	const char *plugins; /* absolute */
	const char *stem;    /* the one plugin to build; NULL: all */
	const char *dialect; /* what SQL sources are checked for; NULL: any */
	bool quiet, verbose;
	struct output
		*events; /* what make says becomes events of this one; NULL: it is said as it is */
};

/* What make and compiler say goes to stderr. False: the error (build) is set. */
bool compiler_run(const struct compiler_request *request, struct error *error);

#endif
