#include "pending.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void names_add(struct names *names, const char *name, size_t length)
{
	if (names->count == names->room) {
		names->room = names->room * 2 + 256;
		names->at = realloc(names->at, names->room * sizeof *names->at);
	}
	if (!names->at || !(names->at[names->count++] = strndup(name, length)))
		abort();
}

void names_of_plugins(struct names *names, const char *directory)
{
	DIR *folder = opendir(directory);
	const struct dirent *entry;

	if (!folder) {
		perror(directory);
		exit(1);
	}
	while ((entry = readdir(folder))) {
		const char *name = strchr(entry->d_name, '_');
		size_t length = name ? strlen(++name) : 0;

		if (length > 3 && !strcmp(name + length - 3, ".so"))
			names_add(names, name, length - 3);
	}
	closedir(folder);
}

static int compare(const void *left, const void *right)
{
	return strcmp(*(char *const *)left, *(char *const *)right);
}

size_t names_missing(struct names *plugins, struct names *history)
{
	size_t missing = 0, at = 0;

	qsort(plugins->at, plugins->count, sizeof *plugins->at, compare);
	qsort(history->at, history->count, sizeof *history->at, compare);
	for (size_t i = 0; i < plugins->count; i++) {
		while (at < history->count && strcmp(history->at[at], plugins->at[i]) < 0)
			at++;
		if (at == history->count || strcmp(history->at[at], plugins->at[i]) != 0)
			missing++;
	}
	return missing;
}
