#include "host/host.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"
#include "host/talk.h"
#include "host/task.h"

/* Microseconds: on a disk that stalls, what was killed may take long to die. */
enum { PATIENCE = 30 * 1000000 };

static bool cannot(struct error *error, const struct talk *talk, const char *what)
{
	return error_set(error, ERROR_INTERNAL, "cannot run %s: %s: %s", talk->task.name, what,
			 strerror(errno));
}

static void close_all(const int *fds, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (fds[i] >= 0)
			close(fds[i]);
}

static bool guest_failed(const struct talk *talk, struct error *error)
{
	int status = talk->host->status;

	if (talk->refused)
		return error_set(error, ERROR_INTERNAL, "cannot run %s: no process for it: %s",
				 talk->task.name, strerror(talk->refused));
	if (!talk->child)
		return error_set(error, ERROR_INTERNAL,
				 "glim-guest ended before it could start %s; if it is not of this "
				 "version, install glim again",
				 talk->task.name);
	if (WIFSIGNALED(status))
		return error_set(error, ERROR_PLUGIN_CRASH,
				 "the process that %s ran under was killed by SIG%s",
				 talk->task.name, sigabbrev_np(WTERMSIG(status)));
	return error_set(error, ERROR_PLUGIN_CRASH, "the process that %s ran under ended",
			 talk->task.name);
}

static bool goes_on(const struct talk *talk)
{
	return talk->end == TALK_GOES_ON && !talk->exited && !talk->refused;
}

static void converse_once(struct talk *talk)
{
	talk_wait(talk, talk->wire.out.length ? POLLOUT : POLLIN);
	if (goes_on(talk) && !talk->closed)
		talk_receive(talk);
}

static void converse(struct talk *talk)
{
	while (goes_on(talk))
		converse_once(talk);
}

static bool knows_child(const struct talk *talk)
{
	return talk->child || talk->refused;
}

static bool knows_exit(const struct talk *talk)
{
	return talk->exited || talk->refused;
}

static bool knows_ready(const struct talk *talk)
{
	return ready_known(&talk->host->ready);
}

/* Reads what the guest says until it is enough; false if that never comes. */
static bool hear_guest(struct talk *talk, bool (*enough)(const struct talk *))
{
	const int64_t patience = clock_elapsed() + PATIENCE;

	while (!enough(talk) && clock_elapsed() < patience) {
		struct pollfd ready = { .fd = talk->host->control.fd, .events = POLLIN };

		const bool heard = poll(&ready, 1, 10) >= 0 || errno == EINTR;

		talk_read_control(talk);
		if (!heard || !guest_running(talk->host))
			break;
	}
	return enough(talk);
}

static void take_over(struct talk *talk, const struct ready *ready)
{
	talk->wire.fd = ready->socket;
	talk->page = ready->page;
	talk->output.fd = ready->output;
	talk->child = ready->pid;
	talk->refused = ready->refused;
}

/* It could not take its task: whatever is still told of it is not about the next one. */
static void give_up(struct talk *talk)
{
	hear_guest(talk, knows_child);
	close_all((int[]){ talk->wire.fd, talk->page, talk->output.fd }, 3);
	talk->wire.fd = talk->page = talk->output.fd = -1;
}

static bool begin(struct talk *talk, const struct ready *ready)
{
	return !talk->refused && task_fits(ready, &talk->task) &&
	       task_send(&talk->wire, ready, &talk->task);
}

/* One that waits may have died meanwhile, or be for another task: then it is the next one's turn.
 */
static bool start_ready(struct talk *talk)
{
	struct ready ready;

	while (ready_take(&talk->host->ready, &ready)) {
		take_over(talk, &ready);
		if (begin(talk, &ready))
			return true;
		give_up(talk);
		talk->child = 0;
		talk->refused = 0;
		talk->exited = false;
		text_clear(&talk->wire.out);
	}
	return false;
}

static bool start_new(struct talk *talk, struct error *error)
{
	const char *what;
	struct ready ready;

	if (!ready_order(talk->host, &what))
		return what ? cannot(error, talk, what) : guest_failed(talk, error);
	ready_take(&talk->host->ready, &ready);
	take_over(talk, &ready);
	if (task_send(&talk->wire, &ready, &talk->task))
		return true;
	give_up(talk);
	return guest_failed(talk, error);
}

static bool start(struct talk *talk, struct error *error)
{
	if (!guest_running(talk->host) && !guest_start(talk->host, error))
		return false;
	return start_ready(talk) || start_new(talk, error);
}

/* Some at a time: the guest is woken once for all of them. */
void host_prepare(struct host *host, size_t tasks)
{
	const size_t wanted = tasks < READY_MOST ? tasks : READY_MOST;
	const char *what;

	if (host && host->ready.count > READY_MOST / 2)
		return;
	while (host && guest_running(host) && host->ready.count < wanted)
		if (!ready_order(host, &what))
			break;
}

void host_load(struct host *host, const struct host_task *task)
{
	struct ready *ready = host && guest_running(host) ? ready_first(&host->ready) : NULL;

	if (ready)
		task_load_early(ready, task);
}

/* The child may have been faster than the guest's word that it is there. */
static void await_exit(struct talk *talk)
{
	if (talk->exited || !hear_guest(talk, knows_child) || talk->refused)
		return;
	if (guest_running(talk->host)) {
		kill(talk->child, SIGKILL);
		kill(talk->host->pid, SIGCONT);
	}
	hear_guest(talk, knows_exit);
}

/* Whatever happened: no process stays. */
static size_t sweep(struct talk *talk)
{
	bool running = guest_running(talk->host);

	if (running && talk->exited && !talk->left)
		return 0;
	if (running && !talk->exited)
		guest_stop(talk->host); /* it does not do its work */
	else if (running)
		hear_guest(talk, knows_ready);
	return guest_sweep(talk->host);
}

static void finish(struct talk *talk)
{
	close_all((int[]){ talk->wire.fd, talk->page }, 2);
	wire_finish(&talk->wire);
	free(talk->unloaded);
	free(talk);
}

static struct talk *talk_create(struct host *host, const struct host_task *task,
				const struct host_service *service)
{
	struct talk *talk = memory_alloc(sizeof *talk);

	talk->host = host;
	talk->task = *task;
	talk->service = *service;
	talk->wire.fd = talk->output.fd = talk->page = -1;
	if (task->timeout > 0)
		talk->deadline = clock_elapsed() + task->timeout;
	return talk;
}

/* What it has printed is read when it has ended. */
static void clear_up(struct talk *talk, struct host_result *result)
{
	converse(talk);
	await_exit(talk);
	result->left_behind = sweep(talk);
	talk_receive(talk);
	output_finish(&talk->output, &talk->service);
	result->printed_away = talk->output.away;
}

static bool end(struct talk *talk, struct host_result *result, struct error *error)
{
	bool known;

	clear_up(talk, result);
	known = talk->exited;
	ending_locate(talk, result);
	if (known)
		ending_describe(talk, result);
	else
		guest_failed(talk, error);
	finish(talk);
	return known;
}

/* The time that it may take is over with it. */
static bool keep_returned(struct talk *talk, struct host_result *result)
{
	talk->deadline = 0;
	talk->host->talk = talk;
	result->end = HOST_DONE;
	result->returned = talk->returned;
	return true;
}

bool host_run(struct host *host, const struct host_task *task, const struct host_service *service,
	      struct host_result *result, struct error *error)
{
	struct talk *talk = talk_create(host, task, service);

	*result = (struct host_result){ .end = HOST_CRASHED };
	if (!start(talk, error)) {
		output_finish(&talk->output, service);
		finish(talk);
		return false;
	}
	while (goes_on(talk) && !talk->done)
		converse_once(talk);
	/* Its end may be heard of before its last words; those of a copy would have no end. */
	if (talk->exited && !talk->left)
		talk_receive(talk);
	return talk->done ? keep_returned(talk, result) : end(talk, result, error);
}

void host_end(struct host *host, struct host_result *result)
{
	struct talk *talk = host ? host->talk : NULL;
	struct error lost = { 0 };

	if (!talk)
		return;
	host->talk = NULL;
	if (!end(talk, result, &lost)) {
		result->end = HOST_CRASHED;
		result->reason = lost.message;
		lost.message = NULL;
		result->is_sentence = true;
	}
	error_finish(&lost);
}

void host_result_finish(struct host_result *result)
{
	free(result->reason);
	free(result->file);
	*result = (struct host_result){ 0 };
}
