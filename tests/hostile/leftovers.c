/*
 * leftovers FILE COMMAND ARGUMENT.. - runs the command, and writes into FILE how many of its
 * processes are still there a moment after it has ended. Ends them; exits as the command did.
 */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOMENTS = 300, MOMENT = 10000 };

/* Orphans are given to this process, as it is their subreaper. */
static bool all_gone(void)
{
	pid_t pid;

	while ((pid = waitpid(-1, NULL, WNOHANG)) > 0)
		;
	return pid < 0;
}

static int end_children(void)
{
	char path[64];
	FILE *list;
	int pid, count = 0;

	snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
	list = fopen(path, "r");
	while (list && fscanf(list, "%d", &pid) == 1) {
		kill(pid, SIGKILL);
		count++;
	}
	if (list)
		fclose(list);
	return count;
}

static int count_left(void)
{
	int count = 0;

	for (int i = 0; i < MOMENTS && !all_gone(); i++)
		usleep(MOMENT);
	while (!all_gone()) {
		count += end_children();
		usleep(MOMENT);
	}
	return count;
}

int main(int argc, char **argv)
{
	FILE *report;
	pid_t command;
	int status;

	if (argc < 3)
		return 2;
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	command = fork();
	if (command == 0) {
		execvp(argv[2], argv + 2);
		_exit(127);
	}
	waitpid(command, &status, 0);
	report = fopen(argv[1], "w");
	if (!report)
		return 2;
	fprintf(report, "%d\n", count_left());
	fclose(report);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
