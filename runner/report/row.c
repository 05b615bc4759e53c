#include <stddef.h>

#include "report/report.h"

bool report_needs_attention(const struct overview_row *row)
{
	return row->problem_count || row->state > OVERVIEW_PENDING;
}

const char *report_advice(const struct overview_row *row)
{
	const bool back = row->record && row->record->direction == DIRECTION_ROLLBACK;

	if (row->state == OVERVIEW_FAILED || row->state == OVERVIEW_INTERRUPTED)
		return back ? "glim migration:rollback" : "glim migration:run";
	return NULL;
}

const char *report_description(const struct overview_row *row)
{
	if (row->record)
		return row->record->description;
	return row->entry ? row->entry->facts.description : NULL;
}
