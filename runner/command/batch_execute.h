/* The plan, one migration after the other; those that are SQL only several at once. */
#ifndef GLIM_COMMAND_BATCH_EXECUTE_H
#define GLIM_COMMAND_BATCH_EXECUTE_H

#include "command/batch_tell.h"

bool batch_execute(struct batch *, struct error *);
bool batch_execute_twice(struct batch *, struct error *); /* back, and then forth */

#endif
