#ifndef CHAOS_CROWDS_H
#define CHAOS_CROWDS_H

#include "job.h"

void crowds_race(struct job *job);
void crowds_pause(struct job *job);
void crowds_lock(struct job *job);
void crowds_fence(struct job *job);

#endif
