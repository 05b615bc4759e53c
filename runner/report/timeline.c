#include <string.h>

#include "report/report.h"

enum { WIDTH = 960, LEFT = 90, RIGHT = 20, LANE = 22, LANES = 4, DOT = 5 };

static const struct {
	const char *title, *style;
	const char *events[5];
} lanes[LANES] = {
	{ "run", "applied", { "run" } },
	{ "rolled back", "pending", { "rollback" } },
	{ "failed", "failed", { "failed" } },
	{ "edited", "drifted", { NULL } }, /* repair, baseline, import and what may come */
};

static int lane_of(const struct log_row *row)
{
	for (int lane = 0; lane < LANES - 1; lane++)
		for (int i = 0; lanes[lane].events[i]; i++)
			if (row->event && strcmp(lanes[lane].events[i], row->event) == 0)
				return lane;
	return LANES - 1;
}

static void add_lanes(struct text *out)
{
	for (int lane = 0; lane < LANES; lane++)
		text_print(out,
			   "<text x=\"0\" y=\"%d\">%s</text>"
			   "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>\n",
			   lane * LANE + 16, lanes[lane].title, LEFT, lane * LANE + 12,
			   WIDTH - RIGHT, lane * LANE + 12);
}

static void add_event(struct text *out, const struct log_row *row, int64_t first, int64_t last)
{
	const int lane = lane_of(row);
	const double at = (double)(row->created_at - first) / (double)(last - first);

	text_print(out, "<circle class=\"%s\" cx=\"%.1f\" cy=\"%d\" r=\"%d\"><title>",
		   lanes[lane].style, LEFT + at * (WIDTH - LEFT - RIGHT), lane * LANE + 12, DOT);
	report_add(out, row->event);
	text_add_char(out, ' ');
	report_add(out, row->name);
	text_add_char(out, ' ');
	report_add_time(out, row->created_at);
	text_add(out, "</title></circle>\n");
}

static void add_ends(struct text *out, int64_t first, int64_t last)
{
	text_print(out, "<text x=\"%d\" y=\"%d\">", LEFT, LANES * LANE + 12);
	report_add_time(out, first);
	text_print(out, "</text><text x=\"%d\" y=\"%d\" text-anchor=\"end\">", WIDTH - RIGHT,
		   LANES * LANE + 12);
	report_add_time(out, last);
	text_add(out, "</text>\n");
}

void report_write_timeline(struct text *out, const struct log *log)
{
	int64_t first = 0, last = 0;

	for (size_t i = 0; i < log->count; i++) {
		const int64_t time = log->rows[i].created_at;

		first = time && (!first || time < first) ? time : first;
		last = time > last ? time : last;
	}
	if (!first || first == last)
		return;
	text_print(out,
		   "<figure><svg class=\"timeline\" viewBox=\"0 0 %d %d\" role=\"img\" "
		   "aria-label=\"when what happened\">\n",
		   WIDTH, LANES * LANE + 20);
	add_lanes(out);
	for (size_t i = 0; i < log->count; i++)
		if (log->rows[i].created_at)
			add_event(out, &log->rows[i], first, last);
	add_ends(out, first, last);
	text_add(out, "</svg></figure>\n");
}
