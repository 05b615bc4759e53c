/* Where a rehearsal takes place: what is executed there, what is noted, what becomes uncertain. */
#ifndef GLIM_PREVIEW_STAGE_H
#define GLIM_PREVIEW_STAGE_H

#include "execute/rehearse.h"
#include "preview/preview.h"
#include "preview/shadow.h"

struct stage {
	const struct preview_request *request;
	struct database *db;
	struct preview_item *out; /* the present one */
	struct transaction transaction;
	struct lint_tables made;
	struct shadow *shadow;
	const char *written;   /* why a read may be answered wrongly from now on; NULL: it is not */
	const char *uncertain; /* why statements may be others from now on */
};

bool stage_open(struct stage *stage, struct error *);
bool stage_close(struct stage *stage, struct error *); /* undoes what was executed */

struct preview_statement *stage_note(struct stage *stage, const struct rehearsal_step *);

/* For a struct rehearsal; `data` is the stage. */
enum rehearsal_answer stage_step(void *data, const struct rehearsal_step *, struct outcome *,
				 struct failure *);
void stage_failed(void *data, const struct failure *);
void stage_looked(void *data);

#endif
