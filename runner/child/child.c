#include "child/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"

enum { LOOK = 20, LINE_MOST = 4096 }; /* milliseconds; bytes */

struct child {
	const struct child_request *request;
	pid_t pid;
	int in, out; /* our ends; -1 once closed */
	size_t given;
	struct text line;
	int64_t deadline;
	struct child_result result;
	bool ended;
};

static void close_end(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* Both are our end and its end. */
static bool open_pipes(int in[2], int out[2])
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) != 0)
		return false;
	in[0] = ends[1];
	in[1] = ends[0];
	if (pipe2(out, O_CLOEXEC) != 0) {
		close(ends[0]);
		close(ends[1]);
		return false;
	}
	fcntl(in[0], F_SETFL, O_NONBLOCK);
	fcntl(out[0], F_SETFL, O_NONBLOCK);
	return true;
}

static void prepare_files(posix_spawn_file_actions_t *files, const struct child_request *request,
			  int in, int out)
{
	posix_spawn_file_actions_init(files);
	posix_spawn_file_actions_adddup2(files, in, STDIN_FILENO);
	posix_spawn_file_actions_adddup2(files, out, STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(files, out, STDERR_FILENO);
	if (request->directory)
		posix_spawn_file_actions_addchdir_np(files, request->directory);
}

static int spawn(struct child *child, int in, int out)
{
	const struct child_request *request = child->request;
	posix_spawn_file_actions_t files;
	posix_spawnattr_t how;
	sigset_t all, none;
	int problem;

	sigfillset(&all);
	sigemptyset(&none);
	posix_spawnattr_init(&how);
	posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK |
					       POSIX_SPAWN_SETSID);
	posix_spawnattr_setsigdefault(&how, &all);
	posix_spawnattr_setsigmask(&how, &none);
	prepare_files(&files, request, in, out);
	problem = posix_spawnp(&child->pid, request->words[0], &files, &how, request->words,
			       request->environment ? request->environment : environ);
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&how);
	return problem;
}

static int start(struct child *child)
{
	int in[2], out[2], problem;

	if (!open_pipes(in, out))
		return errno;
	problem = spawn(child, in[1], out[1]);
	close(in[1]);
	close(out[1]);
	child->in = in[0];
	child->out = out[0];
	return problem;
}

static void give(struct child *child)
{
	const struct child_request *request = child->request;
	ssize_t written;

	if (child->given < request->length) {
		written = write(child->in, request->input + child->given,
				request->length - child->given);
		if (written > 0)
			child->given += (size_t)written;
		else if (errno != EAGAIN && errno != EINTR)
			child->given = request->length;
	}
	if (child->given >= request->length)
		close_end(&child->in);
}

static void end_line(struct child *child)
{
	child->request->line(child->request->data, text_get(&child->line), child->line.length);
	text_clear(&child->line);
}

static void take(struct child *child)
{
	char bytes[4096];
	const ssize_t got = read(child->out, bytes, sizeof bytes);

	for (ssize_t i = 0; i < got; i++) {
		if (bytes[i] != '\n')
			text_add_char(&child->line, bytes[i]);
		if (bytes[i] == '\n' || child->line.length >= LINE_MOST)
			end_line(child);
	}
	if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR))
		close_end(&child->out);
}

/* One that has not ended by itself did so by our hand. */
static void look(struct child *child)
{
	int status;

	if (waitpid(child->pid, &status, WNOHANG) != child->pid)
		return;
	child->ended = true;
	if (child->result.end != CHILD_EXITED)
		return;
	if (WIFSIGNALED(status))
		child->result = (struct child_result){ CHILD_KILLED, WTERMSIG(status) };
	else
		child->result.number = WEXITSTATUS(status);
}

static void end(struct child *child, enum child_end how)
{
	if (child->result.end == CHILD_EXITED)
		child->result.end = how;
	kill(-child->pid, SIGKILL);
}

static void judge(struct child *child)
{
	const struct child_request *request = child->request;

	look(child);
	if (child->ended)
		return;
	if (child->deadline && clock_elapsed() >= child->deadline)
		end(child, CHILD_TIMEOUT);
	else if (request->stopped && request->stopped(request->data))
		end(child, CHILD_STOPPED);
}

static void wait_for(struct child *child)
{
	struct pollfd ready[] = {
		{ .fd = child->in, .events = POLLOUT },
		{ .fd = child->out, .events = POLLIN },
	};

	poll(ready, 2, LOOK);
	if (ready[0].revents)
		give(child);
	if (ready[1].revents)
		take(child);
}

/* What is left of its session may hold the pipe: what is in it now is all that is waited for. */
static void finish(struct child *child)
{
	kill(-child->pid, SIGKILL);
	for (size_t before = 1; child->out >= 0 && before;) {
		struct pollfd ready = { .fd = child->out, .events = POLLIN };

		before = poll(&ready, 1, 0) > 0;
		if (before)
			take(child);
	}
	if (child->line.length)
		end_line(child);
}

struct child_result child_run(const struct child_request *request)
{
	struct child child = { .request = request, .in = -1, .out = -1 };
	const int problem = start(&child);

	if (request->limit)
		child.deadline = clock_elapsed() + request->limit;
	if (problem)
		child.result = (struct child_result){ CHILD_NOT_STARTED, problem };
	while (!problem && !child.ended) {
		wait_for(&child);
		judge(&child);
	}
	if (!problem)
		finish(&child);
	close_end(&child.in);
	close_end(&child.out);
	text_finish(&child.line);
	return child.result;
}
