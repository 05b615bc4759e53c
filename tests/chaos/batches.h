/* Many migrations behind one commit, which breaks off. */
#ifndef CHAOS_BATCHES_H
#define CHAOS_BATCHES_H

#include "job.h"

void batches_break(struct job *job);

#endif
