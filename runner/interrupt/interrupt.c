#include "interrupt/interrupt.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"

enum { WAKE_EVERY = 5 }; /* seconds: so that an idle session can be kept alive */

/* The statement under way; guarded by `lock`. */
static struct {
	pthread_mutex_t lock;
	bool (*cancel)(void *data);
	void *data;
	const char *doing;
	int64_t deadline; /* clock_elapsed; 0: none */
	enum interrupt_cause cause;
} statement = { .lock = PTHREAD_MUTEX_INITIALIZER };

static atomic_int first_signal;
static int wake = -1;
static pthread_t watcher;

static void wake_up(void)
{
	const uint64_t one = 1;

	if (write(wake, &one, sizeof one) < 0)
		return;
}

static void cancel_now(enum interrupt_cause cause)
{
	pthread_mutex_lock(&statement.lock);
	if (statement.cancel) {
		statement.cause = cause;
		statement.deadline = 0;
		statement.cancel(statement.data);
	}
	pthread_mutex_unlock(&statement.lock);
}

/* No lock is taken, nor is stderr waited for: the watcher may be all that still moves. */
static _Noreturn void leave_at_once(int signal_number)
{
	const char *doing = statement.doing;
	struct pollfd out = { .fd = STDERR_FILENO, .events = POLLOUT };
	char line[300];
	int length = snprintf(line, sizeof line, "glim: left at once%s%.200s\n",
			      doing ? "; the database may still be executing: " : "",
			      doing ? doing : "");

	if (poll(&out, 1, 0) > 0 && write(STDERR_FILENO, line, (size_t)length) < 0)
		_exit(128 + signal_number);
	_exit(128 + signal_number);
}

static void on_signal(int signal_number)
{
	int none = 0;

	if (!atomic_compare_exchange_strong(&first_signal, &none, signal_number))
		leave_at_once(signal_number);
	cancel_now(INTERRUPT_SIGNAL);
	wake_up();
}

static struct timespec next_wait(void)
{
	int64_t left = WAKE_EVERY * INT64_C(1000000);

	pthread_mutex_lock(&statement.lock);
	if (statement.deadline && statement.deadline - clock_elapsed() < left)
		left = statement.deadline - clock_elapsed();
	pthread_mutex_unlock(&statement.lock);
	if (left < 0)
		left = 0;
	return (struct timespec){ left / 1000000, left % 1000000 * 1000 };
}

static bool limit_passed(void)
{
	bool passed;

	pthread_mutex_lock(&statement.lock);
	passed = statement.deadline && clock_elapsed() >= statement.deadline;
	pthread_mutex_unlock(&statement.lock);
	return passed;
}

/* SIGUSR2 only makes the watcher look at a new deadline. */
static void *watch(void *data)
{
	const sigset_t *set = data;

	for (;;) {
		const struct timespec wait = next_wait();
		int signal_number = sigtimedwait(set, NULL, &wait);

		if (signal_number > 0 && signal_number != SIGUSR2)
			on_signal(signal_number);
		else if (limit_passed())
			cancel_now(INTERRUPT_LIMIT);
		else if (signal_number < 0)
			wake_up();
	}
	return NULL;
}

void interrupt_start(void)
{
	static sigset_t set;

	if (wake >= 0)
		return;
	wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGUSR2);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	if (pthread_create(&watcher, NULL, watch, &set) != 0)
		pthread_sigmask(SIG_UNBLOCK, &set, NULL);
	else
		pthread_detach(watcher);
}

int interrupt_signal(void)
{
	return atomic_load(&first_signal);
}

int interrupt_fd(void)
{
	return wake;
}

void interrupt_drain(void)
{
	uint64_t count;

	if (wake >= 0 && read(wake, &count, sizeof count) < 0)
		return;
}

void interrupt_enter(bool (*cancel)(void *data), void *data, int64_t limit, const char *doing)
{
	if (wake < 0)
		return;
	pthread_mutex_lock(&statement.lock);
	statement.cancel = cancel;
	statement.data = data;
	statement.doing = doing;
	statement.cause = INTERRUPT_NONE;
	statement.deadline = limit ? clock_elapsed() + limit : 0;
	pthread_mutex_unlock(&statement.lock);
	if (limit)
		pthread_kill(watcher, SIGUSR2);
}

void interrupt_next(int64_t limit, const char *doing)
{
	if (wake < 0)
		return;
	pthread_mutex_lock(&statement.lock);
	statement.doing = doing;
	if (statement.deadline)
		statement.deadline = clock_elapsed() + limit;
	pthread_mutex_unlock(&statement.lock);
}

enum interrupt_cause interrupt_leave(void)
{
	enum interrupt_cause cause;

	pthread_mutex_lock(&statement.lock);
	statement.cancel = NULL;
	statement.doing = NULL;
	cause = statement.cause;
	statement.cause = INTERRUPT_NONE;
	pthread_mutex_unlock(&statement.lock);
	return cause;
}
