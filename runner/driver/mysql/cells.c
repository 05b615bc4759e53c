#include "session.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static void take_row(MYSQL_RES *result, MYSQL_ROW row, struct cells *cells)
{
	const unsigned long *lengths = mysql_fetch_lengths(result);
	const unsigned int count = mysql_num_fields(result);

	for (unsigned int i = 0; i < count && i < CELLS; i++)
		cells->texts[i] = row[i] ? memory_copy_bytes(row[i], lengths[i]) : NULL;
}

bool cells_read(MYSQL *mysql, const char *sql, struct cells *cells, struct failure *failure)
{
	MYSQL_RES *result;
	MYSQL_ROW row;

	*cells = (struct cells){ 0 };
	if (mysql_query(mysql, sql) != 0)
		return mysql_failure(mysql, failure);
	result = mysql_store_result(mysql);
	if (!result)
		return mysql_field_count(mysql) == 0 || mysql_failure(mysql, failure);
	row = mysql_fetch_row(result);
	if (row)
		take_row(result, row, cells);
	mysql_free_result(result);
	return true;
}

void cells_finish(struct cells *cells)
{
	for (size_t i = 0; i < CELLS; i++)
		free(cells->texts[i]);
	*cells = (struct cells){ 0 };
}

/* An address may hold colons of its own. */
int host_length(const char *host)
{
	const char *colon = strrchr(host, ':');

	return (int)(colon ? (size_t)(colon - host) : strlen(host));
}
