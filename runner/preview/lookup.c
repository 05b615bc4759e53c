#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "preview/preview.h"

/* SELECT of the type, and "YES" where it takes NULL. */
static bool take_row(void *data, size_t count, const glim_value *values)
{
	struct lint_column *column = data;

	if (count < 2 || values[0].type != GLIM_TYPE_TEXT || values[1].type != GLIM_TYPE_TEXT)
		return true;
	free(column->type);
	column->type = memory_copy_bytes(values[0].as.data, values[0].length);
	column->nullable = values[1].length == 3 && memcmp(values[1].as.data, "YES", 3) == 0;
	return true;
}

bool preview_column(void *data, const char *table, const char *column, struct lint_column *out)
{
	struct database *db = data;
	const struct row_sink sink = { .row = take_row, .data = out };
	const glim_value names[] = { glim_text(table), glim_text(column) };
	struct failure failure = { 0 };

	*out = (struct lint_column){ 0 };
	if (!db->dialect->column_now || !db->session)
		return false;
	database_execute(db, db->dialect->column_now, names, 2, &sink, NULL, &failure);
	failure_finish(&failure);
	return out->type != NULL;
}
