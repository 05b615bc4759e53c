#include "host/ready.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "host/guest.h"
#include "wire/wire.h"

static void close_if_open(int fd)
{
	if (fd >= 0)
		close(fd);
}

void ready_close(struct ready *ready)
{
	close_if_open(ready->socket);
	close_if_open(ready->page);
	close_if_open(ready->output);
	*ready = (struct ready){ .socket = -1, .page = -1, .output = -1 };
}

/* The host's ends go into `ready`, the child's into `fds`. */
static bool open_ends(struct ready *ready, int fds[WIRE_DESCRIPTORS], const char **what)
{
	int ends[2], pipes[2];

	*what = "no shared page";
	ready->page = fds[WIRE_PAGE] = memfd_create("glim-page", MFD_CLOEXEC);
	if (ready->page < 0 || ftruncate(ready->page, sizeof(struct wire_page)) != 0)
		return false;
	*what = "no socket";
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
		return false;
	ready->socket = ends[0];
	fds[WIRE_SOCKET] = ends[1];
	*what = "no pipe";
	if (pipe2(pipes, O_CLOEXEC) != 0)
		return false;
	ready->output = pipes[0];
	fds[WIRE_OUTPUT] = pipes[1];
	fcntl(pipes[0], F_SETFL, O_NONBLOCK);
	return true;
}

static bool order(struct host *host, const int *fds)
{
	struct wire *control = &host->control;

	wire_close(&control->out, wire_open(&control->out, WIRE_SPAWN));
	return wire_send_descriptors(control, fds, WIRE_DESCRIPTORS);
}

bool ready_order(struct host *host, const char **what)
{
	struct ready ready = { .socket = -1, .page = -1, .output = -1 };
	int fds[WIRE_DESCRIPTORS] = { -1, -1, -1 };
	bool done = open_ends(&ready, fds, what);

	if (done) {
		*what = NULL;
		done = order(host, fds);
	}
	close_if_open(fds[WIRE_SOCKET]);
	close_if_open(fds[WIRE_OUTPUT]);
	if (done)
		host->ready.items[host->ready.count++] = ready;
	else
		ready_close(&ready);
	return done;
}

static bool is_of_use(const struct ready *ready)
{
	return !ready->exited && !ready->refused;
}

struct ready *ready_first(struct ready_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		if (is_of_use(&list->items[i]))
			return &list->items[i];
	return NULL;
}

static void take_first(struct ready_list *list, struct ready *out)
{
	*out = list->items[0];
	memmove(list->items, list->items + 1, --list->count * sizeof *list->items);
}

bool ready_take(struct ready_list *list, struct ready *out)
{
	while (list->count) {
		take_first(list, out);
		if (!out->exited)
			return true;
		ready_close(out);
	}
	return false;
}

void ready_drop(struct ready_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		ready_close(&list->items[i]);
	list->count = 0;
}

void ready_spawned(struct ready_list *list, pid_t pid, int refused)
{
	for (size_t i = 0; i < list->count; i++) {
		struct ready *ready = &list->items[i];

		if (ready->pid || ready->refused)
			continue;
		ready->pid = pid;
		ready->refused = refused;
		return;
	}
}

void ready_exited(struct ready_list *list, pid_t pid)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->items[i].pid == pid)
			list->items[i].exited = true;
}

bool ready_known(const struct ready_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		if (!list->items[i].pid && !list->items[i].refused)
			return false;
	return true;
}

void ready_spare(const struct ready_list *list, struct process_list *out)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->items[i].pid && !list->items[i].exited)
			descendant_add(list->items[i].pid, out);
}
