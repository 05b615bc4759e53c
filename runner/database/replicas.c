#include "database/replicas.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* A replica that is gone must not stop the run from hearing a signal. */
enum { PATIENCE = 3 };

struct replica {
	const char *address;
	char *host; /* without its port */
	struct driver_settings settings;
	struct session *session; /* NULL: not open now */
};

struct replicas {
	struct database *db;
	struct replica *list;
	size_t count;
};

void replica_lag_finish(struct replica_lag *lag)
{
	free(lag->who);
	free(lag->why);
	lag->who = lag->why = NULL;
	lag->behind = 0;
}

/* ---- Who ---- */

char *replica_host(const char *address, int *port)
{
	const char *colon = strrchr(address, ':');
	const bool bracketed = address[0] == '[' && strchr(address, ']');
	const char *end = bracketed ? strchr(address, ']') : colon;

	if (bracketed ? end[1] == ':' : colon && strchr(address, ':') == colon && address[0] != '/')
		*port = atoi(colon + 1);
	else if (!bracketed)
		return memory_copy(address);
	return memory_copy_bytes(address + bracketed, (size_t)(end - address) - bracketed);
}

static void set_address(struct replica *replica, const char *address)
{
	struct driver_settings *settings = &replica->settings;

	replica->address = address;
	replica->host = replica_host(address, &settings->port);
	settings->host = replica->host;
	settings->socket = NULL;
}

static void init_replica(struct replica *replica, const struct database *db, const char *address)
{
	replica->settings = database_settings(db);
	replica->settings.schema = NULL; /* it need not have this one */
	replica->settings.reading = true;
	replica->settings.patience = PATIENCE;
	replica->settings.notice = NULL;
	set_address(replica, address);
}

struct replicas *replicas_create(struct database *db)
{
	const struct throttle *throttle = &db->connection->throttle;
	struct replicas *replicas;

	if (!throttle->lag || (!db->dialect->replicas_behind && !db->dialect->replica_status))
		return NULL;
	replicas = memory_alloc(sizeof *replicas);
	replicas->db = db;
	replicas->count = db->dialect->replica_status ? throttle->replica_count : 0;
	replicas->list = memory_alloc((replicas->count + 1) * sizeof *replicas->list);
	for (size_t i = 0; i < replicas->count; i++)
		init_replica(&replicas->list[i], db, throttle->replicas[i]);
	return replicas;
}

static void close_replica(struct replicas *replicas, struct replica *replica)
{
	replicas->db->driver->close(replica->session);
	replica->session = NULL;
}

void replicas_destroy(struct replicas *replicas)
{
	if (!replicas)
		return;
	for (size_t i = 0; i < replicas->count; i++) {
		close_replica(replicas, &replicas->list[i]);
		free(replicas->list[i].host);
	}
	free(replicas->list);
	free(replicas);
}

/* ---- What they say ---- */

/* Seconds as a number of any kind or a text; false: NULL. */
static bool take_seconds(const glim_value *value, int64_t *microseconds)
{
	double seconds = 0;

	if (value->type == GLIM_TYPE_NULL)
		return false;
	if (value->type == GLIM_TYPE_INT)
		seconds = (double)value->as.integer;
	else if (value->type == GLIM_TYPE_REAL)
		seconds = value->as.real;
	else if (value->type == GLIM_TYPE_TEXT)
		seconds = strtod(value->as.data, NULL);
	*microseconds = (int64_t)(seconds * 1e6);
	return true;
}

static bool is_worse(const struct replica_lag *lag, const struct replica_lag *than)
{
	if (!than->who || than->behind < 0 || lag->behind < 0)
		return !than->who || (lag->behind < 0 && than->behind >= 0);
	return lag->behind > than->behind;
}

/* Takes `lag`. */
static void keep_worst(struct replica_lag *worst, struct replica_lag *lag)
{
	if (is_worse(lag, worst)) {
		const struct replica_lag old = *worst;

		*worst = *lag;
		*lag = old;
	}
	replica_lag_finish(lag);
}

/* ---- Of the server itself ---- */

struct told {
	struct replica_lag *worst;
	bool hidden;
};

static bool take_replica(void *data, size_t count, const glim_value *values)
{
	struct told *told = data;
	struct replica_lag lag = { 0 };

	if (count < 2 || !take_seconds(&values[1], &lag.behind)) {
		told->hidden = true;
		return true;
	}
	lag.who = values[0].type == GLIM_TYPE_TEXT ? memory_copy(values[0].as.data)
						   : memory_copy("(no name)");
	keep_worst(told->worst, &lag);
	return true;
}

static bool ask_server(struct replicas *replicas, struct replica_lag *worst,
		       struct failure *failure)
{
	struct database *db = replicas->db;
	struct told told = { .worst = worst };
	const struct row_sink sink = { .row = take_replica, .data = &told };

	if (!database_execute(db, db->dialect->replicas_behind, NULL, 0, &sink, NULL, failure))
		return false;
	if (!told.hidden)
		return true;
	failure_set(failure, FAILURE_AUTH, 0,
		    "the account may not see how far replicas are behind, which \"throttle\" wants "
		    "to know");
	failure->hint = memory_copy(db->dialect->replicas_right);
	return false;
}

/* ---- Of each ---- */

struct answer {
	const char *columns; /* that may hold it: " name other " */
	size_t at;
	size_t rows;
	bool copies;
	int64_t behind;
};

static bool find_column(void *data, size_t count, const char *const *names)
{
	struct answer *answer = data;

	for (answer->at = 0; answer->at < count; answer->at++) {
		char *word = memory_format(" %s ", names[answer->at]);
		const bool found = strstr(answer->columns, word) != NULL;

		free(word);
		if (found)
			break;
	}
	return true;
}

static bool take_status(void *data, size_t count, const glim_value *values)
{
	struct answer *answer = data;
	int64_t behind;

	answer->rows++;
	if (answer->at < count && take_seconds(&values[answer->at], &behind)) {
		if (behind > answer->behind)
			answer->behind = behind;
	} else {
		answer->copies = false;
	}
	return true;
}

static bool try_ask(struct replicas *replicas, struct replica *replica, struct answer *answer,
		    struct failure *failure)
{
	const struct driver *driver = replicas->db->driver;
	const char *sql = replicas->db->dialect->replica_status;
	const struct row_sink sink = { .columns = find_column, .row = take_status, .data = answer };

	*answer = (struct answer){ .columns = replicas->db->dialect->replica_columns,
				   .copies = true };
	if (!replica->session)
		replica->session = driver->open(&replica->settings, failure);
	return replica->session &&
	       driver->execute(replica->session, sql, strlen(sql), NULL, 0, &sink, NULL, failure);
}

/* One that has been quiet for long has closed the connection perhaps. */
static bool ask_twice(struct replicas *replicas, struct replica *replica, struct answer *answer,
		      struct failure *failure)
{
	const bool was_open = replica->session != NULL;

	if (try_ask(replicas, replica, answer, failure))
		return true;
	close_replica(replicas, replica);
	if (!was_open || failure->kind != FAILURE_LOST)
		return false;
	failure_finish(failure);
	if (try_ask(replicas, replica, answer, failure))
		return true;
	close_replica(replicas, replica);
	return false;
}

static bool may_pass(const struct failure *failure)
{
	return failure->kind == FAILURE_CONNECT || failure->kind == FAILURE_LOST;
}

static bool explain(const struct replica *replica, struct failure *failure)
{
	char *message = memory_format("replica %s: %s", replica->address,
				      failure->message ? failure->message : "");

	free(failure->message);
	failure->message = message;
	return false;
}

static bool ask_replica(struct replicas *replicas, struct replica *replica,
			struct replica_lag *worst, struct failure *failure)
{
	struct replica_lag lag = { .behind = -1 };
	struct answer answer = { 0 };

	if (ask_twice(replicas, replica, &answer, failure)) {
		if (!answer.rows)
			return failure_set(failure, FAILURE_REFUSED, 0,
					   "replica %s: it is no replica; correct \"replicas\" of "
					   "\"throttle\"",
					   replica->address);
		if (answer.copies)
			lag.behind = answer.behind;
		else
			lag.why = memory_copy("it does not copy now");
	} else if (may_pass(failure)) {
		lag.why = memory_format("it does not answer: %s",
					failure->message ? failure->message : "");
		failure_finish(failure);
	} else {
		return explain(replica, failure);
	}
	lag.who = memory_copy(replica->address);
	keep_worst(worst, &lag);
	return true;
}

bool replicas_ask(struct replicas *replicas, struct replica_lag *out, struct failure *failure)
{
	struct replica_lag worst = { 0 };
	bool done = true;

	if (replicas->db->dialect->replicas_behind)
		done = ask_server(replicas, &worst, failure);
	for (size_t i = 0; done && i < replicas->count; i++)
		done = ask_replica(replicas, &replicas->list[i], &worst, failure);
	if (!done)
		replica_lag_finish(&worst);
	*out = worst;
	return done;
}
