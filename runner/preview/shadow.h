/*
 * An empty copy of the schema on the same server: made, used in a session that knows no other
 * schema, and dropped again. One that a killed plan left behind is dropped by the next.
 */
#ifndef GLIM_PREVIEW_SHADOW_H
#define GLIM_PREVIEW_SHADOW_H

#include "execute/rehearse.h"
#include "lint/lint.h"

struct shadow;

/* What cannot be copied, and is no table, is said as a warning. */
struct shadow *shadow_open(struct database *, struct output *, struct error *);
bool shadow_close(struct shadow *, struct error *);

/* Does this statement stay inside of the copy, as far as can be told from its text? */
bool shadow_takes(const struct shadow *, const char *sql);

/* Is it SQL at all? Executes nothing. False: the failure has the server's words. */
bool shadow_reads(const struct shadow *, const char *sql, struct failure *);

enum shadow_answer { SHADOW_NOT_ASKED, SHADOW_DONE, SHADOW_FAILED };

/*
 * Executes a change of a table in the way that costs least of those that the server takes, and says
 * which that is. SHADOW_NOT_ASKED: it is no such statement, and nothing was executed.
 */
enum shadow_answer shadow_ask(struct shadow *, const struct rehearsal_step *, char **cost,
			      struct findings *, struct failure *);

#endif
