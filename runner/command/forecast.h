/* What a run would do, for a report: the pending ones in order, with their statements. */
#ifndef GLIM_COMMAND_FORECAST_H
#define GLIM_COMMAND_FORECAST_H

#include "command/planning.h"
#include "report/report.h"

struct forecast {
	struct planning planning; /* its view is open */
	struct report_pending *pending;
	size_t count;
	char **notes;
	struct error stopped; /* why there is no plan */
};

/* Never fails: what stands in the way of a run is what a report is read for. */
void forecast_make(struct forecast *forecast);
void forecast_finish(struct forecast *forecast); /* leaves the view open */

#endif
