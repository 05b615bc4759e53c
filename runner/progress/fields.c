#include "progress/fields.h"

#include <jansson.h>

#include "output/output.h"

static json_t *known(bool is_known, int64_t value)
{
	return is_known ? json_integer(value) : json_null();
}

static json_t *statement_fields(const struct statement_progress *statement)
{
	return json_pack("{s:o, s:o, s:o, s:o, s:b}", "state", output_text_json(statement->state),
			 "stage", known(statement->stages, statement->stage), "stages",
			 known(statement->stages, statement->stages), "percent",
			 statement->percent >= 0 ? json_real(statement->percent) : json_null(),
			 "waits", statement->waits);
}

static json_t *blocker_fields(const struct statement_blocker *blocker)
{
	return json_pack("{s:o, s:o, s:I, s:b}", "who", output_text_json(blocker->who), "age_us",
			 known(blocker->age >= 0, blocker->age), "more", (json_int_t)blocker->more,
			 "sure", blocker->is_sure);
}

json_t *progress_fields(const struct progress_facts *facts)
{
	const bool blocked = facts->asked && facts->statement.waits && facts->blocker;

	return json_pack("{s:o, s:I, s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "migration",
			 output_text_json(facts->name), "elapsed_us", (json_int_t)facts->elapsed,
			 "step", (json_int_t)facts->step, "done",
			 known(facts->counts, (int64_t)facts->done), "total",
			 known(facts->counts && facts->total, (int64_t)facts->total), "rate",
			 facts->counts && facts->rate >= 0 ? json_real(facts->rate) : json_null(),
			 "left_us", known(facts->left >= 0, facts->left), "wait",
			 facts->wait ? output_text_json(facts->wait) : json_null(), "statement",
			 facts->asked ? statement_fields(&facts->statement) : json_null(),
			 "blocker", blocked ? blocker_fields(facts->blocker) : json_null());
}
