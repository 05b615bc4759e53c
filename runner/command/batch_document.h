/* The JSON document of run, rollback and redo: glim.run/1, glim.rollback/1, glim.redo/1. */
#ifndef GLIM_COMMAND_BATCH_DOCUMENT_H
#define GLIM_COMMAND_BATCH_DOCUMENT_H

#include <stdint.h>

#include "execute/execute.h"
#include "plan/plan.h"

struct json_t;

struct batch_document {
	const char *verb;
	enum direction direction; /* of what is done now */
	struct json_t *applied, *rolled_back, *failed, *not_run;
};

void batch_document_start(struct batch_document *, const char *verb, enum direction);
void batch_document_done(struct batch_document *, const struct plan_item *,
			 const struct execution_result *);
void batch_document_failed(struct batch_document *, const struct plan_item *,
			   const struct execution_result *, const struct error *);
void batch_document_left(struct batch_document *, const char *name);
/* All of it, a new reference; `error` may have no code. */
struct json_t *batch_document_make(const struct batch_document *, const struct error *,
				   int64_t duration);
const char *batch_after_name(enum execution_after after); /* "undone", "partial", "unknown" */
void batch_document_finish(struct batch_document *);

#endif
