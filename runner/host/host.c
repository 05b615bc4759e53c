#include "host/host.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"
#include "host/talk.h"

static bool cannot(struct error *error, const struct talk *talk, const char *what)
{
	return error_set(error, ERROR_INTERNAL, "cannot run %s: %s: %s", talk->task->name, what,
			 strerror(errno));
}

static void close_all(const int *fds, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (fds[i] >= 0)
			close(fds[i]);
}

/* The host's ends go into `talk`, the child's into `fds`. */
static bool open_ends(struct talk *talk, int fds[WIRE_DESCRIPTORS], struct error *error)
{
	int ends[2], pipes[2];

	talk->page = memfd_create("glim-page", MFD_CLOEXEC);
	if (talk->page < 0 || ftruncate(talk->page, sizeof(struct wire_page)) != 0)
		return cannot(error, talk, "no shared page");
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
		return cannot(error, talk, "no socket");
	talk->wire.fd = ends[0];
	fds[WIRE_SOCKET] = ends[1];
	if (pipe2(pipes, O_CLOEXEC) != 0)
		return cannot(error, talk, "no pipe");
	talk->output.fd = pipes[0];
	fds[WIRE_OUTPUT] = pipes[1];
	fcntl(pipes[0], F_SETFL, O_NONBLOCK);
	fds[WIRE_IMAGE] = talk->task->image;
	fds[WIRE_PAGE] = talk->page;
	return true;
}

static bool guest_failed(const struct talk *talk, struct error *error)
{
	int status = talk->host->status;

	if (talk->refused)
		return error_set(error, ERROR_INTERNAL, "cannot run %s: no process for it: %s",
				 talk->task->name, strerror(talk->refused));
	if (!talk->child)
		return error_set(error, ERROR_INTERNAL,
				 "glim-guest ended before it could start %s; if it is not of this "
				 "version, install glim again",
				 talk->task->name);
	if (WIFSIGNALED(status))
		return error_set(error, ERROR_PLUGIN_CRASH,
				 "the process that %s ran under was killed by SIG%s",
				 talk->task->name, sigabbrev_np(WTERMSIG(status)));
	return error_set(error, ERROR_PLUGIN_CRASH, "the process that %s ran under ended",
			 talk->task->name);
}

static bool order_child(struct talk *talk, const int *fds, struct error *error)
{
	struct wire *control = &talk->host->control;
	size_t frame = wire_open(&control->out, WIRE_SPAWN);

	wire_put_u32(&control->out, talk->task->verb);
	wire_put_i64(&control->out, (int64_t)talk->task->memory_limit);
	wire_put_text(&control->out, talk->task->driver);
	wire_close(&control->out, frame);
	return wire_send_descriptors(control, fds, WIRE_DESCRIPTORS) || guest_failed(talk, error);
}

static bool start(struct talk *talk, struct error *error)
{
	int fds[WIRE_DESCRIPTORS] = { -1, -1, -1, -1 };
	bool started;

	if (!guest_running(talk->host) && !guest_start(talk->host, error))
		return false;
	started = open_ends(talk, fds, error) && order_child(talk, fds, error);
	close_all((int[]){ fds[WIRE_SOCKET], fds[WIRE_OUTPUT] }, 2);
	return started;
}

static bool goes_on(const struct talk *talk)
{
	return talk->end == TALK_GOES_ON && !talk->exited && !talk->refused;
}

static void converse(struct talk *talk)
{
	while (goes_on(talk)) {
		talk_wait(talk, talk->wire.out.length ? POLLOUT : POLLIN);
		if (goes_on(talk) && !talk->closed)
			talk_receive(talk);
	}
}

static bool knows_child(const struct talk *talk)
{
	return talk->child || talk->refused;
}

static bool knows_exit(const struct talk *talk)
{
	return talk->exited || talk->refused;
}

/* Reads what the guest says until it is enough; false if that never comes. */
static bool hear_guest(struct talk *talk, bool (*enough)(const struct talk *))
{
	const int64_t patience = clock_elapsed() + 5000000;

	while (!enough(talk) && clock_elapsed() < patience) {
		struct pollfd ready = { .fd = talk->host->control.fd, .events = POLLIN };

		poll(&ready, 1, 10);
		talk_read_control(talk);
		if (!guest_running(talk->host))
			break;
	}
	return enough(talk);
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
	return guest_sweep(talk->host);
}

static void finish(struct talk *talk)
{
	close_all((int[]){ talk->wire.fd, talk->page }, 2);
	wire_finish(&talk->wire);
	free(talk->unloaded);
}

bool host_run(struct host *host, const struct host_task *task, const struct host_service *service,
	      struct host_result *result, struct error *error)
{
	struct talk talk = { .host = host,
			     .task = task,
			     .service = service,
			     .wire = { .fd = -1 },
			     .output = { .fd = -1 },
			     .page = -1 };
	bool started;

	*result = (struct host_result){ .end = HOST_CRASHED };
	if (task->timeout > 0)
		talk.deadline = clock_elapsed() + task->timeout;
	started = start(&talk, error);
	if (started) {
		converse(&talk);
		await_exit(&talk);
		result->left_behind = sweep(&talk);
		talk_receive(&talk);
	}
	output_finish(&talk.output, service);
	result->printed_away = talk.output.away;
	if (started)
		ending_locate(&talk, result);
	if (started && talk.exited)
		ending_describe(&talk, result);
	else if (started)
		guest_failed(&talk, error);
	finish(&talk);
	return started && talk.exited;
}

void host_result_finish(struct host_result *result)
{
	free(result->reason);
	free(result->file);
	*result = (struct host_result){ 0 };
}
