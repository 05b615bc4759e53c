#include "sending.h"

#include <string.h>

bool sending_open(struct target *target, int kind)
{
	if (!target_open(target, kind))
		return false;
	ck_assert_ptr_nonnull(target->driver->send);
	return true;
}

void sending_add(struct sending *sending, const char *sql, const glim_value *values, size_t count)
{
	sending->list[sending->count++] = (struct parcel){
		.sql = sql, .length = strlen(sql), .values = values, .count = count
	};
}

static void note_passed(void *data)
{
	((struct sending *)data)->passed++;
}

void *sending_send(void *data)
{
	struct sending *sending = data;
	const struct parcel_news news = { NULL, note_passed, sending };

	sending->good = sending->target->driver->send(sending->target->session, sending->list,
						      sending->count, &sending->done, &news,
						      &sending->failure);
	ck_assert_uint_eq(sending->passed, sending->done);
	return NULL;
}

void sending_stops(struct sending *sending, size_t done, enum failure_kind kind)
{
	sending_send(sending);
	ck_assert(!sending->good);
	ck_assert_uint_eq(sending->done, done);
	if (kind != FAILURE_NONE)
		ck_assert_int_eq(sending->failure.kind, kind);
	failure_finish(&sending->failure);
	sending->failure = (struct failure){ 0 };
}
