#include "given_plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static char **words(const char *list, size_t *count)
{
	char *copy = memory_copy(list ? list : ""), *at = copy, *word;
	char **out = NULL;

	*count = 0;
	while ((word = strsep(&at, ", ")))
		if (*word) {
			out = memory_grow_for(out, *count, sizeof *out);
			out[(*count)++] = memory_copy(word);
		}
	free(copy);
	return out;
}

static void fill_entry(struct entry *entry, const struct given_file *file)
{
	size_t length = 0;

	catalog_cut_name(file->stem, &length, NULL);
	*entry = (struct entry){
		.path = memory_format("/srv/%s.so", file->stem),
		.file = memory_format("%s.so", file->stem),
		.stem = memory_copy(file->stem),
		.number = memory_copy_bytes(file->stem, length),
		.name = memory_copy(file->stem + (length ? length + 1 : 0)),
		.problem = file->flags & BROKEN ? memory_copy("broken") : NULL,
		.problem_code = ERROR_PLUGIN_REFUSED,
		.facts = {
			.known = true,
			.has_run = !(file->flags & MODELS_ONLY),
			.has_models = file->flags & MODELS_ONLY,
			.has_rollback = !(file->flags & NO_ROLLBACK),
			.irreversible = file->flags & IRREVERSIBLE,
		},
	};
	entry->facts.depends = words(file->depends, &entry->facts.depends_count);
}

static void finish_entry(struct entry *entry)
{
	for (size_t i = 0; i < entry->facts.depends_count; i++)
		free(entry->facts.depends[i]);
	free(entry->facts.depends);
	free(entry->path);
	free(entry->file);
	free(entry->stem);
	free(entry->number);
	free(entry->name);
	free(entry->problem);
}

void given_catalog(struct catalog *catalog, const struct given_file *files)
{
	while (catalog->count < GIVEN_MOST && files[catalog->count].stem) {
		fill_entry(&catalog->entries[catalog->count], &files[catalog->count]);
		catalog->count++;
	}
}

void given_finish(struct catalog *catalog)
{
	for (size_t i = 0; i < catalog->count; i++)
		finish_entry(&catalog->entries[i]);
}

struct history *given_history(const struct given_row *rows)
{
	struct history *history = memory_alloc(sizeof *history);

	history->exists = history->complete = true;
	history->records = memory_alloc(GIVEN_MOST * sizeof *history->records);
	history->steps = memory_alloc(GIVEN_MOST * sizeof *history->steps);
	for (size_t i = 0; i < GIVEN_MOST && rows[i].name; i++) {
		struct record *record = &history->records[history->count++];

		*record = (struct record){
			.name = memory_copy(rows[i].name),
			.created_at = (int64_t)i + 1,
			.state = rows[i].state == 'a'   ? RECORD_APPLIED
				 : rows[i].state == 'f' ? RECORD_FAILED
							: RECORD_RUNNING,
			.direction = rows[i].back ? DIRECTION_ROLLBACK : DIRECTION_RUN,
			.depends = memory_copy(rows[i].depends),
		};
		if (!rows[i].step)
			continue;
		history->steps[history->step_count] = (struct step_record){
			.name = memory_copy(rows[i].name),
			.direction = record->direction,
			.state = memory_copy(rows[i].step),
			.step = 2,
			.sql = memory_copy("CREATE TABLE t (x INT)"),
		};
		history->step_count++;
	}
	history_sort(history);
	return history;
}
