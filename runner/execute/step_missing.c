/* A half-done migration is undone: some of what its rollback() takes away was never made. */
#include "execute/step.h"
#include "statement/scanner.h"

/* ", ALGORITHM=COPY" and ", LOCK=NONE" only say how. */
static bool lists_another(const struct scanner *scanner, struct token token)
{
	struct token next;

	if (!token_is_symbol(token, ','))
		return false;
	next = scanner_peek(scanner);
	return !token_is(next, "ALGORITHM") && !token_is(next, "LOCK");
}

/* Would it have done something else too, had its one object been there? */
static bool does_one_thing(const struct lexis *lexis, const char *sql)
{
	struct scanner scanner = { .lexis = lexis, .at = sql };
	struct token token = scanner_next(&scanner);
	const bool alters = !token_is(token, "DROP") && !token_is(token, "INSERT") &&
			    !token_is(token, "UPDATE") && !token_is(token, "DELETE");
	int depth = 0;

	for (; token.kind != TOKEN_END; token = scanner_next(&scanner)) {
		depth += token_is_symbol(token, '(') - token_is_symbol(token, ')');
		if (token_is(token, "SELECT") || token_is(token, "JOIN") ||
		    (alters && !depth && lists_another(&scanner, token)))
			return false;
	}
	return true;
}

void step_note_nothing(const struct migration *migration, const char *why)
{
	output_note(migration->execution->output, "%s: step %u had nothing to undo: %s",
		    migration->name, migration->steps, why);
}

bool step_was_never_made(struct migration *migration, const char *sql,
			 const struct failure *failure)
{
	if (!migration->bears_missing ||
	    !does_one_thing(&migration->execution->db->dialect->lexis, sql) ||
	    !dialect_is_missing_object(migration->execution->db->dialect, failure->native))
		return false;
	step_note_nothing(migration, failure->message);
	return true;
}
