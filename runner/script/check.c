#include <stdio.h>
#include <string.h>

#include "dialect/dialect.h"
#include "script/script.h"

static bool check_section(const struct script *script, bool down, const struct dialect *dialect,
			  struct script_fault *fault)
{
	struct statement_list list = { 0 };
	bool done = script_split(script, down, &dialect->lexis, &list, fault);

	for (size_t i = 0; done && i < list.count; i++) {
		const struct statement_piece *piece = &list.pieces[i];

		done = statement_classify(&dialect->lexis, dialect->rules, piece->sql) !=
		       STATEMENT_CONTROL;
		if (done)
			continue;
		fault->line = piece->line;
		fault->column = piece->column;
		snprintf(fault->why, sizeof fault->why,
			 "transactions and the runner's lock are the runner's own: leave out %.*s",
			 (int)strcspn(piece->sql, " \t\r\n"), piece->sql);
	}
	statement_list_finish(&list);
	return done;
}

bool script_check(const struct script *script, const struct dialect *dialect,
		  struct script_fault *fault)
{
	return check_section(script, false, dialect, fault) &&
	       check_section(script, true, dialect, fault);
}
