/* Signals and time without waiting: interrupt/ and usleep() are replaced, clocks run ahead. */
#ifndef GLIM_TESTS_FAKE_INTERRUPT_H
#define GLIM_TESTS_FAKE_INTERRUPT_H

#include <stdbool.h>
#include <stdint.h>

void fake_interrupt_start(void);
void fake_interrupt_set(int signal_number);
/* A signal comes: true if it cancels the statement under way. */
bool fake_interrupt_now(int signal_number);
/* The watcher looks, at this moment; `asked`: because of SIGUSR1. */
void fake_interrupt_tick(bool asked);
int64_t fake_clock_slept(void);            /* microseconds since the start */
void fake_clock_set(int64_t microseconds); /* moves the wall clock by so much */

bool fake_interrupt_cancelled(void); /* the statement under way was, by a signal */

#endif
