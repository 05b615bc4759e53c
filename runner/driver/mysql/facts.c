#include "session.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

enum { UNKNOWN_VARIABLE = 1193 };

/*
 * Every migration finds the same session, whatever the server's defaults and its init_connect are.
 * The mode is fixed because it decides how SQL texts are read.
 */
#define SESSION                                                                                    \
	"SET NAMES utf8mb4, autocommit = 1, time_zone = '+00:00', completion_type = NO_CHAIN, "    \
	"lock_wait_timeout = 5, innodb_lock_wait_timeout = 10, wait_timeout = 60, "                \
	"foreign_key_checks = 1, unique_checks = 1, sql_safe_updates = 0, "                        \
	"max_error_count = 65535, "                                                                \
	"sql_mode = 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION"
#define SESSION_MARIADB                                                                            \
	SESSION ",NO_AUTO_CREATE_USER', max_statement_time = 0, idle_transaction_timeout = 0, "    \
		"idle_write_transaction_timeout = 0, idle_readonly_transaction_timeout = 0"

/* For SELECT only, and MySQL's name of it; there is no limit for other statements. */
#define SESSION_MYSQL SESSION "', max_execution_time = 0"

#define FACTS                                                                                      \
	"SELECT @@version, @@version_comment, CURRENT_USER(), DATABASE(), CONNECTION_ID(), "       \
	"@@max_allowed_packet, @@read_only, @@innodb_read_only, "

/*
 * The first that the server understands is taken. A cluster has several nodes that take writes:
 * Galera, or MySQL's group replication in its mode for that.
 */
static const char *const sessions[] = { SESSION_MARIADB, SESSION_MYSQL, SESSION "'" };
static const char *const questions[] = {
	FACTS "@@wsrep_on",
	FACTS
	"NOT @@group_replication_single_primary_mode AND @@group_replication_group_name <> ''",
	FACTS "0",
};

static bool ask_first_known(MYSQL *mysql, const char *const *statements, size_t count,
			    struct failure *failure)
{
	for (size_t i = 0; i < count; i++) {
		if (mysql_query(mysql, statements[i]) == 0)
			return true;
		if (mysql_errno(mysql) != UNKNOWN_VARIABLE)
			break;
	}
	return mysql_failure(mysql, failure);
}

bool session_prepare(MYSQL *mysql, struct failure *failure)
{
	size_t first = mariadb_connection(mysql) ? 0 : 1;

	return ask_first_known(mysql, sessions + first, 3 - first, failure);
}

/* "0" and "OFF" are off; newer servers have more than one word for on. */
static bool is_on(const char *value)
{
	return value && strcmp(value, "0") != 0 && strcmp(value, "OFF") != 0;
}

static void take_facts(struct facts *facts, MYSQL_ROW row)
{
	facts->version = memory_copy(row[0] ? row[0] : "");
	facts->comment = memory_copy(row[1] ? row[1] : "");
	facts->account = memory_copy(row[2] ? row[2] : "");
	facts->schema = memory_copy(row[3] ? row[3] : "");
	facts->connection = strtoull(row[4] ? row[4] : "0", NULL, 10);
	facts->packet_most = strtoull(row[5] ? row[5] : "0", NULL, 10);
	facts->read_only = is_on(row[6]) || is_on(row[7]);
	facts->cluster = is_on(row[8]);
}

bool facts_read(MYSQL *mysql, struct facts *facts, struct failure *failure)
{
	MYSQL_RES *result;
	MYSQL_ROW row;

	if (!ask_first_known(mysql, questions, 3, failure))
		return false;
	result = mysql_store_result(mysql);
	row = result ? mysql_fetch_row(result) : NULL;
	if (row)
		take_facts(facts, row);
	else
		mysql_failure(mysql, failure);
	mysql_free_result(result);
	return row != NULL;
}

void facts_finish(struct facts *facts)
{
	free(facts->version);
	free(facts->comment);
	free(facts->account);
	free(facts->schema);
	*facts = (struct facts){ 0 };
}
