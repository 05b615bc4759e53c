/*
 * measure [-n TIMES] [-t SECONDS] -o LOG -- COMMAND.. - runs a command, TIMES times if it does not
 * fail, and prints nanoseconds, those of them on a processor, peak memory in KiB and exit status
 * (128 + signal; 124: ended after SECONDS). Processors and memory are those of the command and of
 * what it waited for, as getrusage() knows them; the memory is that of the largest single process.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

struct result {
	long long nanoseconds;
	long long processor;
	long peak_kib;
	int status;
};

static volatile sig_atomic_t late;
static volatile pid_t running;

static void end_late(int signal)
{
	(void)signal;
	late = 1;
	if (running > 0)
		kill(-running, SIGKILL);
}

static long long now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void fail(const char *what, const char *on, int error)
{
	fprintf(stderr, "measure: %s %s: %s\n", what, on, strerror(error));
	exit(125);
}

/* In a group of its own, so that what it started ends with it. */
static pid_t start(char **command, const char *log)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attributes;
	pid_t pid;

	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&files, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0644);
	posix_spawn_file_actions_adddup2(&files, 1, 2);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
	int error = posix_spawnp(&pid, command[0], &files, &attributes, command, environ);
	if (error)
		fail("cannot run", command[0], error);
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&attributes);
	return pid;
}

static int exit_status(int status)
{
	if (late)
		return 124;
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static long long processor_of(const struct rusage *usage)
{
	return (usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) * 1000000000LL +
	       (usage->ru_utime.tv_usec + usage->ru_stime.tv_usec) * 1000LL;
}

static void run_once(char **command, const char *log, struct result *result)
{
	struct rusage usage;
	int status;
	long long began = now();

	running = start(command, log);
	while (wait4(running, &status, 0, &usage) < 0)
		if (errno != EINTR)
			fail("cannot wait for", command[0], errno);
	running = 0;
	result->nanoseconds += now() - began;
	result->processor += processor_of(&usage);
	result->status = exit_status(status);
	if (usage.ru_maxrss > result->peak_kib)
		result->peak_kib = usage.ru_maxrss;
}

int main(int argc, char **argv)
{
	struct result result = { 0 };
	const char *log = NULL;
	long times = 1;
	int option;

	signal(SIGALRM, end_late);
	while ((option = getopt(argc, argv, "+n:t:o:")) != -1) {
		if (option == 'n')
			times = atol(optarg);
		else if (option == 't')
			alarm((unsigned)atoi(optarg));
		else if (option == 'o')
			log = optarg;
		else
			return 125;
	}
	if (!log || optind == argc)
		fail("usage:", "measure [-n TIMES] [-t SECONDS] -o LOG -- COMMAND..", EINVAL);
	while (times-- > 0 && result.status == 0)
		run_once(argv + optind, log, &result);
	printf("%lld %lld %ld %d\n", result.nanoseconds, result.processor, result.peak_kib,
	       result.status);
	return 0;
}
