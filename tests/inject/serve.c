#include "serve.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WORDS = 12 };

static void redirect(const char *name, int to)
{
	const int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (fd < 0 || dup2(fd, to) < 0)
		_exit(126);
	close(fd);
}

static void split(char *text, int *argc, char ***argv)
{
	static char *words[WORDS + 1];
	int count = 0;

	words[count++] = (*argv)[0];
	for (char *word = strtok(text, " "); word && count < WORDS; word = strtok(NULL, " "))
		words[count++] = word;
	*argc = count;
	*argv = words;
}

static void begin(struct serve_request *request, int *argc, char ***argv)
{
	redirect("out", STDOUT_FILENO);
	redirect("err", STDERR_FILENO);
	split(request->line, argc, argv);
	if (!request->wish[0])
		return;
	setenv("GLIM_INJECT", request->wish, 1);
	read_wish();
}

static void answer(int fd, int number)
{
	if (send(fd, &number, sizeof number, MSG_NOSIGNAL) != sizeof number)
		_exit(1);
}

static int milliseconds(const struct timeval *time)
{
	return (int)(time->tv_sec * 1000 + time->tv_usec / 1000);
}

void serve(int fd, int *argc, char ***argv)
{
	static struct serve_request request;
	struct rusage used;
	int status;
	pid_t pid;

	while (recv(fd, &request, sizeof request, 0) == sizeof request) {
		pid = fork();
		if (pid == 0) {
			close(fd);
			begin(&request, argc, argv);
			return;
		}
		answer(fd, pid);
		if (wait4(pid, &status, 0, &used) != pid)
			_exit(1);
		answer(fd, status);
		answer(fd, milliseconds(&used.ru_utime) + milliseconds(&used.ru_stime));
	}
	_exit(0);
}

/* ---- The start of the program ---- */

static int (*real_main)(int, char **, char **);

static int main_behind(int argc, char **argv, char **environment)
{
	const char *number = getenv("GLIM_INJECT_SERVE");

	if (number) {
		const int fd = atoi(number);

		unsetenv("GLIM_INJECT_SERVE");
		serve(fd, &argc, &argv);
	}
	return real_main(argc, argv, environment);
}

typedef int start(int (*)(int, char **, char **), int, char **, void (*)(void), void (*)(void),
		  void (*)(void), void *);

__attribute__((visibility("default"))) start __libc_start_main;

int __libc_start_main(int (*program)(int, char **, char **), int argc, char **argv,
		      void (*before)(void), void (*after)(void), void (*loader)(void), void *stack)
{
	start *next = (start *)dlsym(RTLD_NEXT, "__libc_start_main");

	real_main = program;
	return next(main_behind, argc, argv, before, after, loader, stack);
}
