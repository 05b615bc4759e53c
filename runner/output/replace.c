#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"
#include "output/output.h"

static bool write_all(int fd, const char *bytes, size_t length)
{
	while (length) {
		const ssize_t written = write(fd, bytes, length);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return false;
		bytes += written;
		length -= (size_t)written;
	}
	return true;
}

/* The rights of the file that goes, or what any new file gets. */
static mode_t mode_for(const char *path)
{
	struct stat old;
	mode_t mask;

	if (stat(path, &old) == 0)
		return old.st_mode & 0777;
	mask = umask(0);
	umask(mask);
	return 0666 & ~mask;
}

static bool write_new(int fd, const char *path, const struct text *text)
{
	return fchmod(fd, mode_for(path)) == 0 && write_all(fd, text_get(text), text->length) &&
	       fsync(fd) == 0;
}

/* A pipe or a device is written to: what reads there would wait for ever for a file beside it. */
static bool is_special(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
}

static bool write_special(const char *path, const struct text *text)
{
	const int fd = open(path, O_WRONLY | O_CLOEXEC);
	const bool done = fd >= 0 && write_all(fd, text_get(text), text->length);

	return (fd < 0 || close(fd) == 0) && done;
}

static bool replace_file(const char *path, const struct text *text)
{
	char *target = realpath(path, NULL); /* through a link, not over it */
	char *beside = memory_format("%s.XXXXXX", target ? target : path);
	const int fd = mkostemp(beside, O_CLOEXEC);
	bool done = fd >= 0 && write_new(fd, path, text);
	int fault;

	if (fd >= 0)
		done = close(fd) == 0 && done;
	done = done && rename(beside, target ? target : path) == 0;
	fault = errno;
	if (!done && fd >= 0)
		unlink(beside);
	free(beside);
	free(target);
	errno = fault;
	return done;
}

bool output_replace(const char *path, const struct text *text, struct error *error)
{
	if (is_special(path) ? write_special(path, text) : replace_file(path, text))
		return true;
	return error_set(error, ERROR_OUTPUT, "%s could not be written: %s", path, strerror(errno));
}
