#include "fake_interrupt.h"

#include <stddef.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "interrupt/interrupt.h"

static struct {
	int signal;
	bool (*cancel)(void *data);
	void *data;
	enum interrupt_cause cause;
	int64_t slept, moved;
	uint64_t statement;
	bool executing;
	void (*tick)(void *data, bool asked);
	void *tick_data;
} fake;

void fake_interrupt_start(void)
{
	fake.signal = 0;
	fake.cancel = NULL;
	fake.cause = INTERRUPT_NONE;
	fake.slept = fake.moved = 0;
}

void fake_interrupt_set(int signal_number)
{
	fake.signal = signal_number;
}

bool fake_interrupt_now(int signal_number)
{
	fake.signal = signal_number;
	if (!fake.cancel || !fake.cancel(fake.data))
		return false;
	fake.cause = INTERRUPT_SIGNAL;
	return true;
}

bool fake_interrupt_cancelled(void)
{
	return fake.cause == INTERRUPT_SIGNAL;
}

void interrupt_next(int64_t limit, const char *doing)
{
	(void)limit;
	(void)doing;
}

void interrupt_start(void)
{
}

int interrupt_signal(void)
{
	return fake.signal;
}

int interrupt_fd(void)
{
	return -1;
}

void interrupt_drain(void)
{
}

void interrupt_every(int64_t period, void (*tick)(void *data, bool asked), void *data)
{
	(void)period;
	fake.tick = tick;
	fake.tick_data = data;
}

void interrupt_farewell(void (*say)(const char *doing))
{
	(void)say;
}

void interrupt_unheard(void (*say)(void))
{
	(void)say;
}

uint64_t interrupt_statement(void)
{
	return fake.executing ? fake.statement : 0;
}

void fake_interrupt_tick(bool asked)
{
	if (fake.tick)
		fake.tick(fake.tick_data, asked);
}

void interrupt_enter(bool (*cancel)(void *data), void *data, int64_t limit, const char *doing)
{
	(void)limit;
	(void)doing;
	fake.cancel = cancel;
	fake.data = data;
	fake.cause = INTERRUPT_NONE;
	fake.statement++;
	fake.executing = true;
}

enum interrupt_cause interrupt_leave(void)
{
	fake.cancel = NULL;
	fake.executing = false;
	return fake.cause;
}

int usleep(useconds_t microseconds)
{
	fake.slept += microseconds;
	return 0;
}

int64_t fake_clock_slept(void)
{
	return fake.slept;
}

void fake_clock_set(int64_t microseconds)
{
	fake.moved = microseconds;
}

int clock_gettime(clockid_t which, struct timespec *now)
{
	int answer = (int)syscall(SYS_clock_gettime, which, now);
	int64_t ahead = fake.slept + (which == CLOCK_REALTIME ? fake.moved : 0);
	int64_t nanoseconds = now->tv_nsec + ahead % 1000000 * 1000;

	now->tv_sec += ahead / 1000000 + nanoseconds / 1000000000;
	now->tv_nsec = nanoseconds % 1000000000;
	if (now->tv_nsec < 0) {
		now->tv_nsec += 1000000000;
		now->tv_sec--;
	}
	return answer;
}
