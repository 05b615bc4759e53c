/* SQL comes from migrations: the scanner ends on any text, and cuts it only where it is sure. */
#include <stdlib.h>

#include "base/memory.h"
#include "dialect/dialect.h"
#include "statement/statement.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_as(const struct dialect *dialect, const char *sql)
{
	struct statement_list list = { 0 };
	struct text marked = { 0 };
	const char *why = NULL;
	size_t line = 0;

	statement_classify(&dialect->lexis, dialect->rules, sql);
	if (!statement_is_single(&dialect->lexis, sql, &why) && !why)
		abort();
	statement_marks(&dialect->lexis, sql, '$', &marked);
	why = NULL;
	if (!statement_split(&dialect->lexis, sql, &list, &line, &why) && !why)
		abort();
	for (size_t i = 0; i < list.count; i++) {
		if (!list.pieces[i].sql[0])
			abort();
	}
	statement_list_finish(&list);
	text_finish(&marked);
	free(statement_show(sql, 80));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *sql = memory_copy_bytes(data, size);

	read_as(&dialect_sqlite, sql);
	read_as(&dialect_mysql, sql);
	free(sql);
	return 0;
}
