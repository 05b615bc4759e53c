#include "session.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/text.h"

#define SHARE(done, total) "CASE WHEN " total " > 0 THEN 100.0 * " done " / " total " END"

/* Each kind of command that counts has a view of its own: pid, state, stage, stages, percent. */
static const struct {
	int since;
	const char *sql;
} commands[] = {
	{ 120000,
	  "SELECT pid, phase AS state, "
	  "CASE WHEN phase LIKE 'building index: scanning%' THEN 1 "
	  "WHEN phase LIKE 'building index: sort%' THEN 2 "
	  "WHEN phase LIKE 'building index: load%' THEN 3 "
	  "WHEN phase = 'index validation: scanning index' THEN 4 "
	  "WHEN phase = 'index validation: sorting tuples' THEN 5 "
	  "WHEN phase = 'index validation: scanning table' THEN 6 ELSE 0 END AS stage, "
	  "CASE WHEN phase LIKE 'waiting%' OR phase = 'initializing' THEN 0 "
	  "WHEN command LIKE '%CONCURRENTLY' THEN 6 ELSE 3 END AS stages, "
	  "COALESCE(" SHARE("blocks_done", "blocks_total") ", " SHARE(
		  "tuples_done", "tuples_total") ") AS percent "
						 "FROM pg_catalog.pg_stat_progress_create_index" },
	{ 120000, "SELECT pid, phase, 0, 0, " SHARE(
			  "heap_blks_scanned",
			  "heap_blks_total") " "
					     "FROM pg_catalog.pg_stat_progress_vacuum" },
	{ 120000, "SELECT pid, phase, 0, 0, " SHARE(
			  "heap_blks_scanned",
			  "heap_blks_total") " "
					     "FROM pg_catalog.pg_stat_progress_cluster" },
	{ 130000, "SELECT pid, phase, 0, 0, " SHARE(
			  "sample_blks_scanned",
			  "sample_blks_total") " "
					       "FROM pg_catalog.pg_stat_progress_analyze" },
	{ 140000,
	  "SELECT pid, command, 0, 0, " SHARE(
		  "bytes_processed", "bytes_total") " "
						    "FROM pg_catalog.pg_stat_progress_copy" },
};

static char *progress_sql(const struct session *session)
{
	struct text sql = { 0 };

	text_add(&sql, "SELECT a.state = 'active', a.wait_event_type = 'Lock', "
		       "COALESCE(p.state, CASE WHEN a.wait_event_type = 'Lock' THEN "
		       "'waiting for a lock: ' || a.wait_event END), p.stage, p.stages, p.percent "
		       "FROM pg_catalog.pg_stat_activity a LEFT JOIN (");
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
		if (session->facts.number >= commands[i].since)
			text_print(&sql, "%s%s", i ? " UNION ALL " : "", commands[i].sql);
	text_print(&sql, ") p ON p.pid = a.pid WHERE a.pid = %llu",
		   (unsigned long long)session->facts.connection);
	return text_take(&sql);
}

static bool is_true(const char *cell)
{
	return cell && cell[0] == 't';
}

static bool take_progress(char **cell, struct statement_progress *out)
{
	*out = (struct statement_progress){ .percent = -1 };
	if (!is_true(cell[0]))
		return false;
	out->waits = is_true(cell[1]);
	if (cell[2])
		snprintf(out->state, sizeof out->state, "%s", cell[2]);
	out->stage = cell[3] ? atoi(cell[3]) : 0;
	out->stages = cell[4] ? atoi(cell[4]) : 0;
	if (cell[5])
		out->percent = real_of_text(cell[5]);
	return true;
}

bool session_progress(struct session *session, struct statement_progress *out)
{
	struct cells cells = { 0 };
	bool known;

	watch_announce(session);
	known = watch_ask(session, progress_sql(session), &cells) &&
		take_progress(cells.texts, out);
	cells_finish(&cells);
	return known;
}

/*
 * The oldest, and how many there are. Transactions that are prepared belong to no process: the
 * server calls them all 0.
 */
static char *blocker_sql(const struct session *session)
{
	return memory_format(
		"SELECT b.who, (EXTRACT(epoch FROM pg_catalog.clock_timestamp() - b.since) * "
		"1000000)::bigint, count(*) OVER () "
		"FROM pg_catalog.pg_blocking_pids(%llu) pids, LATERAL ("
		"SELECT 'connection ' || a.pid || ' (' || COALESCE(a.usename, '?') || '@' "
		"|| " POSTGRESQL_HOST " || ')' AS who, a.xact_start AS since "
		"FROM pg_catalog.pg_stat_activity a WHERE a.pid = ANY(pids) UNION ALL "
		"SELECT 'prepared transaction ' || pg_catalog.quote_literal(p.gid) || ' (' || "
		"p.owner || ')', p.prepared FROM pg_catalog.pg_prepared_xacts p "
		"WHERE 0 = ANY(pids) AND p.database = pg_catalog.current_database()) b "
		"ORDER BY b.since LIMIT 1",
		(unsigned long long)session->facts.connection);
}

static bool take_blocker(char **cell, struct statement_blocker *out)
{
	if (!cell[0])
		return false;
	*out = (struct statement_blocker){
		.who = memory_copy(cell[0]),
		.age = cell[1] ? atoll(cell[1]) : -1,
		.more = cell[2] ? strtoul(cell[2], NULL, 10) - 1 : 0,
		.is_sure = true,
	};
	return true;
}

bool session_blocker(struct session *session, struct statement_blocker *out)
{
	struct cells cells = { 0 };
	const bool known = session->watch.conn &&
			   watch_ask(session, blocker_sql(session), &cells) &&
			   take_blocker(cells.texts, out);

	cells_finish(&cells);
	return known;
}
