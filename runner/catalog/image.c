#include "catalog/catalog.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/memfd.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "catalog/checksum.h"
#include "catalog/inspect.h"

#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 8U
#endif

enum {
	IMAGE_FLAGS = MFD_CLOEXEC | MFD_ALLOW_SEALING,
	IMAGE_SEALS = F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL,
	NAME_LIMIT = 200, /* of the kernel's 249 */
	PIECE = 65536
};

static int create_memory(const char *name)
{
	char shown[NAME_LIMIT + 1] = { 0 };
	int fd;

	strncpy(shown, name, NAME_LIMIT);
	fd = memfd_create(shown, IMAGE_FLAGS | MFD_NOEXEC_SEAL);
	if (fd < 0 && errno == EINVAL)
		fd = memfd_create(shown, IMAGE_FLAGS);
	return fd;
}

static bool write_all(int fd, const unsigned char *data, size_t size)
{
	while (size) {
		ssize_t length = write(fd, data, size);

		if (length < 0 && errno == EINTR)
			continue;
		if (length <= 0)
			return false;
		data += length;
		size -= (size_t)length;
	}
	return true;
}

static bool hash(const struct file *file, char out[CHECKSUM_TEXT], struct error *error)
{
	if (checksum_text(file->data, file->size, out))
		return true;
	return error_set(error, ERROR_INTERNAL, "SHA-256 is not to be had: %s", checksum_problem());
}

static bool make_copy(const struct entry *entry, const struct file *file,
		      struct plugin_image *image, struct error *error)
{
	image->fd = create_memory(entry->file);
	if (image->fd < 0 || !write_all(image->fd, file->data, file->size) ||
	    fcntl(image->fd, F_ADD_SEALS, IMAGE_SEALS) < 0)
		return error_set(error, ERROR_INTERNAL, "%s cannot be copied into memory: %s",
				 entry->path, strerror(errno));
	return true;
}

static bool refuse(const struct entry *entry, struct error *error)
{
	return error_set(error, entry->problem_code, "%s: %s", entry->path, entry->problem);
}

static void drop_image(struct plugin_image *image)
{
	if (image->fd >= 0)
		close(image->fd);
	*image = (struct plugin_image){ .fd = -1 };
}

/* An archived plugin is named after what it holds. */
static bool check_content(const struct entry *entry, const struct plugin_image *image,
			  struct error *problem)
{
	if (!entry->archived || strcmp(image->checksum, entry->stem) == 0)
		return true;
	return error_set(problem, ERROR_PLUGIN_REFUSED,
			 "it is not the plugin that ran: it was changed in the archive");
}

/* Of SQL alone nobody loads the copy, and its text is among the facts. */
static bool needs_copy(const struct catalog *catalog, const struct entry *entry)
{
	return catalog->archive || !entry->facts.only_sql;
}

/* The same bytes are hashed, copied and inspected. */
static bool look_at(const struct catalog *catalog, struct entry *entry, struct file *file,
		    bool copies, struct plugin_image *image, struct error *error)
{
	struct error problem = { 0 };

	if (!hash(file, image->checksum, error) ||
	    (copies && !make_copy(entry, file, image, error)))
		return false;
	if (!check_content(entry, image, &problem)) {
		inspect_refuse(entry, &problem);
		return refuse(entry, error);
	}
	return inspect_bytes(catalog, entry, file, copies ? image->fd : file->fd) ||
	       refuse(entry, error);
}

static bool open_image(const struct catalog *catalog, struct entry *entry, struct file *file,
		       struct plugin_image *image, struct error *error)
{
	const bool copies = needs_copy(catalog, entry);
	struct error problem = { 0 };

	inspect_forget(entry);
	if (!file_open(file, catalog, entry, &problem) || !file_read(file, &problem)) {
		inspect_refuse(entry, &problem);
		return refuse(entry, error);
	}
	if (!look_at(catalog, entry, file, copies, image, error))
		return false;
	if (copies || entry->facts.only_sql)
		return true;
	/* It has code by now. */
	file_close(file);
	return open_image(catalog, entry, file, image, error);
}

bool catalog_open_image(const struct catalog *catalog, struct entry *entry,
			struct plugin_image *image, struct error *error)
{
	struct file file;
	bool done;

	*image = (struct plugin_image){ .fd = -1 };
	done = open_image(catalog, entry, &file, image, error);
	file_close(&file);
	if (!done)
		drop_image(image);
	return done;
}

static bool hash_descriptor(int fd, struct checksum *checksum)
{
	unsigned char piece[PIECE];
	ssize_t length;

	while ((length = read(fd, piece, sizeof piece)) != 0) {
		if (length < 0 && errno == EINTR)
			continue;
		if (length < 0)
			return false;
		checksum_update(checksum, piece, (size_t)length);
	}
	return true;
}

static bool hash_file(int fd, const char *path, char out[CHECKSUM_TEXT], struct error *error)
{
	struct checksum checksum;
	struct stat status;
	bool done;

	if (fstat(fd, &status) < 0 || !S_ISREG(status.st_mode))
		return error_set(error, ERROR_PLUGIN_REFUSED, "%s is not a regular file", path);
	if (status.st_size > FILE_LIMIT)
		return error_set(error, ERROR_PLUGIN_REFUSED, "%s is larger than 64 MiB", path);
	if (!checksum_init(&checksum))
		return error_set(error, ERROR_INTERNAL, "SHA-256 is not to be had: %s",
				 checksum_problem());
	done = hash_descriptor(fd, &checksum);
	if (!done)
		error_set(error, ERROR_PLUGIN_REFUSED, "%s cannot be read: %s", path,
			  strerror(errno));
	return checksum_finish(&checksum, out) && done;
}

bool catalog_checksum(const char *path, char checksum[65], struct error *error)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	bool done;

	if (fd < 0)
		return error_set(error, ERROR_PLUGIN_REFUSED, "%s cannot be opened: %s", path,
				 strerror(errno));
	done = hash_file(fd, path, checksum, error);
	close(fd);
	return done;
}
