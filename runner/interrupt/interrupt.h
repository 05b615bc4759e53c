/*
 * Signals, time limits, and what has to be done now and then. A watcher thread takes SIGINT,
 * SIGTERM and SIGHUP; the first cancels the statement under way and asks the run to stop, the
 * second leaves at once. SIGUSR1 asks where the run is.
 */
#ifndef GLIM_INTERRUPT_INTERRUPT_H
#define GLIM_INTERRUPT_INTERRUPT_H

#include <stdbool.h>
#include <stdint.h>

/* Starts the watcher; signals are blocked in this thread and those it starts. Once. */
void interrupt_start(void);
int interrupt_signal(void); /* the first signal, or 0 */
int interrupt_fd(void);     /* readable after a signal and now and then; reading resets it */
void interrupt_drain(void);

/*
 * From now on the watcher calls `tick(data)` every `period` microseconds, and at once with `asked`
 * when SIGUSR1 comes. A signal waits while it runs, so it waits for nobody for longer than some
 * seconds. With NULL that ends: when this returns no tick is under way.
 */
void interrupt_every(int64_t period, void (*tick)(void *data, bool asked), void *data);
/* Is called instead of "left at once" being printed when a second signal ends the program. */
void interrupt_farewell(void (*say)(const char *doing));
/* Is called, once a statement, when it could not be cancelled: that is tried again every second. */
void interrupt_unheard(void (*say)(void));
/* A number of the statement under way that no other has; 0: none is. */
uint64_t interrupt_statement(void);

/*
 * Between these two the watcher may call `cancel(data)`: after a signal, or when `limit`
 * microseconds have passed (0: no limit). `doing` is shown when a second signal leaves it behind.
 */
void interrupt_enter(bool (*cancel)(void *data), void *data, int64_t limit, const char *doing);
/* In between: another statement of the same packet, with a limit of its own. */
void interrupt_next(int64_t limit, const char *doing);
enum interrupt_cause { INTERRUPT_NONE, INTERRUPT_SIGNAL, INTERRUPT_LIMIT } interrupt_leave(void);

#endif
