#include "command/forecast.h"

#include <stdlib.h>

#include "base/memory.h"

static void add(struct forecast *forecast, const struct entry *entry,
		const struct preview_item *shown, char *note)
{
	forecast->pending =
		memory_grow_for(forecast->pending, forecast->count, sizeof *forecast->pending);
	forecast->notes =
		memory_grow_for(forecast->notes, forecast->count, sizeof *forecast->notes);
	forecast->pending[forecast->count] =
		(struct report_pending){ .entry = entry, .shown = shown, .note = note };
	forecast->notes[forecast->count++] = note;
}

static void add_planned(struct forecast *forecast)
{
	const struct planning *planning = &forecast->planning;

	for (size_t i = 0; i < planning->plan->count; i++) {
		const struct plan_item *item = &planning->plan->items[i];

		add(forecast, item->entry,
		    i < planning->preview.count ? &planning->preview.items[i] : NULL,
		    planning_note(planning, item));
	}
}

static void add_unplanned(struct forecast *forecast)
{
	const struct overview *overview = forecast->planning.view.overview;

	for (size_t i = 0; i < overview->count; i++)
		if (overview->rows[i].state == OVERVIEW_PENDING)
			add(forecast, overview->rows[i].entry, NULL, NULL);
}

void forecast_make(struct forecast *forecast)
{
	planning_make(&forecast->planning, &forecast->stopped);
	if (forecast->planning.plan)
		add_planned(forecast);
	else
		add_unplanned(forecast);
}

void forecast_finish(struct forecast *forecast)
{
	for (size_t i = 0; i < forecast->count; i++)
		free(forecast->notes[i]);
	free(forecast->notes);
	free(forecast->pending);
	error_finish(&forecast->stopped);
	planning_finish(&forecast->planning);
}
