/* What run, rollback and redo say of their migrations, on stdout, as events, in the document. */
#ifndef GLIM_COMMAND_BATCH_TELL_H
#define GLIM_COMMAND_BATCH_TELL_H

#include "command/batch_document.h"
#include "command/consent.h"
#include "command/held.h"
#include "command/options.h"
#include "config/config.h"
#include "plan/plan.h"

/* All that a run has open; released in reverse. */
struct batch {
	struct options *options;
	enum direction direction;
	struct plan_request request;
	struct config *config;
	struct catalog *catalog;
	struct database *db;
	struct history *history;
	struct plan *plan;
	struct execution execution;
	struct batch_document document;
	struct agreement agreement;
	char *by;
	size_t done;
	bool session_changed; /* by the last migration */
	bool prepared;        /* something seems to be done */
	bool started;         /* something is to be done, and the lock is held */
	struct held_list held;
	const struct plan_item *announced; /* the last one that was, while others were executed */
	bool again;                        /* redo: what is rolled back runs again */
	char *redone;                      /* its name, once it is rolled back */
};

const char *batch_name_of(const struct plan_item *item);
void batch_say_notes(struct batch *batch);
void batch_say_nothing_to_do(struct batch *batch);

void batch_tell_start(struct batch *batch);
void batch_announce(struct batch *batch, const struct plan_item *item);
void batch_tell_done(struct batch *, const struct plan_item *, const struct execution_result *);
/* What struct group calls when those that waited for a shared COMMIT are kept, or not. */
void batch_tell_settled(void *data, bool kept);
/* The item `at` of the plan failed, and of so many behind it nothing is known; false. */
bool batch_tell_failed(struct batch *, size_t at, size_t unknown, const struct execution_result *,
		       struct error *);

#endif
