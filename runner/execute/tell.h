/* What --log json says of a step. Without it these do nothing. */
#ifndef GLIM_EXECUTE_TELL_H
#define GLIM_EXECUTE_TELL_H

#include "execute/step.h"

/* Gives the time for tell_step_end. */
int64_t tell_step_start(const struct migration *, const struct step *);
void tell_step_end(const struct migration *, uint32_t step, bool done, int64_t began);

#endif
