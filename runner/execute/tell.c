#include "execute/tell.h"

#include <jansson.h>
#include <stdlib.h>

#include "base/clock.h"

enum { SQL_SHOWN = 400 };

static json_t *step_fields(const struct migration *migration, uint32_t step)
{
	return json_pack("{s:o, s:s, s:I}", "migration", output_text_json(migration->name),
			 "direction", direction_name(migration->direction), "step",
			 (json_int_t)step);
}

int64_t tell_step_start(const struct migration *migration, const struct step *step)
{
	const struct execution *execution = migration->execution;
	json_t *fields;
	char *sql;

	if (!execution->output->events || migration->rehearsal)
		return 0;
	sql = statement_show_masked(&execution->db->dialect->lexis, step->sql, SQL_SHOWN);
	fields = step_fields(migration, migration->steps);
	json_object_set_new(fields, "site", output_text_json(step->site));
	json_object_set_new(fields, "sql", output_text_json(sql));
	json_object_set_new(fields, "values", json_integer((json_int_t)step->count));
	json_object_set_new(fields, "replayed", json_boolean(migration->replay.active));
	output_event(execution->output, "step.start", fields);
	free(sql);
	return clock_elapsed();
}

void tell_step_end(const struct migration *migration, uint32_t step, bool done, int64_t began)
{
	json_t *fields;

	if (!migration->execution->output->events || migration->rehearsal)
		return;
	fields = step_fields(migration, step);
	json_object_set_new(fields, "ok", json_boolean(done));
	json_object_set_new(fields, "changes",
			    done ? json_integer(migration->last.changes) : json_null());
	json_object_set_new(fields, "duration_us", json_integer(clock_elapsed() - began));
	output_event(migration->execution->output, "step.end", fields);
}
