#ifndef CHAOS_SESSIONS_H
#define CHAOS_SESSIONS_H

#include "job.h"

void sessions_kill(struct job *job);
void sessions_server_dies(struct job *job);
void sessions_cut(struct job *job);
void sessions_silence(struct job *job);

#endif
