#include "ordered.h"

#include "pipeline.h"

/*
 * Of a table that was not analyzed yet, as after a load or an upgrade, the server expects few rows,
 * and reads and sorts all of them for each page: 255 ms beside 3 for ten thousand out of a million.
 * The migration's own choice comes back behind the page; what fails takes the setting with it.
 */
#define SETTING "pg_catalog.set_config('enable_sort', "
#define UNSORTED                                                                                   \
	"SELECT pg_catalog.set_config('glim.enable_sort', "                                        \
	"pg_catalog.current_setting('enable_sort'), true), " SETTING "'off', true)"
#define SORTED "SELECT " SETTING "pg_catalog.current_setting('glim.enable_sort'), true)"

enum { MESSAGES = 3 };

static bool send(PGconn *conn, const char *sql)
{
	return PQsendQueryParams(conn, sql, 0, NULL, NULL, NULL, NULL, 0);
}

static bool send_all(const struct query *query, struct answer *answer)
{
	PGconn *conn = answer->session->conn;

	return (send(conn, UNSORTED) && query_send(query, conn, answer->failure) &&
		send(conn, SORTED) && PQpipelineSync(conn)) ||
	       connection_failure(conn, answer->failure);
}

static void take_own(struct answer *answer, const char *sql)
{
	struct answer own = {
		.session = answer->session,
		.sql = sql,
		.columns = -1,
		.failure = answer->failure,
	};

	if (answer->failed)
		return;
	answer_take(&own);
	answer->failed = own.failed;
}

static void take_page(const struct query *query, struct answer *answer)
{
	if (answer->failed)
		return;
	if (answer->sink->row)
		PQsetSingleRowMode(answer->session->conn);
	answer->sql = query->sql;
	answer_take(answer);
}

void ordered_run(const struct query *query, struct answer *answer)
{
	PGconn *conn = answer->session->conn;

	if (!PQenterPipelineMode(conn)) {
		answer->failed = !connection_failure(conn, answer->failure);
		return;
	}
	if (!send_all(query, answer)) {
		answer->failed = true;
		if (answer->failure->kind != FAILURE_LOST)
			pipeline_break(conn, answer->failure);
		return;
	}
	take_own(answer, UNSORTED);
	take_page(query, answer);
	take_own(answer, SORTED);
	if (!pipeline_end(conn, MESSAGES) && answer->failure->kind != FAILURE_LOST)
		answer->failed = !pipeline_break(conn, answer->failure);
}
