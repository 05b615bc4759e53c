#include "command/folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "catalog/catalog.h"

const char *const folder_sources[] = { ".c", ".cc", ".cpp", NULL };
const char *const folder_plugins[] = { ".so", NULL };

static bool ends_with_one_of(const char *file, const char *const *endings)
{
	const char *dot = strrchr(file, '.');

	if (!dot || dot == file || *file == '.')
		return false;
	for (; *endings; endings++)
		if (strcmp(dot, *endings) == 0)
			return true;
	return false;
}

static int compare_files(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

bool folder_read(struct folder *folder, const char *path, const char *const *endings)
{
	DIR *directory = opendir(path);
	const struct dirent *entry;

	*folder = (struct folder){ 0 };
	if (!directory)
		return false;
	while ((entry = readdir(directory))) {
		if (!ends_with_one_of(entry->d_name, endings))
			continue;
		folder->files =
			memory_grow_for(folder->files, folder->count, sizeof *folder->files);
		folder->files[folder->count++] = memory_copy(entry->d_name);
	}
	closedir(directory);
	if (folder->count)
		qsort(folder->files, folder->count, sizeof *folder->files, compare_files);
	return true;
}

void folder_finish(struct folder *folder)
{
	for (size_t i = 0; i < folder->count; i++)
		free(folder->files[i]);
	free(folder->files);
	*folder = (struct folder){ 0 };
}

char *folder_stem(const char *file)
{
	return memory_copy_bytes(file, (size_t)(strrchr(file, '.') - file));
}

static const char *name_of(const char *stem)
{
	size_t digits;

	catalog_cut_name(stem, &digits, NULL);
	return stem + digits + (digits ? 1 : 0);
}

enum match { MATCH_NAME, MATCH_STEM, MATCH_SHORT, MATCHES };

static bool matches(enum match match, const char *asked, const char *stem)
{
	switch (match) {
	case MATCH_NAME:
		return strcmp(asked, name_of(stem)) == 0;
	case MATCH_STEM:
		return strcmp(asked, stem) == 0;
	default:
		return catalog_name_matches(asked, name_of(stem));
	}
}

static const char *find(const struct folder *folder, enum match match, const char *asked)
{
	const char *found = NULL;

	for (size_t i = 0; i < folder->count && !found; i++) {
		char *stem = folder_stem(folder->files[i]);

		if (matches(match, asked, stem))
			found = folder->files[i];
		free(stem);
	}
	return found;
}

const char *folder_find(const struct folder *folder, const char *asked)
{
	const char *found = NULL;

	for (int match = MATCH_NAME; match < MATCHES && !found; match++)
		found = find(folder, (enum match)match, asked);
	return found;
}

const char *folder_named(const struct folder *folder, const char *name)
{
	return find(folder, MATCH_NAME, name);
}

bool folder_check_sources(const char *path, struct error *error)
{
	struct stat status;

	if (stat(path, &status) == 0 && S_ISDIR(status.st_mode))
		return true;
	if (errno == ENOENT || errno == ENOTDIR)
		error_set(error, ERROR_CONFIG, "the folder of migration sources is not there: %s",
			  path);
	else
		error_set(error, ERROR_CONFIG,
			  "the folder of migration sources cannot be used: %s: %s", path,
			  strerror(errno));
	error_next(error, "glim migration:init");
	return false;
}
