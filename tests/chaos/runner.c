#include "runner.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"

enum { WORDS = 12, POLL = 300 };

static void split(char *text, const char **words)
{
	size_t count = 1;

	for (char *word = strtok(text, " "); word && count < WORDS; word = strtok(NULL, " "))
		words[count++] = word;
	words[count] = NULL;
}

static _Noreturn void become(const char *program, const char *dir, const char *log,
			     const char *command, const char *chaos)
{
	const char *words[WORDS + 1] = { program };
	const char *environment[] = { "PATH=/usr/bin:/bin", "TZ=UTC", "LC_ALL=C.UTF-8", NULL,
				      NULL };
	char text[200], wish[120];
	int fd = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);

	snprintf(text, sizeof text, "%s", command);
	split(text, words);
	if (chaos) {
		snprintf(wish, sizeof wish, "GLIM_CHAOS=%s", chaos);
		environment[3] = wish;
	}
	if (chdir(dir) != 0 || dup2(nothing, 0) < 0 || dup2(fd, 1) < 0 || dup2(fd, 2) < 0)
		_exit(126);
	execve(program, (char *const *)words, (char *const *)environment);
	_exit(127);
}

void runner_start(struct runner *runner, const char *program, const char *dir, int slot,
		  const char *command, const char *chaos)
{
	*runner = (struct runner){ .began = clock_elapsed() };
	snprintf(runner->log, sizeof runner->log, "%s/log.%d", dir, slot);
	runner->pid = fork();
	if (runner->pid == 0)
		become(program, dir, runner->log, command, chaos);
}

bool runner_wait(struct runner *runner, int64_t time)
{
	const int64_t end = clock_elapsed() + time;

	while (!runner->ended) {
		const int64_t left = end - clock_elapsed();

		if (waitpid(runner->pid, &runner->status, WNOHANG) == runner->pid)
			runner->ended = true;
		else if (left <= 0)
			return false;
		else
			usleep((useconds_t)(left < POLL ? left : POLL));
	}
	return true;
}

bool runner_wait_stop(struct runner *runner)
{
	while (waitpid(runner->pid, &runner->status, WUNTRACED) < 0 && errno == EINTR)
		;
	runner->ended = !WIFSTOPPED(runner->status);
	return !runner->ended;
}

int runner_exit(const struct runner *runner)
{
	return WIFEXITED(runner->status) ? WEXITSTATUS(runner->status) : -WTERMSIG(runner->status);
}

static char *read_log(const struct runner *runner, char *out, size_t size)
{
	FILE *file = fopen(runner->log, "re");
	size_t length = file ? fread(out, 1, size - 1, file) : 0;

	out[length] = '\0';
	if (file)
		fclose(file);
	return out;
}

bool runner_says(const struct runner *runner, const char *words)
{
	char text[16384];

	return strstr(read_log(runner, text, sizeof text), words) != NULL;
}

void runner_show(const struct runner *runner)
{
	char text[16384];

	fprintf(stderr, "  -- exit %d:\n", runner_exit(runner));
	for (char *line = strtok(read_log(runner, text, sizeof text), "\n"); line;
	     line = strtok(NULL, "\n"))
		fprintf(stderr, "     %s\n", line);
}

void runner_place(const struct runner *runner, char *out, int size)
{
	char text[16384];
	const char *line = strstr(read_log(runner, text, sizeof text), "chaos: ");

	snprintf(out, (size_t)size, "%.*s", line ? (int)strcspn(line + 7, "\n") : 0,
		 line ? line + 7 : "");
}

/* ---- Families ---- */

static pid_t first_child(pid_t parent, pid_t but)
{
	char path[64];
	FILE *file;
	int child = 0;

	snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)parent, (int)parent);
	file = fopen(path, "re");
	while (file && fscanf(file, "%d", &child) == 1 && child == (int)but)
		child = 0;
	if (file)
		fclose(file);
	return child;
}

pid_t runner_descendant(const struct runner *runner, int depth)
{
	pid_t pid = runner->pid;

	for (; pid && depth > 0; depth--)
		pid = first_child(pid, 0);
	return pid;
}

static void name_of(pid_t pid, char *name, int size)
{
	char path[64];
	FILE *file;

	snprintf(path, sizeof path, "/proc/%d/comm", (int)pid);
	file = fopen(path, "re");
	if (!file || !fgets(name, size, file))
		snprintf(name, (size_t)size, "process %d", (int)pid);
	name[strcspn(name, "\n")] = '\0';
	if (file)
		fclose(file);
}

bool runner_reap(int64_t time, pid_t but, char *name, int size)
{
	const int64_t end = clock_elapsed() + time;
	pid_t left;

	for (;;) {
		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
		left = first_child(getpid(), but);
		if (!left)
			return true;
		if (clock_elapsed() > end)
			break;
		usleep(1000);
	}
	name_of(left, name, size);
	kill(left, SIGKILL);
	return false;
}
