#include "catalog/loader.h"

#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"

enum { CHILD_FILE = 3, HIGH_FD = 10, OUTPUT_LIMIT = 65536, TIME_LIMIT = 10 * 1000 * 1000 };

struct answer {
	char *key;
	char *problem; /* NULL: all is there */
};

struct loader {
	struct answer *answers;
	size_t count;
};

struct listing {
	pid_t pid;
	int output;
};

struct loader *loader_create(void)
{
	return memory_alloc(sizeof(struct loader));
}

void loader_destroy(struct loader *loader)
{
	if (!loader)
		return;
	for (size_t i = 0; i < loader->count; i++) {
		free(loader->answers[i].key);
		free(loader->answers[i].problem);
	}
	free(loader->answers);
	free(loader);
}

/* This program was started by the same loader; the first object in the list is the program. */
static int find_interpreter(struct dl_phdr_info *info, size_t size, void *data)
{
	const char **path = data;

	(void)size;
	for (size_t i = 0; i < info->dlpi_phnum; i++)
		if (info->dlpi_phdr[i].p_type == PT_INTERP)
			*path = (const char *)(info->dlpi_addr + info->dlpi_phdr[i].p_vaddr);
	return 1;
}

static int spawn_with(const char *loader, int file, int output, pid_t *pid)
{
	char *const arguments[] = { (char *)loader, "--list", "/proc/self/fd/3", NULL };
	char *const environment[] = { NULL };
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none;
	int number;

	sigemptyset(&none);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
	posix_spawn_file_actions_adddup2(&actions, file, CHILD_FILE);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
	number = posix_spawn(pid, loader, &actions, &attributes, arguments, environment);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return number;
}

static int high_copy(int fd)
{
	return fcntl(fd, F_DUPFD_CLOEXEC, HIGH_FD);
}

static void close_fd(int fd)
{
	if (fd >= 0)
		close(fd);
}

static bool start_listing(struct listing *listing, int fd)
{
	const char *loader = NULL;
	int ends[2], file, output, number = ENOENT;

	dl_iterate_phdr(find_interpreter, &loader);
	if (!loader || pipe2(ends, O_CLOEXEC) < 0)
		return false;
	file = high_copy(fd);
	output = high_copy(ends[1]);
	close(ends[1]);
	if (file >= 0 && output >= 0)
		number = spawn_with(loader, file, output, &listing->pid);
	close_fd(file);
	close_fd(output);
	if (number)
		close(ends[0]);
	listing->output = ends[0];
	return !number;
}

/* A run path may lead to a FIFO, which the loader would open and never come back from. */
static bool read_listing(const struct listing *listing, struct text *output)
{
	int64_t deadline = clock_elapsed() + TIME_LIMIT;
	struct pollfd wait = { .fd = listing->output, .events = POLLIN };

	for (;;) {
		int64_t left = deadline - clock_elapsed();
		char piece[4096];
		ssize_t length;

		if (left <= 0)
			return false;
		if (poll(&wait, 1, (int)(left / 1000) + 1) <= 0)
			continue;
		length = read(listing->output, piece, sizeof piece);
		if (length == 0)
			return true;
		if (length > 0 && output->length < OUTPUT_LIMIT)
			text_add_bytes(output, piece, (size_t)length);
	}
}

static int end_listing(const struct listing *listing, bool ended)
{
	int status = 0;

	if (!ended)
		kill(listing->pid, SIGKILL);
	while (waitpid(listing->pid, &status, 0) < 0 && errno == EINTR)
		;
	close(listing->output);
	return status;
}

/* "FILE: error while loading shared libraries: libfoo.so.1: cannot open shared object file: .." */
static char *find_missing_library(const char *output)
{
	static const char mark[] = ": cannot open shared object file";
	const char *end = strstr(output, mark), *start = end;
	struct text problem = { 0 };

	if (!end)
		return NULL;
	while (start > output && start[-1] != ' ' && start[-1] != '\n')
		start--;
	text_add(&problem, "it needs ");
	text_add_safe(&problem, start, (size_t)(end - start));
	text_add(&problem, ", which this system does not have: install its package");
	return text_take(&problem);
}

/* "FILE: /lib/libfoo.so.1: version `FOO_2' not found (required by FILE)" */
static char *find_missing_version(const char *output)
{
	static const char mark[] = ": version `";
	const char *version = strstr(output, mark), *end, *library;
	struct text problem = { 0 };

	if (!version || !(end = strchr(version, '\'')))
		return NULL;
	library = version;
	while (library > output && library[-1] != ' ' && library[-1] != '\n')
		library--;
	text_add(&problem, "it needs ");
	text_add_safe(&problem, version + strlen(mark), (size_t)(end - version) - strlen(mark));
	text_add(&problem, " of ");
	text_add_safe(&problem, library, (size_t)(version - library));
	text_add(&problem, ", which is older: build it on this system or an older one");
	return text_take(&problem);
}

static char *judge(const char *output, int status, bool ended)
{
	char *problem = find_missing_library(output);

	if (!problem)
		problem = find_missing_version(output);
	if (problem)
		return problem;
	if (!ended)
		return memory_copy("the system's loader did not come back from its libraries");
	if (WIFSIGNALED(status))
		return memory_format("the system's loader died of it (signal %d)",
				     WTERMSIG(status));
	if (WEXITSTATUS(status)) {
		struct text text = { 0 };

		text_add(&text, "the system's loader does not take it: ");
		text_add_safe(&text, output, strcspn(output, "\n"));
		return text_take(&text);
	}
	return NULL;
}

static char *ask_loader(int fd)
{
	struct listing listing;
	struct text output = { 0 };
	char *problem;
	bool ended;

	if (!start_listing(&listing, fd))
		return memory_format("the system's loader cannot be asked for its libraries: %s",
				     strerror(errno));
	ended = read_listing(&listing, &output);
	problem = judge(text_get(&output), end_listing(&listing, ended), ended);
	text_finish(&output);
	return problem;
}

static const struct answer *find_answer(const struct loader *loader, const char *key)
{
	for (size_t i = 0; i < loader->count; i++)
		if (strcmp(loader->answers[i].key, key) == 0)
			return &loader->answers[i];
	return NULL;
}

static const struct answer *add_answer(struct loader *loader, const char *key, char *problem)
{
	loader->answers = memory_grow_for(loader->answers, loader->count, sizeof *loader->answers);
	loader->answers[loader->count] = (struct answer){ memory_copy(key), problem };
	return &loader->answers[loader->count++];
}

bool loader_check(struct loader *loader, const struct needed *needed, int fd, struct error *error)
{
	const struct answer *answer;

	if (!needed->beyond_libc)
		return true;
	answer = find_answer(loader, needed->key);
	if (!answer)
		answer = add_answer(loader, needed->key, ask_loader(fd));
	if (answer->problem)
		return error_set(error, ERROR_PLUGIN_REFUSED, "%s", answer->problem);
	return true;
}
