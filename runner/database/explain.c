#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/text.h"
#include "database/database.h"
#include "interrupt/interrupt.h"

static const struct {
	enum error_code code;
	const char *what;
	const char *next;
} meanings[] = {
	[FAILURE_NONE] = { ERROR_INTERNAL, "failed without a reason", NULL },
	[FAILURE_SQL] = { ERROR_SQL, "was refused by the database", NULL },
	[FAILURE_CONNECT] = { ERROR_CONNECT, "failed: the database does not answer",
			      "check that it runs and is reached from here; --wait 60s waits for "
			      "it" },
	[FAILURE_AUTH] = { ERROR_AUTH, "failed: login or right refused",
			   "check user, password and grants of the connection" },
	[FAILURE_READ_ONLY] = { ERROR_AUTH, "failed: the database takes no writes",
				"let this account write there, or point the connection at the "
				"primary" },
	[FAILURE_REFUSED] = { ERROR_AUTH, "was refused", NULL },
	[FAILURE_LOST] = { ERROR_CONNECT, "failed: the connection was lost", NULL },
	[FAILURE_CANCELLED] = { ERROR_CANCELLED, "was cancelled", NULL },
	[FAILURE_CONFLICT] = { ERROR_SQL, "lost a conflict with another transaction",
			       "try again: glim migration:run" },
	[FAILURE_LOCK_WAIT] = { ERROR_SQL, "waited too long for somebody else's lock",
				"try again when the other transaction has ended" },
	[FAILURE_NO_TABLE] = { ERROR_SQL, "needs a table that is not there", NULL },
	[FAILURE_NO_DATABASE] = { ERROR_AUTH, "failed: there is no such database",
				  "create it, or mend `schema` of the connection" },
	[FAILURE_NO_SAVEPOINT] = { ERROR_SQL, "found its transaction ended by something else",
				   NULL },
	[FAILURE_FULL] = { ERROR_SQL, "failed: no space is left", NULL },
	[FAILURE_FORGOTTEN] = { ERROR_SQL, "lost what the session was given",
				"try again: glim migration:run" },
	[FAILURE_RECORD] = { ERROR_SQL, "failed: somebody else changed the history",
			     "see what it says now: glim migration:status" },
};

static int number_of(const struct database *db, const struct failure *failure)
{
	return db->dialect && db->dialect->errors_have_names ? 0 : failure->native;
}

static void add_speaker(const struct database *db, const struct failure *failure, struct text *says)
{
	const char *product = db->server.product[0] ? db->server.product
			      : db->dialect         ? db->dialect->product
						    : "the database";

	text_add(says, failure->kind == FAILURE_RECORD ? "glim" : product);
}

static void add_says(const struct database *db, const struct failure *failure, struct error *error)
{
	struct text says = { 0 };

	add_speaker(db, failure, &says);
	if (number_of(db, failure))
		text_print(&says, " %d", failure->native);
	if (failure->sqlstate[0])
		text_print(&says, " (%s)", failure->sqlstate);
	text_add(&says, ": ");
	text_add_safe(&says, failure->message, __builtin_strlen(failure->message));
	if (failure->hint)
		text_print(&says, " (%s)", failure->hint);
	free(error->says);
	error->says = text_take(&says);
}

void database_explain(const struct database *db, const struct failure *failure, const char *doing,
		      struct error *error)
{
	const char *next = meanings[failure->kind].next;
	const int signal_number = failure->kind == FAILURE_CONNECT ? interrupt_signal() : 0;

	if (signal_number) {
		error_set(error, ERROR_CANCELLED, "cancelled while %s", doing);
		error->exit_code = 128 + signal_number;
		add_says(db, failure, error);
		return;
	}
	error_set(error, meanings[failure->kind].code, "%s %s", doing,
		  meanings[failure->kind].what);
	if (failure->message)
		add_says(db, failure, error);
	error->native = number_of(db, failure);
	snprintf(error->sqlstate, sizeof error->sqlstate, "%s", failure->sqlstate);
	if (meanings[failure->kind].code == ERROR_CONNECT ||
	    meanings[failure->kind].code == ERROR_AUTH)
		error_line(&error->at, "%s", db->connection->place);
	if (next)
		error_next(error, "%s", next);
}

char *database_title(const struct database *db)
{
	const struct server *server = &db->server;
	const char *schema = server->schema ? server->schema : "";
	const char *place = server->place ? server->place : "";
	const char *account = server->account ? server->account : "";

	return memory_format("%s on %s %s%s%s%s%s", schema, server->product, server->version,
			     place[0] ? " at " : "", place, account[0] ? " as " : "", account);
}
