#include <stddef.h>

#include "base/memory.h"
#include "report/report.h"

bool report_needs_attention(const struct overview_row *row)
{
	return row->problem_count || row->state > OVERVIEW_PENDING;
}

char *report_advice(const struct overview_row *row)
{
	const bool back = row->record && row->record->direction == DIRECTION_ROLLBACK;

	if (row->state != OVERVIEW_FAILED && row->state != OVERVIEW_INTERRUPTED)
		return NULL;
	return back ? memory_format("glim migration:rollback --name %s", row->name)
		    : memory_copy("glim migration:run");
}

const char *report_description(const struct overview_row *row)
{
	if (row->record)
		return row->record->description;
	return row->entry ? row->entry->facts.description : NULL;
}
