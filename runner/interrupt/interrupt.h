/*
 * Signals and time limits. A watcher thread takes SIGINT, SIGTERM and SIGHUP; the first cancels the
 * statement under way and asks the run to stop, the second leaves at once.
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
 * Between these two the watcher may call `cancel(data)`: after a signal, or when `limit`
 * microseconds have passed (0: no limit). `doing` is shown when a second signal leaves it behind.
 */
void interrupt_enter(bool (*cancel)(void *data), void *data, int64_t limit, const char *doing);
/* In between: another statement of the same packet, with a limit of its own. */
void interrupt_next(int64_t limit, const char *doing);
enum interrupt_cause { INTERRUPT_NONE, INTERRUPT_SIGNAL, INTERRUPT_LIMIT } interrupt_leave(void);

#endif
