/* Many migrations behind one commit, or in one packet, which breaks off. */
#ifndef CHAOS_BATCHES_H
#define CHAOS_BATCHES_H

#include "job.h"

void batches_break(struct job *job);
void batches_travel(struct job *job);

#endif
