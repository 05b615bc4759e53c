#include <jansson.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/text.h"
#include "output/output.h"
#include "output/stream.h"

void event_write(struct text *line, const char *event, json_t *fields)
{
	char time[CLOCK_TEXT];
	json_t *whole;
	char *written;

	clock_format_json(clock_now(), time);
	whole = json_pack("{s:s, s:s, s:s}", "schema", "glim.event/1", "time", time, "event",
			  event);
	json_object_update(whole, fields);
	written = json_dumps(whole, JSON_COMPACT | JSON_REAL_PRECISION(6));
	text_print(line, "%s\n", written);
	free(written);
	json_decref(whole);
}

void output_event(struct output *output, const char *event, json_t *fields)
{
	struct text line = { 0 };

	if (output->events) {
		event_write(&line, event, fields);
		output_aside(output, &line);
	}
	text_finish(&line);
	json_decref(fields);
}

bool output_try_event(struct output *output, const char *event, json_t *fields)
{
	struct text line = { 0 };
	bool written;

	event_write(&line, event, fields);
	written = output_try_aside(output, &line);
	text_finish(&line);
	json_decref(fields);
	return written;
}
