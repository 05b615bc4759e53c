#include "catalog/catalog.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/lookup.h"
#include "base/memory.h"
#include "catalog/archive.h"
#include "catalog/directory.h"
#include "catalog/fact.h"
#include "catalog/index.h"
#include "catalog/loader.h"
#include "catalog/order.h"

static bool read_directories(struct catalog *catalog, char *const *directories, size_t count,
			     struct error *error)
{
	for (size_t i = 0; i < count; i++)
		if (!directory_read(catalog, directories[i], error))
			return false;
	return true;
}

static bool index_names(struct catalog *catalog, struct error *error)
{
	const struct entry *first, *second;

	if (index_build(catalog, &first, &second))
		return true;
	error_set(error, ERROR_PLUGIN_REFUSED, "two plugins are named %s: %s and %s", first->name,
		  first->path, second->path);
	error_next(error, "move one of the two files away, or rename it");
	return false;
}

struct catalog *catalog_read(char *const *directories, size_t count, uid_t config_owner,
			     struct error *error)
{
	struct catalog *catalog = memory_alloc(sizeof *catalog);

	catalog->config_owner = config_owner;
	catalog->loader = loader_create();
	if (!read_directories(catalog, directories, count, error)) {
		catalog_destroy(catalog);
		return NULL;
	}
	order_entries(catalog);
	if (!index_names(catalog, error)) {
		catalog_destroy(catalog);
		return NULL;
	}
	return catalog;
}

static void finish_entry(struct entry *entry)
{
	fact_finish(&entry->facts);
	free(entry->problem);
	free(entry->warning);
}

static void free_texts(char **texts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(texts[i]);
	free(texts);
}

void catalog_destroy(struct catalog *catalog)
{
	if (!catalog)
		return;
	for (size_t i = 0; i < catalog->count; i++)
		finish_entry(&catalog->entries[i]);
	for (size_t i = 0; catalog->directory_fds && i < catalog->directory_count; i++)
		close(catalog->directory_fds[i]);
	free_texts(catalog->directories, catalog->directory_count);
	free_texts(catalog->ignored, catalog->ignored_count);
	free_texts(catalog->warnings, catalog->warning_count);
	archive_destroy(catalog->archive);
	lookup_destroy(catalog->by_name);
	loader_destroy(catalog->loader);
	free(catalog->directory_fds);
	free(catalog->entries);
	arena_finish(&catalog->names);
	free(catalog);
}

static struct entry *find_stem(const struct catalog *catalog, const char *stem)
{
	struct entry *entry;
	size_t number_length;

	if (!catalog_cut_name(stem, &number_length, NULL) || !number_length)
		return NULL;
	stem += number_length + 1;
	entry = index_find(catalog, stem);
	stem -= number_length + 1;
	return entry && strcmp(entry->stem, stem) == 0 ? entry : NULL;
}

static struct entry *find_short(const struct catalog *catalog, const char *name)
{
	char *full = *name ? memory_format("%sMigration", name) : NULL;
	struct entry *entry = full ? index_find(catalog, full) : NULL;

	free(full);
	return entry;
}

/* Where two of them have it, it names neither. */
static struct entry *find_sql(const struct catalog *catalog, const char *name)
{
	struct entry *found = NULL;

	for (size_t i = 0; i < catalog->count; i++) {
		struct entry *entry = &catalog->entries[i];

		if (!catalog_sql_ending(entry->file) || !catalog_behind_number(name, entry->name))
			continue;
		if (found)
			return NULL;
		found = entry;
	}
	return found;
}

struct entry *catalog_find(const struct catalog *catalog, const char *name)
{
	struct entry *entry = index_find(catalog, name);

	if (!entry)
		entry = find_stem(catalog, name);
	if (!entry)
		entry = find_short(catalog, name);
	return entry ? entry : find_sql(catalog, name);
}
