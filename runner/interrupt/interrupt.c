#include "interrupt/interrupt.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"

enum { WAKE_EVERY = 5 }; /* seconds: so that an idle session can be kept alive */
enum { CANCEL_AGAIN = 1000 * 1000 };

/* The statement under way; guarded by `lock`. */
static struct {
	pthread_mutex_t lock;
	bool (*cancel)(void *data);
	void *data;
	const char *doing;
	int64_t deadline; /* clock_elapsed; 0: none */
	int unheard;      /* so many cancels of it could not be asked for */
	enum interrupt_cause cause;
	uint64_t number;
} statement = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* What is done now and then; `lock` is held while it is. */
static struct {
	pthread_mutex_t lock;
	void (*tick)(void *data, bool asked);
	void *data;
	_Atomic int64_t period, due; /* 0: never */
} every = { .lock = PTHREAD_MUTEX_INITIALIZER };

static void (*farewell)(const char *doing);
static void (*unheard)(void);

static atomic_int first_signal;
static int wake = -1;
static pthread_t watcher;

static void wake_up(void)
{
	const uint64_t one = 1;

	if (write(wake, &one, sizeof one) < 0)
		return;
}

/*
 * `lock` is held. What could not be asked for is asked for again. True: that is to be told, which
 * it is the second time, for the first may have come before the statement was sent.
 */
static bool cancel_now(enum interrupt_cause cause)
{
	if (!statement.cancel)
		return false;
	statement.cause = cause;
	statement.deadline = 0;
	if (statement.cancel(statement.data))
		return false;
	statement.deadline = clock_elapsed() + CANCEL_AGAIN;
	return ++statement.unheard == 2;
}

static void cancel_for_signal(void)
{
	bool tell;

	pthread_mutex_lock(&statement.lock);
	tell = cancel_now(INTERRUPT_SIGNAL);
	pthread_mutex_unlock(&statement.lock);
	if (tell && unheard)
		unheard();
}

/* Looked at and done under one lock: a statement that begins in between has a limit of its own. */
static void cancel_when_due(void)
{
	bool tell = false;

	pthread_mutex_lock(&statement.lock);
	if (statement.deadline && clock_elapsed() >= statement.deadline)
		tell = cancel_now(statement.cause ? statement.cause : INTERRUPT_LIMIT);
	pthread_mutex_unlock(&statement.lock);
	if (tell && unheard)
		unheard();
}

/* No lock is taken: the watcher may be all that still moves. */
static _Noreturn void leave_at_once(int signal_number)
{
	if (farewell)
		farewell(statement.doing);
	_exit(128 + signal_number);
}

static void on_signal(int signal_number)
{
	int none = 0;

	if (!atomic_compare_exchange_strong(&first_signal, &none, signal_number))
		leave_at_once(signal_number);
	cancel_for_signal();
	wake_up();
}

static void shorten(int64_t *wait, int64_t due)
{
	const int64_t left = due - clock_elapsed();

	if (left < *wait)
		*wait = left < 0 ? 0 : left;
}

static struct timespec next_wait(int64_t wake_due)
{
	int64_t wait = WAKE_EVERY * INT64_C(1000000);

	pthread_mutex_lock(&statement.lock);
	if (statement.deadline)
		shorten(&wait, statement.deadline);
	pthread_mutex_unlock(&statement.lock);
	if (every.period)
		shorten(&wait, every.due);
	shorten(&wait, wake_due);
	return (struct timespec){ wait / 1000000, wait % 1000000 * 1000 };
}

static void tick(bool asked)
{
	pthread_mutex_lock(&every.lock);
	if (every.tick)
		every.tick(every.data, asked);
	every.due = clock_elapsed() + every.period;
	pthread_mutex_unlock(&every.lock);
}

/* SIGUSR2 only makes the watcher look at a new deadline or period. */
static void take_signal(int signal_number)
{
	if (signal_number == SIGUSR1)
		tick(true);
	else if (signal_number > 0 && signal_number != SIGUSR2)
		on_signal(signal_number);
}

static void *watch(void *data)
{
	const sigset_t *set = data;
	int64_t wake_due = clock_elapsed() + WAKE_EVERY * INT64_C(1000000);

	for (;;) {
		const struct timespec wait = next_wait(wake_due);

		take_signal(sigtimedwait(set, NULL, &wait));
		cancel_when_due();
		if (every.period && clock_elapsed() >= every.due)
			tick(false);
		if (clock_elapsed() >= wake_due) {
			wake_due = clock_elapsed() + WAKE_EVERY * INT64_C(1000000);
			wake_up();
		}
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
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGUSR2);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	if (pthread_create(&watcher, NULL, watch, &set) == 0) {
		pthread_detach(watcher);
		return;
	}
	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
	close(wake);
	wake = -1;
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
	statement.unheard = 0;
	statement.number++;
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
	statement.number++;
	/* A signal is about all of them, a limit is not. */
	if (statement.deadline && statement.cause != INTERRUPT_SIGNAL) {
		statement.cause = INTERRUPT_NONE;
		statement.deadline = clock_elapsed() + limit;
	}
	pthread_mutex_unlock(&statement.lock);
}

enum interrupt_cause interrupt_leave(void)
{
	enum interrupt_cause cause;

	pthread_mutex_lock(&statement.lock);
	statement.cancel = NULL;
	statement.doing = NULL;
	statement.deadline = 0;
	cause = statement.cause;
	statement.cause = INTERRUPT_NONE;
	pthread_mutex_unlock(&statement.lock);
	return cause;
}

void interrupt_every(int64_t period, void (*each)(void *data, bool asked), void *data)
{
	if (wake < 0)
		return;
	pthread_mutex_lock(&every.lock);
	every.tick = each;
	every.data = data;
	every.due = clock_elapsed() + period;
	every.period = each ? period : 0;
	pthread_mutex_unlock(&every.lock);
	pthread_kill(watcher, SIGUSR2);
}

void interrupt_farewell(void (*say)(const char *doing))
{
	farewell = say;
}

void interrupt_unheard(void (*say)(void))
{
	unheard = say;
}

uint64_t interrupt_statement(void)
{
	uint64_t number;

	pthread_mutex_lock(&statement.lock);
	number = statement.doing ? statement.number : 0;
	pthread_mutex_unlock(&statement.lock);
	return number;
}
