#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "import/tool.h"
#include "schema/facts.h"

struct taking {
	const struct import_tool *tool;
	struct foreign_list *list;
};

char *foreign_cell(const void *row, const char *column)
{
	return fact_text(row, column);
}

bool foreign_is_true(const void *row, const char *column)
{
	char *text = foreign_cell(row, column);
	const bool is_true = text && (text[0] == '1' || text[0] == 't' || text[0] == 'T');

	free(text);
	return is_true;
}

struct foreign *foreign_add(struct foreign_list *list, char *version)
{
	list->items = memory_grow_for(list->items, list->count, sizeof *list->items);
	list->items[list->count] =
		(struct foreign){ .version = version ? version : memory_copy("") };
	return &list->items[list->count++];
}

static void finish(struct foreign *foreign)
{
	free(foreign->version);
	free(foreign->script);
	free(foreign->description);
}

void foreign_drop(struct foreign_list *list, const char *version)
{
	for (size_t i = 0; version && i < list->count; i++) {
		if (strcmp(list->items[i].version, version) != 0)
			continue;
		finish(&list->items[i]);
		memmove(&list->items[i], &list->items[i + 1],
			(--list->count - i) * sizeof *list->items);
		return;
	}
}

static bool take_row(struct fact_row *row)
{
	struct taking *taking = row->data;

	taking->tool->take(taking->tool, row, taking->list);
	return true;
}

static bool must_be_there(struct database *db, const struct import_tool *tool, struct error *error)
{
	bool there = false;

	if (!database_has_table(db, tool->table, &there, error))
		return false;
	if (there)
		return true;
	error_set(error, ERROR_HISTORY, "there is no table %s here, which %s makes", tool->table,
		  tool->name);
	error_line(&error->state, "nothing was recorded");
	error_next(error, "is this the right database? glim config shows the connection");
	return false;
}

/* In the order in which they were written: only goose and Flyway have a column for it. */
static char *query_of(const struct import_tool *tool)
{
	static const struct {
		const char *tool, *order;
	} orders[] = { { "goose", "id" }, { "flyway", "installed_rank" } };

	for (size_t i = 0; i < sizeof orders / sizeof *orders; i++)
		if (strcmp(orders[i].tool, tool->name) == 0)
			return memory_format("SELECT * FROM %s ORDER BY %s", tool->table,
					     orders[i].order);
	return memory_format("SELECT * FROM %s ORDER BY 1", tool->table);
}

struct foreign_list *foreign_read(struct database *db, const struct import_tool *tool,
				  struct error *error)
{
	struct taking taking = { .tool = tool };
	struct failure failure = { 0 };
	char *query, *doing;

	if (!must_be_there(db, tool, error))
		return NULL;
	taking.list = memory_alloc(sizeof *taking.list);
	query = query_of(tool);
	doing = memory_format("reading the table %s of %s", tool->table, tool->name);
	if (!fact_query(db, query, take_row, &taking, &failure)) {
		database_explain(db, &failure, doing, error);
		foreign_destroy(taking.list);
		taking.list = NULL;
	}
	failure_finish(&failure);
	free(query);
	free(doing);
	return taking.list;
}

void foreign_destroy(struct foreign_list *list)
{
	if (!list)
		return;
	for (size_t i = 0; i < list->count; i++)
		finish(&list->items[i]);
	free(list->items);
	free(list->refusal);
	free(list);
}
