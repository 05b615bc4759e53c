#include "catalog/file.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/memory.h"
#include "catalog/archive.h"
#include "catalog/permission.h"

enum { OPEN_FLAGS = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, OPEN_ATTEMPTS = 8 };

static const struct {
	mode_t type;
	const char *why;
} types[] = {
	{ S_IFDIR, "a directory, not a file" }, { S_IFIFO, "a FIFO, not a file" },
	{ S_IFSOCK, "a socket, not a file" },   { S_IFCHR, "a device, not a file" },
	{ S_IFBLK, "a device, not a file" },
};

static bool refuse(struct error *error, const char *why)
{
	return error_set(error, ERROR_PLUGIN_REFUSED, "%s", why);
}

/*
 * Links may lead to other places in the directory, as those of a mounted ConfigMap do, but not out
 * of it. The kernel asks for another attempt when something was renamed meanwhile.
 */
static int open_beneath(int directory, const char *name)
{
	struct open_how how = { .flags = OPEN_FLAGS,
				.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS };
	int fd = -1;

	for (int i = 0; i < OPEN_ATTEMPTS; i++) {
		fd = (int)syscall(SYS_openat2, directory, name, &how, sizeof how);
		if (fd >= 0 || (errno != EAGAIN && errno != EINTR))
			break;
	}
	if (fd < 0 && (errno == ENOSYS || errno == EPERM))
		fd = openat(directory, name, OPEN_FLAGS | O_NOFOLLOW);
	return fd;
}

static const char *type_refused(mode_t mode)
{
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if ((mode & S_IFMT) == types[i].type)
			return types[i].why;
	return "not a regular file";
}

static bool refuse_open(int directory, const char *name, int number, struct error *error)
{
	struct stat status;
	bool there = fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0;

	if (!there)
		return error_set(error, ERROR_PLUGIN_REFUSED, "it cannot be opened: %s",
				 strerror(number));
	if (S_ISLNK(status.st_mode) && number == ENOENT)
		return refuse(error, "a link to a file that is not there");
	if (S_ISLNK(status.st_mode) && number == EXDEV)
		return refuse(error, "a link that leads out of its directory");
	if (S_ISLNK(status.st_mode) && number == ELOOP)
		return refuse(error, "a link that cannot be followed inside of its directory");
	if (!S_ISREG(status.st_mode) && !S_ISLNK(status.st_mode))
		return refuse(error, type_refused(status.st_mode));
	return error_set(error, ERROR_PLUGIN_REFUSED, "it cannot be read: %s", strerror(number));
}

static bool check_permission(struct file *file, const struct stat *status, uid_t config_owner,
			     struct error *error)
{
	const struct permission_owners owners = { geteuid(), config_owner };
	enum permission permission = permission_check(status, &owners);
	char *why;

	if (permission == PERMISSION_GOOD)
		return true;
	why = permission_describe(permission, status);
	if (permission == PERMISSION_GROUP_WRITABLE) {
		file->warning = why;
		return true;
	}
	refuse(error, why);
	free(why);
	return false;
}

static bool check_status(struct file *file, uid_t config_owner, struct error *error)
{
	struct stat status;

	if (fstat(file->fd, &status) < 0)
		return error_set(error, ERROR_PLUGIN_REFUSED, "it cannot be read: %s",
				 strerror(errno));
	if (!S_ISREG(status.st_mode))
		return refuse(error, type_refused(status.st_mode));
	if (!check_permission(file, &status, config_owner, error))
		return false;
	if (status.st_size > FILE_LIMIT)
		return error_set(error, ERROR_PLUGIN_REFUSED,
				 "its %lld bytes are more than the limit of 64 MiB",
				 (long long)status.st_size);
	file->size = (size_t)status.st_size;
	return true;
}

bool file_open(struct file *file, const struct catalog *catalog, const struct entry *entry,
	       struct error *error)
{
	const int directory = entry->archived ? archive_directory(catalog->archive)
					      : catalog->directory_fds[entry->directory];

	*file = (struct file){ .fd = open_beneath(directory, entry->file) };
	if (file->fd < 0)
		return refuse_open(directory, entry->file, errno, error);
	return check_status(file, catalog->config_owner, error);
}

/* How many of the wanted bytes there were; errors end the file. */
static size_t read_up_to(const struct file *file, size_t from, size_t to)
{
	while (from < to) {
		ssize_t length = pread(file->fd, file->data + from, to - from, (off_t)from);

		if (length < 0 && errno == EINTR)
			continue;
		if (length <= 0)
			break;
		from += (size_t)length;
	}
	return from;
}

/* The header first: a large file that is no ELF file costs one small read. */
bool file_read(struct file *file, struct error *error)
{
	size_t start = file->size < sizeof(Elf64_Ehdr) ? file->size : sizeof(Elf64_Ehdr);

	file->data = memory_grow(NULL, file->size + 1, 1);
	if (read_up_to(file, 0, start) != start)
		return refuse(error, "it changed while it was read");
	if (start >= SELFMAG && memcmp(file->data, ELFMAG, SELFMAG) != 0)
		return refuse(error, "not an ELF file");
	if (read_up_to(file, start, file->size + 1) != file->size)
		return refuse(error, "it changed while it was read");
	return true;
}

void file_close(struct file *file)
{
	if (file->fd >= 0)
		close(file->fd);
	free(file->data);
	free(file->warning);
	*file = (struct file){ .fd = -1 };
}
