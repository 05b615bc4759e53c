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

static void add(struct sources_found *found, const char *name)
{
	found->names = memory_grow_for(found->names, found->count, sizeof *found->names);
	found->names[found->count++] = memory_copy(name);
}

static void finish(struct sources_found *found)
{
	for (size_t i = 0; i < found->count; i++)
		free(found->names[i]);
	free(found->names);
}

static bool is_newer(const struct stat *a, const struct stat *b)
{
	return a->st_mtim.tv_sec != b->st_mtim.tv_sec ? a->st_mtim.tv_sec > b->st_mtim.tv_sec
						      : a->st_mtim.tv_nsec > b->st_mtim.tv_nsec;
}

static char *find_source(const char *sources, const char *stem, struct stat *out)
{
	for (size_t i = 0; i < language_count; i++)
		for (const char *const *ending = languages[i].endings; *ending; ending++) {
			char *path = memory_format("%s/%s%s", sources, stem, *ending);

			if (stat(path, out) == 0)
				return path;
			free(path);
		}
	return NULL;
}

char *sources_file_of(const struct config *config, const struct entry *entry)
{
	struct stat ignored;

	return find_source(config->sources, entry->stem, &ignored);
}

static bool stat_source(const char *sources, const char *stem, struct stat *out)
{
	char *path = find_source(sources, stem, out);
	const bool there = path != NULL;

	free(path);
	return there;
}

/* What is applied was made from a source that may have any time by now. */
static bool is_to_run(const struct history *history, const struct entry *entry)
{
	const struct record *record = history_find(history, entry->name);

	return (!record || record->state != RECORD_APPLIED) && !plan_is_model_file(entry);
}

static void find_newer(const char *sources, const struct catalog *catalog,
		       const struct history *history, struct sources_found *found)
{
	for (size_t i = 0; i < catalog->count; i++) {
		const struct entry *entry = &catalog->entries[i];
		struct stat source, plugin;

		if (is_to_run(history, entry) && stat(entry->path, &plugin) == 0 &&
		    stat_source(sources, entry->stem, &source) && is_newer(&source, &plugin))
			add(found, entry->name);
	}
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

static void find_unbuilt(const char *sources, const struct listing *listing,
			 const struct catalog *catalog, const struct history *history,
			 struct sources_found *found)
{
	const bool own_rules = has_own_rules(sources);

	for (size_t i = 0; i < listing->count; i++) {
		char *name = name_of(listing->files[i], own_rules);

		if (name && !index_find(catalog, name) && !history_find(history, name))
			add(found, name);
		free(name);
	}
}

void sources_look(struct sources *sources, const struct config *config,
		  const struct catalog *catalog, const struct history *history)
{
	struct listing listing;

	*sources = (struct sources){ 0 };
	if (!listing_read(&listing, config->sources, listing_is_source))
		return;
	sources->there = true;
	if (listing.count) {
		find_unbuilt(config->sources, &listing, catalog, history, &sources->unbuilt);
		find_newer(config->sources, catalog, history, &sources->newer);
	}
	listing_finish(&listing);
}

void sources_finish(struct sources *sources)
{
	finish(&sources->unbuilt);
	finish(&sources->newer);
}

static void say(const struct sources_found *found, const char *folder, const char *one,
		const char *many, struct output *output)
{
	struct text names = { 0 };

	for (size_t i = 0; i < found->count && i < NAMED; i++)
		text_print(&names, "%s%s", i ? ", " : "", found->names[i]);
	if (found->count > NAMED)
		text_print(&names, " and %zu more", found->count - NAMED);
	if (found->count)
		output_note(output, "%zu source%s in %s/ %s (%s): glim migration:build",
			    found->count, found->count == 1 ? "" : "s", folder,
			    found->count == 1 ? one : many, text_get(&names));
	text_finish(&names);
}

void sources_say(const struct sources *sources, const struct config *config, struct output *output)
{
	char *folder = output_path(config->sources);

	say(&sources->unbuilt, folder, "is not built", "are not built", output);
	say(&sources->newer, folder, "is newer than its plugin", "are newer than their plugins",
	    output);
	free(folder);
}

void sources_note(const struct config *config, const struct catalog *catalog,
		  const struct history *history, struct output *output)
{
	struct sources sources;

	sources_look(&sources, config, catalog, history);
	sources_say(&sources, config, output);
	sources_finish(&sources);
}
