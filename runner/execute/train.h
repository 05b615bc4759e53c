/*
 * Migrations that are SQL and nothing else, in one packet. Each has a transaction, a record and a
 * COMMIT of its own, in their order: the database begins one when the one before it is committed,
 * and does nothing more behind the first that fails. So the only difference to one after the other
 * is that nobody waits for an answer in between.
 */
#ifndef GLIM_EXECUTE_TRAIN_H
#define GLIM_EXECUTE_TRAIN_H

#include "execute/execute.h"

enum { TRAIN_MOST = 8 };

/* Told while the packet is on its way. */
struct train_listener {
	void (*begins)(void *data, const struct plan_item *);
	void (*done)(void *data, const struct plan_item *, const struct execution_result *);
	void *data;
};

struct train_result {
	size_t done;          /* so many of the items are; 0: the first is to be executed alone */
	bool session_changed; /* the session must be replaced before the next migration */
	struct execution_result failed;
	size_t unknown; /* so many behind the failed one were sent, and may be done or not */
};

/*
 * As execute_item(), for as many of the items as travel together. False: that behind `done` failed.
 * While the database works on them the ones behind are composed; the next call is expected to be
 * about those.
 */
bool execute_train(struct execution *, const struct plan_item *, size_t count, enum direction,
		   const struct train_listener *, struct train_result *, struct error *);
/* What was composed for the next call: it will not come, or something else comes before it. */
void train_forget(struct execution *execution);

#endif
