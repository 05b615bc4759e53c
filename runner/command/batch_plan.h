/* What a run, a rollback or a redo is going to do, from what the history says by now. */
#ifndef GLIM_COMMAND_BATCH_PLAN_H
#define GLIM_COMMAND_BATCH_PLAN_H

#include "command/batch_tell.h"

/* Without the lock, unless something looks broken off: only who has the lock can tell. */
bool batch_plan_first(struct batch *, struct error *);
bool batch_plan_locked(struct batch *, struct error *); /* takes the lock */
bool batch_plan(struct batch *, struct error *);        /* again, under it */

#endif
