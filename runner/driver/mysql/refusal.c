#include "facts.h"

#include <string.h>

static bool is_single_writer(const struct driver_settings *settings)
{
	return settings->galera && strcmp(settings->galera, "single-writer") == 0;
}

bool facts_accept(const struct facts *facts, unsigned long thread,
		  const struct driver_settings *settings, struct failure *failure)
{
	if (settings->reading)
		return true;
	if ((uint32_t)facts->connection != (uint32_t)thread)
		return failure_refuse(
			failure, FAILURE_REFUSED,
			"a proxy stands between glim and the server, and may change the "
			"server's session under a migration",
			"name the server itself in \"host\" and \"port\"");
	if (facts->read_only)
		return failure_refuse(failure, FAILURE_READ_ONLY,
				      "the server is read-only, a replica perhaps",
				      "name the server that takes writes in \"host\"");
	if (facts->cluster && !is_single_writer(settings))
		return failure_refuse(
			failure, FAILURE_REFUSED,
			"the server is a node of a cluster that writes on several (Galera, "
			"group replication), where locks hold on one node only",
			"let all runs go to one node and say so: \"galera\": "
			"\"single-writer\"");
	return true;
}
