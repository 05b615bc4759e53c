#include "catalog/archive.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "catalog/checksum.h"
#include "catalog/copy.h"
#include "catalog/directory.h"
#include "catalog/fact.h"
#include "catalog/file.h"

struct archive {
	char *folder;
	int fd; /* -1: not there yet */
	struct entry **entries;
	size_t count;
};

static bool same_folder(int one, int other)
{
	struct stat a, b;

	return fstat(one, &a) == 0 && fstat(other, &b) == 0 && a.st_dev == b.st_dev &&
	       a.st_ino == b.st_ino;
}

static bool refuse_plugins(const struct catalog *catalog, const char *folder, int fd,
			   struct error *error)
{
	for (size_t i = 0; i < catalog->directory_count; i++) {
		if (!same_folder(fd, catalog->directory_fds[i]))
			continue;
		error_set(error, ERROR_CONFIG, "the archive %s is a plugin directory too", folder);
		error_next(error, "name a folder of its own as \"archive\" in config.json");
		return false;
	}
	return true;
}

static bool refuse_folder(const char *folder, const char *verb, struct error *error)
{
	error_set(error, ERROR_CONFIG, "the archive %s cannot be %s: %s", folder, verb,
		  strerror(errno));
	error_next(error, "mend \"archive\" in config.json, or the folder");
	return false;
}

static int open_folder(const char *folder)
{
	return open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

bool archive_open(struct catalog *catalog, const char *folder, struct error *error)
{
	struct archive *archive;

	if (!folder)
		return true;
	archive = memory_alloc(sizeof *archive);
	archive->folder = memory_copy(folder);
	archive->fd = open_folder(folder);
	catalog->archive = archive;
	if (archive->fd < 0)
		return errno == ENOENT || refuse_folder(folder, "opened", error);
	return refuse_plugins(catalog, folder, archive->fd, error) &&
	       directory_check(catalog, "archive", folder, archive->fd, error);
}

static void destroy_entry(struct entry *entry)
{
	fact_finish(&entry->facts);
	free(entry->path);
	free(entry->problem);
	free(entry->warning);
	free(entry);
}

void archive_destroy(struct archive *archive)
{
	if (!archive)
		return;
	for (size_t i = 0; i < archive->count; i++)
		destroy_entry(archive->entries[i]);
	if (archive->fd >= 0)
		close(archive->fd);
	free(archive->entries);
	free(archive->folder);
	free(archive);
}

int archive_directory(const struct archive *archive)
{
	return archive ? archive->fd : -1;
}

bool archive_make(const struct catalog *catalog, struct error *error)
{
	struct archive *archive = catalog->archive;

	if (!archive || archive->fd >= 0)
		return true;
	if (mkdir(archive->folder, 0755) < 0 && errno != EEXIST)
		return refuse_folder(archive->folder, "made", error);
	archive->fd = open_folder(archive->folder);
	return archive->fd >= 0 || refuse_folder(archive->folder, "opened", error);
}

/* One block, as a catalog's entries are: the path, the stem, no number, the name. */
static struct entry *create_entry(const struct archive *archive, const char *name,
				  const char *checksum)
{
	const size_t folder = strlen(archive->folder), stem = strlen(checksum);
	struct entry *entry = memory_alloc(sizeof *entry);
	char *block = memory_format("%s/%s.so%c%s%c%c%s", archive->folder, checksum, '\0', checksum,
				    '\0', '\0', name);

	entry->archived = true;
	entry->path = block;
	entry->file = block + folder + 1;
	entry->stem = entry->file + stem + sizeof ".so";
	entry->number = entry->stem + stem + 1;
	entry->name = entry->number + 1;
	return entry;
}

/* What stands in a history came from a database: it must not become a path. */
static bool is_checksum(const char *text)
{
	return text && strlen(text) == CHECKSUM_TEXT - 1 &&
	       strspn(text, "0123456789abcdef") == CHECKSUM_TEXT - 1;
}

static struct entry *find_known(const struct archive *archive, const char *name,
				const char *checksum)
{
	for (size_t i = 0; i < archive->count; i++)
		if (strcmp(archive->entries[i]->stem, checksum) == 0 &&
		    strcmp(archive->entries[i]->name, name) == 0)
			return archive->entries[i];
	return NULL;
}

static void look_at(const struct catalog *catalog, struct entry *entry)
{
	struct error known = { 0 }; /* it is the entry's problem */
	struct plugin_image image;

	if (catalog_open_image(catalog, entry, &image, &known))
		close(image.fd);
	error_finish(&known);
}

struct entry *archive_find(const struct catalog *catalog, const char *name, const char *checksum)
{
	struct archive *archive = catalog->archive;
	struct entry *entry;

	if (!archive || archive->fd < 0 || !is_checksum(checksum))
		return NULL;
	entry = find_known(archive, name, checksum);
	if (entry)
		return entry;
	entry = create_entry(archive, name, checksum);
	if (faccessat(archive->fd, entry->file, F_OK, 0) < 0) {
		destroy_entry(entry);
		return NULL;
	}
	archive->entries =
		memory_grow_for(archive->entries, archive->count, sizeof(struct entry *));
	archive->entries[archive->count++] = entry;
	look_at(catalog, entry);
	return entry;
}

static bool is_kept(const struct catalog *catalog, const char *checksum)
{
	struct entry *entry = create_entry(catalog->archive, "", checksum);
	struct error ignored = { 0 };
	char found[CHECKSUM_TEXT];
	struct file file;
	const bool kept =
		file_open(&file, catalog, entry, &ignored) && file_read(&file, &ignored) &&
		checksum_text(file.data, file.size, found) && strcmp(found, checksum) == 0;

	file_close(&file);
	error_finish(&ignored);
	destroy_entry(entry);
	return kept;
}

bool archive_keep(const struct catalog *catalog, const char *name, const struct plugin_image *image,
		  struct error *error)
{
	struct archive *archive = catalog->archive;
	char file[CHECKSUM_TEXT + sizeof ".so"];

	if (!archive)
		return true;
	if (!archive_make(catalog, error))
		return false;
	if (is_kept(catalog, image->checksum))
		return true;
	snprintf(file, sizeof file, "%s.so", image->checksum);
	if (copy_into(archive->fd, file, image->fd))
		return true;
	error_set(error, ERROR_CONFIG, "the plugin of %s cannot be kept in the archive %s: %s",
		  name, archive->folder, strerror(errno));
	error_line(&error->state, "%s was not started", name);
	error_next(error, "make room there, or mend the folder; then try again");
	return false;
}
