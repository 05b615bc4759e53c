/* Where in its source a step stands. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "execute/step.h"

char *step_site(const struct host_request *request)
{
	if (!request->file)
		return NULL;
	return request->column
		       ? memory_format("%s:%u:%u", request->file, request->line, request->column)
		       : memory_format("%s:%u", request->file, request->line);
}

/* The two numbers at the end of "folder/file.sql:3:14"; NULL where they are not there. */
static const char *read_place(const char *site, size_t *line, size_t *column)
{
	const char *last = strrchr(site, ':'), *first = last;

	while (first && first > site && *--first != ':')
		;
	if (!first || *first != ':')
		return NULL;
	*line = strtoul(first + 1, NULL, 10);
	*column = strtoul(last + 1, NULL, 10);
	return first;
}

char *step_exact_site(const struct migration *migration, const char *site, const char *sql,
		      const struct failure *failure)
{
	const struct dialect *dialect = migration->execution->db->dialect;
	const struct entry *entry = migration->item->entry;
	size_t position = failure->position, line, column;
	const char *end;

	if (!site || !sql || !entry || !entry->facts.script)
		return memory_copy(site);
	if (!position && dialect->locate && failure->message)
		position = dialect->locate(sql, failure->message);
	end = read_place(site, &line, &column);
	if (!end || !position || position > strlen(sql) + 1)
		return memory_copy(site);
	statement_advance(sql, sql + position - 1, &line, &column);
	return memory_format("%.*s:%zu:%zu", (int)(end - site), site, line, column);
}
