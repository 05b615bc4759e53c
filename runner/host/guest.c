#include "host/guest.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/part.h"

static const char *other_path;

void guest_use(const char *path)
{
	other_path = path;
}

struct host *host_create(struct error *error)
{
	struct host *host = memory_alloc(sizeof *host);

	prctl(PR_SET_CHILD_SUBREAPER, 1);
	descendant_list(getpid(), &host->spared);
	host->path = other_path ? memory_copy(other_path) : part_path("lib/glim/glim-guest");
	host->control.fd = -1;
	if (guest_start(host, error))
		return host;
	host_destroy(host);
	return NULL;
}

void host_destroy(struct host *host)
{
	if (!host)
		return;
	guest_stop(host);
	wire_finish(&host->control);
	descendant_forget(&host->spared);
	free(host->path);
	free(host);
}

/* Clean signals, a session of its own, and no descriptor but the socket and stderr. */
static int spawn(struct host *host, int socket)
{
	static char *const environment[] = { "LANG=C.UTF-8", "PATH=/usr/bin:/bin", NULL };
	char version[12];
	char *const arguments[] = { "glim-guest", version, NULL };
	posix_spawn_file_actions_t files;
	posix_spawnattr_t how;
	sigset_t all, none;
	int problem;

	snprintf(version, sizeof version, "%d", WIRE_VERSION);
	sigfillset(&all);
	sigemptyset(&none);
	posix_spawnattr_init(&how);
	posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK |
					       POSIX_SPAWN_SETSID);
	posix_spawnattr_setsigdefault(&how, &all);
	posix_spawnattr_setsigmask(&how, &none);
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, socket, WIRE_CONTROL);
	posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	problem = posix_spawn(&host->pid, host->path, &files, &how, arguments, environment);
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&how);
	return problem;
}

bool guest_start(struct host *host, struct error *error)
{
	int ends[2], problem;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
		return error_set(error, ERROR_INTERNAL, "cannot make a socket for glim-guest: %s",
				 strerror(errno));
	problem = spawn(host, ends[1]);
	close(ends[1]);
	if (problem) {
		host->pid = 0;
		close(ends[0]);
		error_set(error, ERROR_INTERNAL, "cannot start %s: %s", host->path,
			  strerror(problem));
		error_next(error, "install glim again: the file belongs to it");
		return false;
	}
	host->control.fd = ends[0];
	return true;
}

/* Forgets the process, which is reaped by now. */
static void forget(struct host *host)
{
	host->pid = 0;
	ready_drop(&host->ready);
	close(host->control.fd);
	wire_finish(&host->control);
	host->control.fd = -1;
}

bool guest_running(struct host *host)
{
	if (!host->pid)
		return false;
	if (waitpid(host->pid, &host->status, WNOHANG) == 0)
		return true;
	forget(host);
	return false;
}

size_t guest_sweep(struct host *host)
{
	struct process_list ready = { 0 };
	size_t ended;

	if (!host->pid)
		return descendant_end(getpid(), &host->spared);
	kill(host->pid, SIGCONT); /* it has to reap them */
	ready_spare(&host->ready, &ready);
	ended = descendant_end(host->pid, &ready);
	descendant_forget(&ready);
	return ended;
}

/* It ends when its socket does, after all that is below it. */
void guest_stop(struct host *host)
{
	enum { PATIENCE = 200 };

	if (!host->pid)
		return;
	shutdown(host->control.fd, SHUT_RDWR);
	kill(host->pid, SIGCONT);
	for (size_t i = 0; i < PATIENCE && guest_running(host); i++)
		poll(NULL, 0, i < 10 ? 1 : 10);
	if (!host->pid)
		return;
	kill(host->pid, SIGKILL);
	while (waitpid(host->pid, &host->status, 0) < 0 && errno == EINTR)
		;
	forget(host);
	guest_sweep(host);
}
