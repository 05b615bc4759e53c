/*
 * What run, rollback and redo share: config -> catalog -> history -> plan -> execute -> record ->
 * output.
 */
#ifndef GLIM_COMMAND_BATCH_H
#define GLIM_COMMAND_BATCH_H

#include "command/options.h"
#include "plan/plan.h"

/* Takes the request to its end; returns the exit code. */
int batch_run(struct options *, enum direction, struct error *);
/* Rolls back one migration, the newest unless one is named, and runs it again. */
int batch_redo(struct options *, struct error *);

#endif
