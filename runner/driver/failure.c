#include "driver/driver.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/memory.h"

void failure_finish(struct failure *failure)
{
	free(failure->message);
	free(failure->hint);
	*failure = (struct failure){ 0 };
}

bool failure_set(struct failure *failure, enum failure_kind kind, int native, const char *format,
		 ...)
{
	va_list args;
	char *message;

	va_start(args, format);
	message = memory_format_list(format, args);
	va_end(args);
	failure_finish(failure);
	failure->kind = kind;
	failure->native = native;
	failure->message = message;
	return false;
}

void server_finish(struct server *server)
{
	free(server->place);
	free(server->schema);
	free(server->account);
	*server = (struct server){ 0 };
}

void lock_holder_finish(struct lock_holder *holder)
{
	free(holder->who);
	free(holder->since);
	free(holder->doing);
	free(holder->migration);
	*holder = (struct lock_holder){ 0 };
}

void statement_blocker_finish(struct statement_blocker *blocker)
{
	free(blocker->who);
	*blocker = (struct statement_blocker){ 0 };
}

bool failure_refuse(struct failure *failure, enum failure_kind kind, const char *message,
		    const char *hint)
{
	failure_set(failure, kind, 0, "%s", message);
	failure->hint = memory_copy(hint);
	return false;
}
