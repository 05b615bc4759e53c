#include "server.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { COMMAND = 8192, WORDS = 100 };

static char command[COMMAND]; /* as /proc keeps it, NUL between the words */
static size_t command_length;

struct server_place server_find(void)
{
	const char *on = getenv("CHAOS_ON");
	const bool postgresql = on && strcmp(on, "postgresql") == 0;
	const char *port =
		getenv(postgresql ? "GLIM_TEST_POSTGRESQL_PORT" : "GLIM_TEST_MYSQL_PORT");

	return (struct server_place){
		.postgresql = postgresql,
		.dir = getenv(postgresql ? "GLIM_TEST_POSTGRESQL_DIR" : "GLIM_TEST_MYSQL_DIR"),
		.socket = getenv(postgresql ? "GLIM_TEST_POSTGRESQL_SOCKET"
					    : "GLIM_TEST_MYSQL_SOCKET"),
		.port = port ? atoi(port) : 0,
	};
}

static void pid_file(const struct server_place *place, char path[300])
{
	snprintf(path, 300, place->postgresql ? "%s/data/postmaster.pid" : "%s/pid", place->dir);
}

static pid_t read_pid(const struct server_place *place)
{
	char path[300];
	int pid = 0;
	FILE *file;

	pid_file(place, path);
	file = fopen(path, "re");
	if (!file || fscanf(file, "%d", &pid) != 1) {
		fprintf(stderr, "chaos: no server: %s\n", path);
		exit(3);
	}
	fclose(file);
	return pid;
}

static void read_command(pid_t pid)
{
	char path[64];
	FILE *file;

	snprintf(path, sizeof path, "/proc/%d/cmdline", (int)pid);
	file = fopen(path, "re");
	command_length = file ? fread(command, 1, sizeof command - 1, file) : 0;
	if (file)
		fclose(file);
}

/* A server that is nobody's child here stays a zombie until its parent looks. */
static int gone(pid_t pid)
{
	char path[64], line[256] = "";
	FILE *file;

	waitpid(pid, NULL, WNOHANG);
	snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
	file = fopen(path, "re");
	if (!file)
		return 1;
	if (!fgets(line, sizeof line, file))
		line[0] = '\0';
	fclose(file);
	return strstr(line, ") Z ") != NULL || !*line;
}

static void kill_alone(const struct server_place *place)
{
	const pid_t pid = read_pid(place);

	if (!command_length)
		read_command(pid);
	kill(pid, SIGKILL);
	while (!gone(pid))
		usleep(2000);
}

/* Its processes share memory that the next one finds taken while one of them is left. */
static void call_script(const struct server_place *place, const char *verb)
{
	char line[400];

	snprintf(line, sizeof line, "tests/servers/postgres.sh %s '%s'", verb, place->dir);
	if (system(line) == 0)
		return;
	fprintf(stderr, "chaos: %s failed\n", line);
	exit(3);
}

void server_kill(const struct server_place *place)
{
	if (place->postgresql) {
		call_script(place, "kill");
		return;
	}
	kill_alone(place);
}

static _Noreturn void become_server(void)
{
	char *words[WORDS + 1];
	size_t count = 0;

	for (size_t at = 0; at < command_length && count < WORDS; at += strlen(command + at) + 1)
		words[count++] = command + at;
	words[count] = NULL;
	setsid();
	if (!words[0] || !freopen("/dev/null", "r", stdin) || !freopen("/dev/null", "w", stdout) ||
	    !freopen("/dev/null", "w", stderr))
		_exit(126);
	execvp(words[0], words);
	_exit(127);
}

pid_t server_restart(const struct server_place *place)
{
	char path[300];
	FILE *file;
	pid_t pid;

	if (place->postgresql) {
		call_script(place, "again");
		return read_pid(place);
	}
	pid = fork();
	if (pid == 0)
		become_server();
	pid_file(place, path);
	file = fopen(path, "we");
	if (file) {
		fprintf(file, "%d\n", (int)pid);
		fclose(file);
	}
	return pid;
}
