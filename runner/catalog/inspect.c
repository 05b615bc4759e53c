#include "catalog/inspect.h"

#include <stdlib.h>

#include "base/memory.h"
#include "catalog/fact.h"
#include "catalog/loader.h"

void inspect_forget(struct entry *entry)
{
	fact_finish(&entry->facts);
	free(entry->problem);
	free(entry->warning);
	entry->problem = entry->warning = NULL;
	entry->problem_code = ERROR_NONE;
}

void inspect_refuse(struct entry *entry, struct error *error)
{
	entry->problem = error->message;
	entry->problem_code = error->code;
	error->message = NULL;
	error_finish(error);
}

static void keep_reading(struct entry *entry, struct fact_reading *reading, const struct file *file)
{
	if (file->warning)
		fact_warn(&reading->warning, file->warning);
	if (reading->warning.length)
		entry->warning = text_take(&reading->warning);
	entry->facts = reading->facts;
	reading->facts = (struct plugin_facts){ 0 };
}

bool inspect_bytes(const struct catalog *catalog, struct entry *entry, struct file *file, int fd)
{
	struct fact_reading reading;
	struct error error = { 0 };
	bool done;

	done = fact_read(&reading, file->data, file->size, &error) &&
	       loader_check(catalog->loader, &reading.needed, fd, &error);
	keep_reading(entry, &reading, file);
	if (!done)
		inspect_refuse(entry, &error);
	fact_reading_finish(&reading);
	return done;
}

void catalog_inspect(const struct catalog *catalog, struct entry *entry)
{
	struct error error = { 0 };
	struct file file;

	if (entry->facts.known || entry->problem)
		return;
	if (file_open(&file, catalog, entry, &error) && file_read(&file, &error))
		inspect_bytes(catalog, entry, &file, file.fd);
	else
		inspect_refuse(entry, &error);
	file_close(&file);
}
