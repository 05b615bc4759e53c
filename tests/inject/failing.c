/*
 * Loaded before the C library: makes the N-th call of a group of functions fail, counted from
 * main() on.
 *
 *     GLIM_INJECT=GROUP:N[+]:ERROR   ERROR is a number; with + every later call fails, too
 *     GLIM_INJECT_COUNT=FILE         a struct inject_count, mapped; N of 0 only counts
 */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <malloc.h>
#include <poll.h>
#include <pthread.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "count.h"
#include "serve.h"

#define SHOWN __attribute__((visibility("default")))

enum group {
	MEMORY = 1,   /* what the program's own code asks for */
	HEAP = 2,     /* what anybody in the process asks for */
	FILES = 4,    /* the program's own files */
	PROCESS = 8,  /* processes, sockets, pipes and shared memory */
	DISK = 16,    /* the files of an embedded database */
	SPACE = 32,   /* writing to them */
	ANSWERS = 64, /* stdout */
	NOTES = 128   /* stderr */
};

static const struct {
	const char *name;
	enum group group;
} groups[] = {
	{ "memory", MEMORY }, { "heap", HEAP },   { "files", FILES },    { "process", PROCESS },
	{ "disk", DISK },     { "space", SPACE }, { "stdout", ANSWERS }, { "stderr", NOTES },
};

static struct {
	enum group group;
	unsigned long at;
	bool on;
	int error;
	struct inject_count *count;
} wish;

/* ---- Which calls ---- */

static const char *object_of(const void *caller)
{
	struct dl_find_object found;

	if (_dl_find_object((void *)caller, &found) != 0)
		return NULL;
	return found.dlfo_link_map->l_name;
}

static bool counts(const void *caller)
{
	const char *object;

	if (wish.group & (HEAP | ANSWERS | NOTES))
		return true;
	object = object_of(caller);
	if (!object)
		return false;
	if (wish.group & (DISK | SPACE))
		return strstr(object, "/libsqlite3") != NULL;
	return !*object || strstr(object, "/drivers/");
}

static void note(const char *function, const void *caller)
{
	struct dl_find_object found;
	const char *slash;

	wish.count->fired++;
	if (wish.count->fired > 1)
		return;
	snprintf(wish.count->function, sizeof wish.count->function, "%s", function);
	if (_dl_find_object((void *)caller, &found) != 0)
		return;
	slash = strrchr(found.dlfo_link_map->l_name, '/');
	snprintf(wish.count->object, sizeof wish.count->object, "%s", slash ? slash + 1 : "glim");
	wish.count->offset = (unsigned long)caller - found.dlfo_link_map->l_addr;
}

static bool fails(unsigned of, const char *function, const void *caller)
{
	unsigned long number;

	if (!wish.count || !(wish.group & of) || !counts(caller))
		return false;
	number = __atomic_add_fetch(&wish.count->calls, 1, __ATOMIC_RELAXED);
	if (!wish.at || number < wish.at || (number > wish.at && !wish.on))
		return false;
	note(function, caller);
	errno = wish.error;
	return true;
}

#define CALLER __builtin_return_address(0)

/* ---- Each calls the next one of its name, which may be a sanitizer's ---- */

/* Found before main(): dlsym() would take away what dlerror() has just said. The loader calls some
 * of them earlier. */
#define NEXT(type, name, parameters)                                                               \
	static type(*next_##name) parameters;                                                      \
                                                                                                   \
	__attribute__((constructor)) static void find_##name(void)                                 \
	{                                                                                          \
		if (!next_##name)                                                                  \
			next_##name = (type(*) parameters)dlsym(RTLD_NEXT, #name);                 \
	}

#define FUNCTION(of, type, failure, name, parameters, arguments)                                   \
	NEXT(type, name, parameters)                                                               \
	SHOWN type name parameters;                                                                \
	SHOWN type name parameters                                                                 \
	{                                                                                          \
		find_##name();                                                                     \
		if (fails(of, #name, CALLER))                                                      \
			return failure;                                                            \
		return next_##name arguments;                                                      \
	}

FUNCTION(MEMORY | HEAP, void *, NULL, malloc, (size_t size), (size))
FUNCTION(MEMORY | HEAP, void *, NULL, calloc, (size_t count, size_t size), (count, size))
FUNCTION(MEMORY | HEAP, void *, NULL, realloc, (void *old, size_t size), (old, size))
FUNCTION(HEAP, void *, NULL, memalign, (size_t alignment, size_t size), (alignment, size))
FUNCTION(MEMORY, void *, NULL, reallocarray, (void *old, size_t count, size_t size),
	 (old, count, size))
FUNCTION(MEMORY, char *, NULL, strdup, (const char *text), (text))
FUNCTION(MEMORY, char *, NULL, strndup, (const char *text, size_t most), (text, most))
FUNCTION(MEMORY, int, -1, vasprintf, (char **out, const char *format, va_list list),
	 (out, format, list))
FUNCTION(MEMORY, char *, NULL, realpath, (const char *path, char *out), (path, out))
FUNCTION(MEMORY, ssize_t, -1, __getdelim, (char **line, size_t *size, int end, FILE *file),
	 (line, size, end, file))

FUNCTION(MEMORY | FILES, FILE *, NULL, fopen, (const char *path, const char *mode), (path, mode))
FUNCTION(MEMORY | FILES, FILE *, NULL, fdopen, (int fd, const char *mode), (fd, mode))
FUNCTION(MEMORY | FILES, DIR *, NULL, opendir, (const char *path), (path))
FUNCTION(MEMORY | FILES, DIR *, NULL, fdopendir, (int fd), (fd))

#define FILE_FUNCTION(name, parameters, arguments)                                                 \
	FUNCTION(FILES | DISK, int, -1, name, parameters, arguments)
FILE_FUNCTION(stat, (const char *path, struct stat *out), (path, out))
FILE_FUNCTION(lstat, (const char *path, struct stat *out), (path, out))
FILE_FUNCTION(fstat, (int fd, struct stat *out), (fd, out))
FILE_FUNCTION(fstatat, (int fd, const char *path, struct stat *out, int flags),
	      (fd, path, out, flags))
FILE_FUNCTION(stat64, (const char *path, struct stat64 *out), (path, out))
FILE_FUNCTION(lstat64, (const char *path, struct stat64 *out), (path, out))
FILE_FUNCTION(fstat64, (int fd, struct stat64 *out), (fd, out))
FILE_FUNCTION(access, (const char *path, int mode), (path, mode))
FILE_FUNCTION(faccessat, (int fd, const char *path, int mode, int flags), (fd, path, mode, flags))
FUNCTION(FILES | DISK | SPACE, int, -1, fsync, (int fd), (fd))
FUNCTION(FILES | DISK | SPACE, int, -1, fdatasync, (int fd), (fd))
FILE_FUNCTION(unlink, (const char *path), (path))
FILE_FUNCTION(mkdir, (const char *path, mode_t mode), (path, mode))
FILE_FUNCTION(flock, (int fd, int how), (fd, how))
FUNCTION(FILES | DISK | SPACE, int, -1, ftruncate64, (int fd, off64_t length), (fd, length))
FUNCTION(FILES | PROCESS, int, -1, ftruncate, (int fd, off_t length), (fd, length))
FUNCTION(FILES | DISK, ssize_t, -1, read, (int fd, void *out, size_t size), (fd, out, size))
FUNCTION(FILES | DISK, ssize_t, -1, pread, (int fd, void *out, size_t size, off_t at),
	 (fd, out, size, at))
FUNCTION(FILES | DISK, ssize_t, -1, pread64, (int fd, void *out, size_t size, off64_t at),
	 (fd, out, size, at))
FUNCTION(FILES | DISK | SPACE, ssize_t, -1, pwrite,
	 (int fd, const void *data, size_t size, off_t at), (fd, data, size, at))
FUNCTION(FILES | DISK | SPACE, ssize_t, -1, pwrite64,
	 (int fd, const void *data, size_t size, off64_t at), (fd, data, size, at))
FUNCTION(FILES, ssize_t, -1, readlink, (const char *path, char *out, size_t size),
	 (path, out, size))
FUNCTION(FILES, char *, NULL, getcwd, (char *out, size_t size), (out, size))
FUNCTION(FILES, ssize_t, -1, getrandom, (void *out, size_t size, unsigned flags),
	 (out, size, flags))
FUNCTION(FILES | PROCESS, void *, MAP_FAILED, mmap,
	 (void *at, size_t size, int protection, int flags, int fd, off_t offset),
	 (at, size, protection, flags, fd, offset))

FUNCTION(PROCESS, int, -1, memfd_create, (const char *name, unsigned flags), (name, flags))
FUNCTION(PROCESS, int, -1, socketpair, (int domain, int type, int protocol, int ends[2]),
	 (domain, type, protocol, ends))
FUNCTION(PROCESS, int, -1, pipe2, (int ends[2], int flags), (ends, flags))
FUNCTION(PROCESS, int, -1, eventfd, (unsigned start, int flags), (start, flags))
FUNCTION(PROCESS, ssize_t, -1, send, (int fd, const void *data, size_t size, int flags),
	 (fd, data, size, flags))
FUNCTION(PROCESS, ssize_t, -1, sendmsg, (int fd, const struct msghdr *message, int flags),
	 (fd, message, flags))
FUNCTION(PROCESS, ssize_t, -1, recv, (int fd, void *out, size_t size, int flags),
	 (fd, out, size, flags))
FUNCTION(PROCESS, int, -1, poll, (struct pollfd * fds, nfds_t count, int time), (fds, count, time))
FUNCTION(PROCESS, int, errno, pthread_create,
	 (pthread_t * thread, const pthread_attr_t *how, void *(*start)(void *), void *data),
	 (thread, how, start, data))
FUNCTION(PROCESS, int, errno, posix_spawn,
	 (pid_t * pid, const char *path, const posix_spawn_file_actions_t *files,
	  const posix_spawnattr_t *how, char *const *words, char *const *environment),
	 (pid, path, files, how, words, environment))

NEXT(int, openat, (int at, const char *path, int flags, ...))

static int open_next(const char *name, const void *caller, int at, const char *path, int flags,
		     mode_t mode)
{
	find_openat();
	return fails(FILES | DISK, name, caller) ? -1 : next_openat(at, path, flags, mode);
}

#define MODE_BEHIND(last, mode)                                                                    \
	do {                                                                                       \
		va_list list;                                                                      \
                                                                                                   \
		va_start(list, last);                                                              \
		(mode) = (last) & (O_CREAT | O_TMPFILE) ? va_arg(list, mode_t) : 0;                \
		va_end(list);                                                                      \
	} while (0)

SHOWN int open(const char *path, int flags, ...)
{
	mode_t mode;

	MODE_BEHIND(flags, mode);
	return open_next("open", CALLER, AT_FDCWD, path, flags, mode);
}

SHOWN int open64(const char *path, int flags, ...)
{
	mode_t mode;

	MODE_BEHIND(flags, mode);
	return open_next("open64", CALLER, AT_FDCWD, path, flags | O_LARGEFILE, mode);
}

SHOWN int openat(int at, const char *path, int flags, ...)
{
	mode_t mode;

	MODE_BEHIND(flags, mode);
	return open_next("openat", CALLER, at, path, flags, mode);
}

/* ---- Writing ---- */

NEXT(ssize_t, write, (int fd, const void *data, size_t size))

SHOWN ssize_t write(int fd, const void *data, size_t size)
{
	const unsigned of = fd == STDOUT_FILENO   ? ANSWERS
			    : fd == STDERR_FILENO ? NOTES
						  : FILES | DISK | SPACE;

	find_write();
	return fails(of, "write", CALLER) ? -1 : next_write(fd, data, size);
}

static ssize_t write_answer(void *nothing, const char *data, size_t size)
{
	ssize_t written;

	(void)nothing;
	written = write(STDOUT_FILENO, data, size);
	return written < 0 ? 0 : written;
}

/* The C library's own stdout would not come by here. */
static void replace_stdout(void)
{
	FILE *file = fopencookie(NULL, "w", (cookie_io_functions_t){ .write = write_answer });

	if (file)
		stdout = file;
}

/* ---- The wish ---- */

static struct inject_count *map_count(const char *path)
{
	const int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
	void *count =
		mmap(NULL, sizeof(struct inject_count), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	if (fd >= 0)
		close(fd);
	return count == MAP_FAILED ? NULL : count;
}

static enum group group_named(const char *text, size_t length)
{
	for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
		if (strlen(groups[i].name) == length && strncmp(groups[i].name, text, length) == 0)
			return groups[i].group;
	return 0;
}

void read_wish(void)
{
	const char *text = getenv("GLIM_INJECT");
	const enum group group = text ? group_named(text, strcspn(text, ":")) : 0;
	char *end;

	if (!group)
		return;
	if (group == ANSWERS)
		replace_stdout();
	wish.at = strtoul(text + strcspn(text, ":") + 1, &end, 10);
	wish.on = *end == '+';
	wish.error = atoi(end + strcspn(end, ":") + 1);
	wish.group = group;
	wish.count = map_count(getenv("GLIM_INJECT_COUNT"));
}
