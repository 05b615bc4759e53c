/* What --log json says of a run and its migrations. Without it these do nothing. */
#ifndef GLIM_COMMAND_BATCH_EVENT_H
#define GLIM_COMMAND_BATCH_EVENT_H

#include "execute/execute.h"

struct run_event {
	const char *command; /* "run", "rollback", "redo", "sync" */
	const struct database *db;
	const char *by;
	const struct plan *plan; /* NULL: it has none */
};

void event_run_start(struct output *, const struct run_event *);
/* The error, where there is one, comes first. */
void event_run_end(struct output *, const char *command, size_t done, const struct error *,
		   int64_t duration);
void event_migration_start(struct output *, const struct plan_item *, enum direction);
void event_migration_end(struct output *, const struct plan_item *, enum direction,
			 const struct execution_result *, const struct error *);

/* {"alias","database","product","version","place","account"} */
struct json_t *event_target(const struct database *db);
struct json_t *event_names(const struct plan *plan); /* [] without one */

#endif
