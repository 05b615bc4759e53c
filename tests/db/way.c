#include "way.h"

static const struct {
	int kind;
	bool plain;
} ways[WAYS] = {
	{ TARGET_SQLITE, false },     { TARGET_MYSQL, false },     { TARGET_MYSQL, true },
	{ TARGET_POSTGRESQL, false }, { TARGET_POSTGRESQL, true },
};

int way_kind(int way)
{
	return ways[way].kind;
}

bool way_open(struct target *target, int way)
{
	if (!target_prepare(target, way_kind(way)))
		return false;
	target->settings.plain_bulk = ways[way].plain;
	target->session = target_session(target);
	return true;
}

bool way_write(const struct target *target, const struct bulk *bulk, const glim_value *values,
	       size_t rows, struct outcome *outcome, struct failure *failure)
{
	return target->driver->bulk(target->session, bulk, values, rows, outcome, failure);
}

void way_must_write(const struct target *target, const struct bulk *bulk, const glim_value *values,
		    size_t rows, int64_t changes)
{
	struct outcome outcome = { 0 };
	struct failure failure = { 0 };

	ck_assert_msg(way_write(target, bulk, values, rows, &outcome, &failure), "%d: %s",
		      failure.native, failure.message);
	ck_assert_int_eq(outcome.changes, changes);
}
