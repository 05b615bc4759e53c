#include "config/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"

static char *unfit(const struct stat *info, size_t limit)
{
	if (S_ISDIR(info->st_mode))
		return memory_copy("is a directory");
	if (!S_ISREG(info->st_mode))
		return memory_copy("is not a regular file");
	if ((uintmax_t)info->st_size > limit)
		return memory_format("is larger than %zu bytes", limit);
	return NULL;
}

static char *read_all(int fd, size_t limit, struct file *out)
{
	out->text = memory_alloc(limit + 1);
	while (out->length <= limit) {
		ssize_t got = read(fd, out->text + out->length, limit + 1 - out->length);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return memory_format("cannot be read: %s", strerror(errno));
		if (!got)
			break;
		out->length += (size_t)got;
	}
	if (out->length > limit)
		return memory_format("is larger than %zu bytes", limit);
	out->text[out->length] = '\0';
	return NULL;
}

char *file_load(const char *path, size_t limit, struct file *out)
{
	const int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct stat info;
	char *why;

	*out = (struct file){ 0 };
	if (fd < 0)
		return errno == ENOENT ? memory_copy("does not exist")
				       : memory_format("cannot be opened: %s", strerror(errno));
	if (fstat(fd, &info) < 0)
		why = memory_format("cannot be looked at: %s", strerror(errno));
	else
		why = unfit(&info, limit);
	if (!why) {
		out->owner = info.st_uid;
		out->mode = info.st_mode;
		why = read_all(fd, limit, out);
	}
	close(fd);
	if (why)
		file_finish(out);
	return why;
}

void file_finish(struct file *file)
{
	if (file->text)
		explicit_bzero(file->text, file->length);
	free(file->text);
	*file = (struct file){ 0 };
}

char *file_below(const char *directory, const char *path)
{
	if (*path == '/')
		return memory_copy(path);
	while (!strncmp(path, "./", 2)) {
		path += 2;
		path += strspn(path, "/");
	}
	if (!*path || !strcmp(path, "."))
		return memory_copy(directory);
	return memory_format("%s%s%s", directory, strcmp(directory, "/") ? "/" : "", path);
}
