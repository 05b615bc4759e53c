/*
 * Recording migrations as applied that have not run here: what baseline and import share beside the
 * way in which they choose them. One transaction, every file read before the first row is written.
 */
#ifndef GLIM_COMMAND_RECORDING_H
#define GLIM_COMMAND_RECORDING_H

#include "command/edit.h"
#include "plan/plan.h"

struct json_t;

struct recording {
	struct edit edit;
	const char *event; /* in glim_log: "baseline", "import" */
	struct plan *plan; /* what is recorded, in this order */
	/* Chooses it: from what the edit holds, again once the lock is there. */
	struct plan *(*choose)(struct recording *, struct error *);
	void *data;                  /* of `choose` */
	struct recorded_line *lines; /* as many as the plan has items */
	bool done;
};

/* Reason, consent, lock, commit; with --dry-run it only plans. `edit.options` is set. */
bool recording_work(struct recording *, const char *summary_tail, struct error *);
void recording_finish(struct recording *recording);

void recording_print(const struct recording *, struct output *);
/* {"recorded","not_recorded"} and the rest of the document; more may be added to it. */
struct json_t *recording_json(const struct recording *, const char *schema, const struct error *);

#endif
