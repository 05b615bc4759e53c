#include "command/listing.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "catalog/catalog.h"
#include "command/language.h"

bool listing_is_source(const char *file)
{
	return language_of(file);
}

bool listing_is_plugin(const char *file)
{
	const char *dot = strrchr(file, '.');

	return *file != '.' && dot && strcmp(dot, ".so") == 0;
}

static int compare_files(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

bool listing_read(struct listing *listing, const char *path, listing_filter *wanted)
{
	DIR *directory = opendir(path);
	const struct dirent *entry;

	*listing = (struct listing){ 0 };
	if (!directory)
		return false;
	while ((entry = readdir(directory))) {
		if (!wanted(entry->d_name))
			continue;
		listing->files =
			memory_grow_for(listing->files, listing->count, sizeof *listing->files);
		listing->files[listing->count++] = memory_copy(entry->d_name);
	}
	closedir(directory);
	if (listing->count)
		qsort(listing->files, listing->count, sizeof *listing->files, compare_files);
	return true;
}

void listing_finish(struct listing *listing)
{
	for (size_t i = 0; i < listing->count; i++)
		free(listing->files[i]);
	free(listing->files);
	*listing = (struct listing){ 0 };
}

char *listing_stem(const char *file)
{
	const char *dot = strrchr(file, '.');

	return memory_copy_bytes(file,
				 strcmp(dot, ".sql") == 0 ? strlen(file) : (size_t)(dot - file));
}

/* A new text. The number of SQL is part of its name. */
static char *name_of(const char *stem)
{
	const char *sql = catalog_sql_ending(stem);
	size_t digits;

	if (sql)
		return memory_copy_bytes(stem, (size_t)(sql - stem));
	catalog_cut_name(stem, &digits, NULL);
	return memory_copy(stem + digits + (digits ? 1 : 0));
}

enum match { MATCH_NAME, MATCH_STEM, MATCH_SHORT, MATCH_BEHIND_NUMBER, MATCHES };

static bool name_matches(enum match match, const char *asked, const char *stem, const char *name)
{
	switch (match) {
	case MATCH_NAME:
		return strcmp(asked, name) == 0;
	case MATCH_STEM:
		return strcmp(asked, stem) == 0;
	case MATCH_BEHIND_NUMBER:
		return catalog_sql_ending(stem) && catalog_behind_number(asked, name);
	default:
		return catalog_name_matches(asked, name) && !catalog_behind_number(asked, name);
	}
}

static bool matches(enum match match, const char *asked, const char *stem)
{
	char *name = name_of(stem);
	const bool found = name_matches(match, asked, stem, name);

	free(name);
	return found;
}

static const char *find(const struct listing *listing, enum match match, const char *asked)
{
	const char *found = NULL;
	size_t count = 0;

	for (size_t i = 0; i < listing->count; i++) {
		char *stem = listing_stem(listing->files[i]);

		if (matches(match, asked, stem) && count++ == 0)
			found = listing->files[i];
		free(stem);
	}
	return match == MATCH_BEHIND_NUMBER && count > 1 ? NULL : found;
}

const char *listing_find(const struct listing *listing, const char *asked)
{
	const char *found = NULL;

	for (int match = MATCH_NAME; match < MATCHES && !found; match++)
		found = find(listing, (enum match)match, asked);
	return found;
}

const char *listing_named(const struct listing *listing, const char *name)
{
	return find(listing, MATCH_NAME, name);
}
