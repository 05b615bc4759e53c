#ifndef CHAOS_KILLS_H
#define CHAOS_KILLS_H

#include "job.h"

void kills_sweep(struct job *job);
void kills_session_sweep(struct job *job);
void kills_any_moment(struct job *job);
void kills_five(struct job *job);
void kills_guest(struct job *job);
void kills_in_statement(struct job *job);
void kills_undo(struct job *job);
void kills_politely(struct job *job);

#endif
