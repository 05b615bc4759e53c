/* The commands of config.json that are run before and after a run, and after a failure. */
#ifndef GLIM_COMMAND_HOOKS_H
#define GLIM_COMMAND_HOOKS_H

#include "config/config.h"
#include "execute/execute.h"

struct json_t;

/* What they are told, and whom they must not disturb. All but config, output and command may be
 * NULL. */
struct hooks {
	const struct config *config;
	struct output *output;
	struct database *db; /* is kept alive meanwhile */
	struct progress *progress;
	const char *command;
	enum direction direction;
	const char *by, *reason;
	const struct plan *plan;
};

/* False: it said no, or could not be run; the error says so. */
bool hooks_before(const struct hooks *, struct error *);
/* `after`, or `failure` where there is an error; a hook that fails is a warning. */
void hooks_after(const struct hooks *, const struct error *, struct json_t *result);

#endif
