#include "database/packet.h"

#include <stdlib.h>
#include <string.h>

#include "base/chaos.h"
#include "base/clock.h"
#include "base/memory.h"
#include "database/database.h"
#include "interrupt/interrupt.h"

void packet_open(struct database *db, void (*executed)(void *, uint32_t, const struct outcome *),
		 void *data)
{
	database_drop(db);
	db->packet.open = db->driver->send != NULL;
	db->packet.whole = false;
	db->packet.executed = executed;
	db->packet.ended = NULL;
	db->packet.data = data;
}

bool packet_close(struct database *db, struct failure *failure)
{
	if (!db->packet.open)
		return true;
	db->packet.open = false;
	return !db->session || !db->driver->apart || db->driver->apart(db->session, failure);
}

/* ---- Waiting ---- */

static bool has_data(const glim_value *value)
{
	return value->type == GLIM_TYPE_TEXT || value->type == GLIM_TYPE_BLOB;
}

static size_t bytes_of(const glim_value *values, size_t count)
{
	size_t bytes = 0;

	for (size_t i = 0; i < count; i++)
		bytes += has_data(&values[i]) ? values[i].length : 0;
	return bytes;
}

static glim_value *copy_values(const glim_value *values, size_t count)
{
	glim_value *copy;
	char *at;

	if (!count)
		return NULL;
	copy = memory_alloc(count * sizeof *copy + bytes_of(values, count));
	at = (char *)(copy + count);
	for (size_t i = 0; i < count; i++) {
		copy[i] = values[i];
		if (!has_data(&values[i]) || !values[i].length)
			continue;
		memcpy(at, values[i].as.data, values[i].length);
		copy[i].as.data = at;
		at += values[i].length;
	}
	return copy;
}

/* As it will be on its way, roughly: bytes become two digits each. */
static size_t weight(const struct later *later)
{
	enum { ONE_VALUE = 24, ONE_STATEMENT = 3 };

	return later->length + ONE_STATEMENT + later->count * ONE_VALUE +
	       2 * bytes_of(later->values, later->count);
}

static void append(struct packet *packet, const struct later *later)
{
	packet->list[packet->count++] = (struct waiting){
		.sql = memory_copy_bytes(later->sql, later->length),
		.values = copy_values(later->values, later->count),
		.length = later->length,
		.count = later->count,
		.step = later->step,
		.weight = weight(later),
		.expect = later->expect,
		.expected = later->expect && !later->held,
		.name = later->name,
		.holds = later->holds,
		.ends = later->ends,
		.sqlstate = later->sqlstate,
		.means = later->means,
	};
	packet->bytes += weight(later);
	packet->steps += later->step != 0;
	packet->expected += later->expect && !later->held;
}

static void forget(struct packet *packet, struct waiting *waiting)
{
	packet->bytes -= waiting->weight;
	packet->steps -= waiting->step != 0;
	packet->expected -= waiting->expected;
	if (waiting->holds)
		*waiting->holds = false;
	free(waiting->sql);
	free(waiting->values);
}

static void drop_behind(struct packet *packet, size_t count)
{
	while (packet->count > count)
		forget(packet, &packet->list[--packet->count]);
}

void database_drop_behind(struct database *db, size_t count)
{
	drop_behind(&db->packet, count);
}

void database_drop(struct database *db)
{
	drop_behind(&db->packet, 0);
	db->packet.sent = NULL;
}

bool packet_is_full(const struct packet *packet)
{
	return packet->count >= PACKET_STATEMENTS || packet->bytes > PACKET_BYTES;
}

/* ---- On the way ---- */

static bool cancel_packet(void *data)
{
	struct database *db = data;

	return db->driver->cancel(db->session);
}

static void use_time(struct packet *packet)
{
	void (*meanwhile)(void *) = packet->meanwhile;

	packet->meanwhile = NULL;
	if (meanwhile)
		meanwhile(packet->data);
}

static void note_sent(void *data)
{
	struct database *db = data;

	use_time(&db->under_way);
}

/* The one that takes the time: a migration's, or else the last one, which may be a COMMIT. */
static size_t watched(const struct packet *packet, size_t from)
{
	while (from + 1 < packet->count && !packet->list[from].step && !packet->list[from].ends)
		from++;
	return from;
}

/* The time limit is that of one statement. */
static void note_passed(void *data)
{
	struct database *db = data;
	struct packet *packet = &db->under_way;

	use_time(packet);
	if (packet->list[packet->passed++].ends && packet->ended)
		packet->ended(packet->data);
	CHAOS_POINT("passed");
	if (packet->passed < packet->count)
		interrupt_next(database_limit(db),
			       packet->list[watched(packet, packet->passed)].sql);
}

/*
 * Nobody needs to hear at once of one of the runner's own, unless it ends a migration, nor of a
 * migration's only one, unless its time is limited.
 */
static bool is_quick(const struct packet *packet, size_t at, bool limited)
{
	if (!packet->list[at].step)
		return !packet->list[at].ends;
	return !limited && !packet->list[watched(packet, at + 1)].step;
}

static void fill(struct database *db, struct parcel *parcels)
{
	const struct packet *packet = &db->under_way;
	const bool limited = database_limit(db) != 0;

	for (size_t i = 0; i < packet->count; i++)
		parcels[i] = (struct parcel){
			.sql = packet->list[i].sql,
			.length = packet->list[i].length,
			.values = packet->list[i].values,
			.count = packet->list[i].count,
			.quick = i + 1 < packet->count && is_quick(packet, i, limited),
			.again = packet->again && !packet->list[i].step && packet->list[i].count,
		};
}

static bool send(struct database *db, struct parcel *parcels, size_t *done, struct failure *failure)
{
	const struct packet *packet = &db->under_way;
	const bool cancels = !db->finishing || packet->steps;
	const struct parcel_news news = { note_sent, note_passed, db };
	enum interrupt_cause cause;
	bool good;

	interrupt_enter(cancels ? cancel_packet : NULL, db, cancels ? database_limit(db) : 0,
			packet->list[watched(packet, 0)].sql);
	CHAOS_POINT("packet");
	db->executing = true;
	good = db->driver->send(db->session, parcels, packet->count, done, &news, failure);
	db->executing = false;
	CHAOS_POINT("answers");
	cause = interrupt_leave();
	/* Who cancels a packet ends its session, be it a moment after its last answer. */
	if (cause != INTERRUPT_NONE)
		db->ended_by = cause;
	if (!good)
		database_tell_ended(db, cause, failure);
	db->last_use = clock_elapsed();
	return good;
}

/* The outcomes, in order. False: one of them is not what it has to be; *done says which. */
static bool look_at(struct packet *packet, const struct parcel *parcels, size_t *done,
		    struct failure *failure)
{
	for (size_t i = 0; i < *done; i++)
		packet->list[i].holds = NULL;
	for (size_t i = 0; i < *done; i++) {
		const struct waiting *waiting = &packet->list[i];

		if (waiting->step)
			packet->executed(packet->data, waiting->step, &parcels[i].outcome);
		if (waiting->expect &&
		    !waiting->expect(&parcels[i].outcome, waiting->name, failure)) {
			*done = i;
			return false;
		}
	}
	return true;
}

/* Of the one that failed: in the runner's words, where it has some for this failure. */
static void find_meaning(const struct waiting *waiting, struct failure *failure)
{
	if (!waiting->sqlstate || strcmp(waiting->sqlstate, failure->sqlstate) != 0)
		return;
	failure_finish(failure);
	waiting->means(waiting->name, failure);
}

/* One of the runner's own that opens the way for a step fails in the place of that step. */
static uint32_t step_from(const struct packet *packet, size_t at)
{
	while (at < packet->count && !packet->list[at].step && !packet->list[at].ends)
		at++;
	return at < packet->count ? packet->list[at].step : 0;
}

/* What is added from now on waits for the next time. */
static void set_out(struct database *db)
{
	struct packet *packet = &db->packet;

	if (packet->sent)
		*packet->sent = clock_elapsed();
	db->under_way = *packet;
	packet->count = packet->bytes = packet->steps = packet->expected = 0;
	packet->failed_step = 0;
	packet->sent = NULL;
	packet->meanwhile = NULL;
}

static bool travel(struct database *db, struct failure *failure)
{
	struct packet *packet = &db->under_way;
	struct parcel parcels[PACKET_ROOM];
	struct failure unexpected = { 0 };
	size_t done = 0;
	bool good;

	fill(db, parcels);
	good = db->session
		       ? send(db, parcels, &done, failure)
		       : failure_set(failure, FAILURE_LOST, 0, "the connection was lost before");
	if (!look_at(packet, parcels, &done, &unexpected)) {
		failure_finish(failure);
		*failure = unexpected;
		good = false;
	} else if (!good && done < packet->count) {
		find_meaning(&packet->list[done], failure);
	}
	if (!good)
		db->packet.failed_step = step_from(packet, done);
	return good;
}

bool database_flush(struct database *db, struct failure *failure)
{
	bool good;

	if (!db->packet.count)
		return true;
	set_out(db);
	good = travel(db, failure);
	drop_behind(&db->under_way, 0);
	if (!good)
		database_drop(db);
	return good;
}

static bool execute_now(struct database *db, const struct later *later, struct failure *failure)
{
	struct outcome outcome = { 0 };

	return database_execute(db, later->sql, later->values, later->count, NULL, &outcome,
				failure) &&
	       (!later->expect || later->expect(&outcome, later->name, failure));
}

static bool has_no_room(const struct packet *packet, const struct later *later)
{
	if (packet->whole)
		return packet->count == PACKET_ROOM;
	return packet->count == PACKET_STATEMENTS || packet->bytes + weight(later) > PACKET_BYTES;
}

bool database_later(struct database *db, const struct later *given, struct failure *failure)
{
	struct packet *packet = &db->packet;
	struct later later = *given;

	if (!packet->open)
		return execute_now(db, given, failure);
	if (!later.length)
		later.length = strlen(later.sql);
	if (has_no_room(packet, &later) && !database_flush(db, failure))
		return false;
	append(packet, &later);
	return true;
}
