#include "program.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"
#include "serve.h"

enum { PATIENCE = 120 * 1000 };

static char *path_in(const struct program *program, const char *name)
{
	return memory_format("%s/%s", program->dir, name);
}

void program_init(struct program *program, const char *path, const char *behind, const char *shim,
		  const char *dir)
{
	char *name;
	int fd;

	*program = (struct program){ .path = path, .behind = behind, .shim = shim };
	snprintf(program->dir, sizeof program->dir, "%s", dir);
	name = path_in(program, "count");
	fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0 || ftruncate(fd, sizeof *program->count) != 0)
		exit(3);
	program->count =
		mmap(NULL, sizeof *program->count, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	free(name);
}

/* ---- The program that stands ready ---- */

static _Noreturn void become(const struct program *program, const char *path, int socket)
{
	char *const words[] = { (char *)path, NULL };
	char *environment[8] = { "PATH=/usr/bin:/bin", "TZ=UTC", "LC_ALL=C.UTF-8" };
	const char *sanitizer = getenv("ASAN_OPTIONS");
	size_t count = 3;

	if (sanitizer)
		environment[count++] = memory_format("ASAN_OPTIONS=%s", sanitizer);
	environment[count++] = memory_format("GLIM_INJECT_SERVE=%d", SERVE_FD);
	environment[count++] = memory_format("GLIM_INJECT_COUNT=%s/count", program->dir);
	environment[count++] = memory_format("LD_PRELOAD=%s", program->shim);
	if (chdir(program->dir) != 0 ||
	    dup2(open("/dev/null", O_RDONLY | O_CLOEXEC), STDIN_FILENO) < 0 ||
	    dup2(socket, SERVE_FD) < 0)
		_exit(126);
	execve(path, words, environment);
	_exit(127);
}

static void start_server(const struct program *program, const char *path,
			 struct program_server *server)
{
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
		exit(3);
	fflush(NULL);
	server->pid = fork();
	if (server->pid == 0)
		become(program, path, ends[1]);
	close(ends[1]);
	server->socket = ends[0];
	server->path = path;
}

static void stop_server(struct program_server *server)
{
	if (!server->pid)
		return;
	close(server->socket);
	waitpid(server->pid, NULL, 0);
	server->pid = 0;
}

/* A start in which nothing is to fail takes the one that is there. */
static const struct program_server *server_for(struct program *program, const char *wish)
{
	struct program_server *server = &program->server;
	const bool behind = wish && strncmp(wish, "driver:", 7) == 0;
	const char *path = behind ? program->behind : program->path;

	if (server->path && (!wish || server->path == path))
		return server;
	stop_server(server);
	start_server(program, path, server);
	return server;
}

/* False: not within so many milliseconds. */
static bool receive(const struct program_server *server, int *number, int time)
{
	struct pollfd end = { .fd = server->socket, .events = POLLIN };

	if (poll(&end, 1, time) == 0)
		return false;
	if (recv(server->socket, number, sizeof *number, 0) == sizeof *number)
		return true;
	fprintf(stderr, "inject: %s does not start\n", server->path);
	exit(3);
}

static void ask(const struct program_server *server, const char *line, const char *wish, int *pid)
{
	struct serve_request request = { 0 };

	snprintf(request.line, sizeof request.line, "%s", line);
	snprintf(request.wish, sizeof request.wish, "%s", wish ? wish : "");
	if (send(server->socket, &request, sizeof request, MSG_NOSIGNAL) != sizeof request ||
	    !receive(server, pid, -1)) {
		fprintf(stderr, "inject: %s does not start\n", server->path);
		exit(3);
	}
}

static char *read_all(const struct program *program, const char *name)
{
	char *path = path_in(program, name), piece[4096];
	FILE *file = fopen(path, "re");
	struct text text = { 0 };
	size_t length;

	while (file && (length = fread(piece, 1, sizeof piece, file)) > 0)
		text_add_bytes(&text, piece, length);
	if (file)
		fclose(file);
	free(path);
	return text_take(&text);
}

void program_run(struct program *program, const char *line, const char *wish, struct said *said)
{
	const struct program_server *server = server_for(program, wish);
	int status = 0, pid;

	memset(program->count, 0, sizeof *program->count);
	ask(server, line, wish, &pid);
	said->endless = !receive(server, &status, PATIENCE);
	if (said->endless) {
		kill(pid, SIGKILL);
		receive(server, &status, -1);
	}
	receive(server, &said->spent, -1);
	said->exit = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
	said->out = read_all(program, "out");
	said->err = read_all(program, "err");
}

void program_finish(struct program *program)
{
	stop_server(&program->server);
	munmap(program->count, sizeof *program->count);
}

void said_finish(struct said *said)
{
	free(said->out);
	free(said->err);
	*said = (struct said){ 0 };
}
