#include "command/sources.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"
#include "catalog/index.h"
#include "command/language.h"
#include "command/listing.h"

enum { NAMED = 3 };

/* Names as they are found: the first few, and how many there are. */
struct found {
	struct text names;
	size_t count;
};

static void find(struct found *found, const char *name)
{
	if (found->count++ < NAMED)
		text_print(&found->names, "%s%s", found->names.length ? ", " : "", name);
}

static void say(struct found *found, const char *what, struct output *output)
{
	if (found->count > NAMED)
		text_print(&found->names, " and %zu more", found->count - NAMED);
	if (found->count)
		output_note(output, "%s: %s; glim migration:build", what, text_get(&found->names));
	text_finish(&found->names);
}

static bool is_newer(const struct stat *a, const struct stat *b)
{
	return a->st_mtim.tv_sec != b->st_mtim.tv_sec ? a->st_mtim.tv_sec > b->st_mtim.tv_sec
						      : a->st_mtim.tv_nsec > b->st_mtim.tv_nsec;
}

static bool stat_source(const char *sources, const char *stem, struct stat *out)
{
	for (size_t i = 0; i < language_count; i++)
		for (const char *const *ending = languages[i].endings; *ending; ending++) {
			char *path = memory_format("%s/%s%s", sources, stem, *ending);
			const bool there = stat(path, out) == 0;

			free(path);
			if (there)
				return true;
		}
	return false;
}

static void find_newer(const char *sources, const struct plan *plan, struct found *found)
{
	for (size_t i = 0; i < plan->count; i++) {
		const struct entry *entry = plan->items[i].entry;
		struct stat source, plugin;

		if (entry && stat(entry->path, &plugin) == 0 &&
		    stat_source(sources, entry->stem, &source) && is_newer(&source, &plugin))
			find(found, entry->name);
	}
}

/* A plugin is built into the first directory. */
static bool has_changed(const struct stat *sources, const struct config *config)
{
	struct stat plugins;

	return stat(config->plugins[0], &plugins) == 0 && is_newer(sources, &plugins);
}

static bool has_own_rules(const char *sources)
{
	char *makefile = memory_format("%s/Makefile", sources);
	const bool has = access(makefile, F_OK) == 0;

	free(makefile);
	return has;
}

/* Of SQL the name is the whole stem. NULL: it is a part of something, as far as one can tell. */
static char *name_of(const char *file, bool own_rules)
{
	const char *sql = catalog_sql_ending(file);
	size_t digits = 0;
	char *stem, *name;

	if (sql)
		return memory_copy_bytes(file, (size_t)(sql - file));
	stem = listing_stem(file);
	catalog_cut_name(stem, &digits, NULL);
	name = digits || !own_rules ? memory_copy(stem + digits + (digits ? 1 : 0)) : NULL;
	free(stem);
	return name;
}

static void find_unbuilt(const char *sources, const struct catalog *catalog,
			 const struct history *history, struct found *found)
{
	const bool own_rules = has_own_rules(sources);
	struct listing listing;

	if (!listing_read(&listing, sources, listing_is_source))
		return;
	for (size_t i = 0; i < listing.count; i++) {
		char *name = name_of(listing.files[i], own_rules);

		if (name && !index_find(catalog, name) && !history_find(history, name))
			find(found, name);
		free(name);
	}
	listing_finish(&listing);
}

void sources_note(const struct config *config, const struct catalog *catalog,
		  const struct history *history, const struct plan *plan, struct output *output)
{
	struct found newer = { 0 }, unbuilt = { 0 };
	struct stat sources;

	if (stat(config->sources, &sources) != 0 || !S_ISDIR(sources.st_mode))
		return;
	find_newer(config->sources, plan, &newer);
	if (has_changed(&sources, config))
		find_unbuilt(config->sources, catalog, history, &unbuilt);
	say(&unbuilt, "not built, and so not run", output);
	say(&newer, "the source is newer than the plugin that is run", output);
}
