/* sync --check: the tables against their models. Changes nothing. */
#ifndef GLIM_COMMAND_SYNC_CHECK_H
#define GLIM_COMMAND_SYNC_CHECK_H

#include "command/options.h"

/* 0: they agree; 10: they do not; or the error's exit code. */
int sync_check(struct options *, struct error *);

#endif
