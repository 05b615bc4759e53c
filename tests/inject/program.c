#include "program.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"
#include "base/text.h"

enum { WORDS = 12, POLL = 300, PATIENCE = 120 * 1000000 };

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

static void split(char *text, const char **words)
{
	size_t count = 1;

	for (char *word = strtok(text, " "); word && count < WORDS; word = strtok(NULL, " "))
		words[count++] = word;
	words[count] = NULL;
}

static void redirect(const char *name, int to)
{
	const int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (fd < 0 || dup2(fd, to) < 0)
		_exit(126);
}

static _Noreturn void become(const struct program *program, const char *line, const char *wish)
{
	const bool driver = wish && strncmp(wish, "driver:", 7) == 0;
	const char *path = driver ? program->behind : program->path;
	const char *words[WORDS + 1] = { path };
	char *environment[8] = { "PATH=/usr/bin:/bin", "TZ=UTC", "LC_ALL=C.UTF-8" };
	char *text = memory_copy(line);
	const char *sanitizer = getenv("ASAN_OPTIONS");
	size_t count = 3;

	split(text, words);
	if (sanitizer)
		environment[count++] = memory_format("ASAN_OPTIONS=%s", sanitizer);
	if (wish) {
		environment[count++] = memory_format("GLIM_INJECT=%s", wish);
		environment[count++] = memory_format("GLIM_INJECT_COUNT=%s/count", program->dir);
		if (!driver)
			environment[count++] = memory_format("LD_PRELOAD=%s", program->shim);
	}
	if (chdir(program->dir) != 0 ||
	    dup2(open("/dev/null", O_RDONLY | O_CLOEXEC), STDIN_FILENO) < 0)
		_exit(126);
	redirect("out", STDOUT_FILENO);
	redirect("err", STDERR_FILENO);
	execve(path, (char *const *)words, environment);
	_exit(127);
}

/* False: it was ended here. */
static bool await(pid_t pid, int *status)
{
	const int64_t end = clock_elapsed() + PATIENCE;

	while (waitpid(pid, status, WNOHANG) != pid) {
		if (clock_elapsed() > end) {
			kill(pid, SIGKILL);
			waitpid(pid, status, 0);
			return false;
		}
		usleep(POLL);
	}
	return true;
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
	int status;
	pid_t pid;

	memset(program->count, 0, sizeof *program->count);
	fflush(NULL);
	pid = fork();
	if (pid == 0)
		become(program, line, wish);
	said->endless = !await(pid, &status);
	said->exit = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
	said->out = read_all(program, "out");
	said->err = read_all(program, "err");
}

void said_finish(struct said *said)
{
	free(said->out);
	free(said->err);
	*said = (struct said){ 0 };
}
