/*
 * glim-guest: forks one child a migration when the runner asks for it, and tells how each ended.
 * Holds no connection and no password. Started by the runner only.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "guest/child.h"
#include "wire/descendant.h"

enum { CHILDREN_MOST = 16 };

struct ended {
	pid_t pid;
	int status;
};

struct nursery {
	struct wire control;
	int signals;
	int list; /* of the children, as the kernel keeps it; -1: it does not */
	pid_t children[CHILDREN_MOST]; /* one has a task, the others wait for theirs */
	size_t count;
};

/*
 * All signals stay blocked: a terminal or a service manager that signals everyone means the runner.
 * When the runner dies its socket ends, which ends this process and all below it; SIGCONT makes
 * sure that a migration cannot have stopped it.
 */
static void settle_in(struct nursery *nursery)
{
	const struct rlimit none = { 0 };
	sigset_t all, children;
	char path[64];

	close_range(WIRE_CONTROL + 1, UINT_MAX, 0);
	fcntl(WIRE_CONTROL, F_SETFD, FD_CLOEXEC);
	prctl(PR_SET_PDEATHSIG, SIGCONT);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	setrlimit(RLIMIT_CORE, &none); /* a core file of a migration may hold what it read */
	umask(022);
	if (chdir("/") != 0)
		_exit(1);
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	sigemptyset(&children);
	sigaddset(&children, SIGCHLD);
	nursery->signals = signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK);
	nursery->control.fd = WIRE_CONTROL;
	snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
	nursery->list = open(path, O_RDONLY | O_CLOEXEC);
	if (nursery->signals < 0)
		_exit(1);
}

static _Noreturn void end(void)
{
	descendant_end(getpid(), NULL);
	_exit(0);
}

static void tell(struct nursery *nursery, size_t frame)
{
	wire_close(&nursery->control.out, frame);
	if (!wire_send(&nursery->control))
		end();
}

static void tell_spawned(struct nursery *nursery, pid_t pid, int problem)
{
	size_t frame = wire_open(&nursery->control.out, WIRE_SPAWNED);

	wire_put_u32(&nursery->control.out, (uint32_t)pid);
	wire_put_u32(&nursery->control.out, (uint32_t)problem);
	tell(nursery, frame);
}

static void tell_exited(struct nursery *nursery, const struct ended *ended, bool left)
{
	size_t frame = wire_open(&nursery->control.out, WIRE_EXITED);

	wire_put_u32(&nursery->control.out, (uint32_t)ended->pid);
	wire_put_u32(&nursery->control.out, (uint32_t)ended->status);
	wire_put_u32(&nursery->control.out, left);
	tell(nursery, frame);
}

static void spawn(struct nursery *nursery, const struct child_birth *birth)
{
	pid_t pid = nursery->count < CHILDREN_MOST ? fork() : (errno = EAGAIN, -1);
	int problem;

	if (pid == 0) {
		close(nursery->control.fd);
		close(nursery->signals);
		close(nursery->list);
		child_live(birth);
	}
	problem = pid < 0 ? errno : 0;
	for (size_t i = 0; i < WIRE_DESCRIPTORS; i++)
		close(birth->fds[i]);
	if (pid > 0)
		nursery->children[nursery->count++] = pid;
	tell_spawned(nursery, pid > 0 ? pid : 0, problem);
}

static void take_order(struct nursery *nursery)
{
	struct child_birth birth = { .parent = getpid() };
	struct wire_body body;
	enum wire_kind kind;

	if (wire_receive_descriptors(&nursery->control, &kind, &body, birth.fds,
				     WIRE_DESCRIPTORS) != WIRE_FRAME ||
	    kind != WIRE_SPAWN)
		end();
	spawn(nursery, &birth);
}

static bool forget(struct nursery *nursery, pid_t pid)
{
	for (size_t i = 0; i < nursery->count; i++) {
		if (nursery->children[i] != pid)
			continue;
		nursery->children[i] = nursery->children[--nursery->count];
		return true;
	}
	return false;
}

static bool is_own(const struct nursery *nursery, pid_t pid)
{
	for (size_t i = 0; i < nursery->count; i++)
		if (nursery->children[i] == pid)
			return true;
	return false;
}

/* Is there a child that was not born here? Where the system does not say, one is supposed. */
static bool has_strays(const struct nursery *nursery)
{
	char list[(CHILDREN_MOST + 1) * 12], *at = list;
	const ssize_t length = pread(nursery->list, list, sizeof list - 1, 0);

	if (length < 0)
		return true;
	list[length] = '\0';
	for (size_t i = 0; i <= nursery->count; i++) {
		const pid_t pid = (pid_t)strtol(at, &at, 10);

		if (!pid)
			return false;
		if (!is_own(nursery, pid))
			return true;
	}
	return true;
}

/* What a migration left behind becomes a child of this process when its parent ends. */
static void reap(struct nursery *nursery)
{
	struct signalfd_siginfo info;
	struct ended ended[CHILDREN_MOST];
	size_t count = 0;
	int status;
	bool left;
	pid_t pid;

	while (read(nursery->signals, &info, sizeof info) > 0)
		;
	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		if (forget(nursery, pid))
			ended[count++] = (struct ended){ pid, status };
	left = count && pid == 0 && has_strays(nursery);
	for (size_t i = 0; i < count; i++)
		tell_exited(nursery, &ended[i], left);
}

static _Noreturn void serve(struct nursery *nursery)
{
	struct pollfd ready[] = { { .fd = nursery->control.fd, .events = POLLIN },
				  { .fd = nursery->signals, .events = POLLIN } };

	for (;;) {
		if (poll(ready, 2, -1) < 0 && errno != EINTR)
			end();
		if (ready[1].revents)
			reap(nursery);
		if (ready[0].revents)
			take_order(nursery);
	}
}

int main(int argc, char **argv)
{
	static struct nursery nursery;

	if (argc != 2 || atoi(argv[1]) != WIRE_VERSION) {
		fputs("glim-guest is a part of glim, which starts it by itself. If glim did, the "
		      "two are of different versions: install glim again.\n",
		      stderr);
		return 2;
	}
	settle_in(&nursery);
	child_prepare();
	serve(&nursery);
}
