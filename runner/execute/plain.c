#include <stdlib.h>

#include "base/memory.h"
#include "execute/migration.h"

static bool take_name(void *data, size_t count, const glim_value *values)
{
	struct execution *execution = data;

	if (count < 1 || values[0].type == GLIM_TYPE_NULL)
		return true;
	execution->plain_tables =
		memory_grow_for(execution->plain_tables, execution->plain_table_count,
				sizeof *execution->plain_tables);
	execution->plain_tables[execution->plain_table_count++] =
		memory_copy_bytes(values[0].as.data, values[0].length);
	return true;
}

/* Not being able to read them is no reason to stop: they are then taken as none. */
static void read_names(struct execution *execution)
{
	const struct row_sink sink = { .row = take_name, .data = execution };
	const char *sql = execution->db->dialect->plain_tables;
	struct failure failure = { 0 };

	execution->plain_tables_known = true;
	if (sql)
		database_execute(execution->db, sql, NULL, 0, &sink, NULL, &failure);
	failure_finish(&failure);
}

bool plain_table_named(struct execution *execution, const char *sql)
{
	if (!execution->plain_tables_known)
		read_names(execution);
	return execution->plain_table_count &&
	       statement_names_any(&execution->db->dialect->lexis, sql,
				   (const char *const *)execution->plain_tables,
				   execution->plain_table_count);
}

void plain_tables_forget(struct execution *execution)
{
	for (size_t i = 0; i < execution->plain_table_count; i++)
		free(execution->plain_tables[i]);
	free(execution->plain_tables);
	execution->plain_tables = NULL;
	execution->plain_table_count = 0;
	execution->plain_tables_known = false;
}
