#include "dialect/sqlite_lint.h"

#include <stdlib.h>

#include "lint/words.h"

/* Adding and renaming change the schema only; dropping a column writes every row anew. */
void sqlite_lint(const struct lint *lint, const char *sql, struct findings *out)
{
	struct words words = words_of(lint->lexis, sql);
	char *table;

	if (!words_skip(&words, "ALTER TABLE"))
		return;
	table = words_name(&words);
	if (table && words_skip(&words, "DROP") && !lint_makes(lint->made, table))
		findings_add(out, "rewrites-table",
			     "%s is written anew, and nobody writes to the database meanwhile",
			     table);
	free(table);
}
