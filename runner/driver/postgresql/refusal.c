#include "facts.h"

#include <string.h>

#include "base/memory.h"

bool server_accept_version(int number, struct failure *failure)
{
	if (number >= FACTS_VERSION_LEAST)
		return true;
	failure_set(failure, FAILURE_REFUSED, 0,
		    "the server has version %d.%d, and %d is the oldest that glim works with",
		    number / 10000, number % 10000, FACTS_VERSION_LEAST / 10000);
	failure->hint = memory_copy("upgrade the server");
	return false;
}

/* They speak the protocol; their locks, transactions or DDL are others. */
static bool is_another_software(const char *software)
{
	static const char *const others[] = { "-YB-", "Redshift", "Greenplum", "Materialize" };

	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (strstr(software, others[i]))
			return true;
	return strncmp(software, "PostgreSQL ", strlen("PostgreSQL ")) != 0;
}

static bool refuse_path(const struct facts *facts, struct failure *failure)
{
	failure_set(failure, FAILURE_REFUSED, 0,
		    "none of the schemas in search_path is there, or may be used by %s: %s",
		    facts->account, facts->search_path);
	failure->hint = memory_copy("create the schema, or correct \"search_path\"");
	return false;
}

/* One invents the process that it names, for it names the session before it has one. */
bool server_is_pooled(const struct facts *facts, int backend)
{
	return facts->connection != (uint64_t)backend || !facts->as_told;
}

bool server_accept(const struct facts *facts, const struct driver_settings *settings,
		   struct failure *failure)
{
	if (is_another_software(facts->software))
		return failure_refuse(
			failure, FAILURE_REFUSED,
			"the server is no PostgreSQL, but something that speaks like it",
			"glim relies on PostgreSQL's own locks and transactions");
	if (!facts->schema)
		return refuse_path(facts, failure);
	if (settings->reading)
		return true;
	if (facts->standby)
		return failure_refuse(failure, FAILURE_READ_ONLY, "the server is a standby",
				      "name the primary in \"host\"");
	if (facts->read_only)
		return failure_refuse(
			failure, FAILURE_READ_ONLY,
			"default_transaction_read_only is on for this account, database or "
			"server",
			"ALTER ROLE .. SET default_transaction_read_only = off");
	return true;
}
