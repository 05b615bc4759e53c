#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "config/section.h"
#include "config/value.h"
#include "driver/driver.h"

static bool read_replica(struct reading *reading, const struct key *key,
			 const struct member *member, struct throttle *throttle)
{
	const struct member element = { .key = key->name, .value = member->value };
	char *text = value_text(reading, key, &element);

	if (text && !*text) {
		key_fail(reading, &element, "has an empty address");
		free(text);
		return false;
	}
	if (!text)
		return false;
	throttle->replicas = memory_grow_for(throttle->replicas, throttle->replica_count,
					     sizeof *throttle->replicas);
	throttle->replicas[throttle->replica_count++] = text;
	return true;
}

static void note_replicas(struct reading *reading, const struct key *key,
			  const struct member *member, const struct throttle *throttle)
{
	struct text list = { 0 };

	for (size_t i = 0; i < throttle->replica_count; i++)
		text_print(&list, "%s%s", i ? ", " : "", throttle->replicas[i]);
	key_note(reading, key, member, text_get(&list));
	text_finish(&list);
}

static bool read_replicas(struct reading *reading, const struct key *key,
			  const struct member *member, void *target)
{
	bool from_environment = false, ok = true;
	struct member *members;
	size_t count;

	if (!key_is(reading, member, JSON_ARRAY, "an array of addresses"))
		return false;
	count = place_members(member->value, &members);
	if (!count)
		ok = key_fail(reading, member, "must name at least one replica");
	for (size_t i = 0; ok && i < count; i++) {
		ok = read_replica(reading, key, &members[i], target);
		from_environment |= reading->from_environment;
	}
	free(members);
	reading->from_environment = from_environment;
	if (ok)
		note_replicas(reading, key, member, target);
	return ok;
}

static const struct key throttle_keys[] = {
	{ "lag", value_duration, offsetof(struct throttle, lag), .absent = "none",
	  .also = " max_lag max-lag max_lag_millis max-lag-millis max_replica_lag behind " },
	{ "replicas", read_replicas,
	  .also = " replica slaves standbys hosts control_replicas "
		  "throttle_control_replicas " },
	{ "running", value_count, offsetof(struct throttle, running), .absent = "none",
	  .also = " threads threads_running max_load max-load load " },
	{ 0 },
};

/* Who is to be asked has to be known before a run that would wait for the answer. */
static bool check(struct reading *reading, const struct member *member,
		  const struct connection *connection)
{
	const struct throttle *throttle = &connection->throttle;
	const bool asks = driver_asks_replicas(connection->driver);

	if (throttle->replica_count && !throttle->lag)
		return key_fail(reading, member,
				"has \"replicas\" without \"lag\", the time that they may be "
				"behind");
	if (throttle->lag && asks && !throttle->replica_count)
		return key_fail(reading, member,
				"has \"lag\" without \"replicas\": a server of this kind does not "
				"know how far they are behind, they are asked themselves");
	if (throttle->replica_count && connection->module && !asks)
		return key_fail(reading, member,
				"has \"replicas\", which this kind of database has no use for: the "
				"server itself knows how far they are behind");
	return true;
}

bool throttle_read(struct reading *reading, const struct key *key, const struct member *member,
		   void *target)
{
	struct connection *connection = target;
	const struct key object = { .name = key->name, .keys = throttle_keys };

	return value_object(reading, &object, member, &connection->throttle) &&
	       check(reading, member, connection);
}

void throttle_finish(struct throttle *throttle)
{
	for (size_t i = 0; i < throttle->replica_count; i++)
		free(throttle->replicas[i]);
	free(throttle->replicas);
}
