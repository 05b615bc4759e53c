#include <stdarg.h>
#include <stdlib.h>

#include "base/memory.h"
#include "execute/migration.h"
#include "interrupt/interrupt.h"

void migration_say(struct migration *migration, int status, const char *message)
{
	if (migration->status != GLIM_OK)
		return;
	migration->status = status == GLIM_OK ? GLIM_ERROR : status;
	migration->message = memory_copy(message);
	migration->forgivable = false;
}

bool migration_stick(struct migration *migration, int status, struct failure *failure,
		     const char *site, const char *sql)
{
	if (failure->kind == FAILURE_CANCELLED)
		status = GLIM_CANCELLED;
	if (migration->status == GLIM_OK) {
		migration_say(migration, status, failure->message ? failure->message : "");
		migration->failure = *failure;
		*failure = (struct failure){ 0 };
		migration->failed_step = migration->steps;
		migration->failed_site = memory_copy(site);
		migration->failed_sql = memory_copy(sql);
		migration->gone = migration->failure.kind == FAILURE_CONFLICT ||
				  migration->failure.kind == FAILURE_LOST ||
				  migration->failure.kind == FAILURE_NO_SAVEPOINT;
	}
	failure_finish(failure);
	return false;
}

void migration_for_person(struct migration *migration, const char *site, const char *sql,
			  const char *format, ...)
{
	struct failure none = { 0 };
	va_list args;

	va_start(args, format);
	none.message = memory_format_list(format, args);
	va_end(args);
	migration->for_person = true;
	migration_stick(migration, GLIM_ERROR, &none, site, sql);
}

bool migration_misuse(struct migration *migration, const char *site, const char *sql,
		      const char *format, ...)
{
	struct failure none = { 0 };
	char *message;
	va_list args;

	va_start(args, format);
	message = memory_format_list(format, args);
	va_end(args);
	none.message = message;
	return migration_stick(migration, GLIM_MISUSE, &none, site, sql);
}

/* After a signal no new step starts. */
bool migration_cancelled(struct migration *migration)
{
	if (!interrupt_signal())
		return false;
	migration_say(migration, GLIM_CANCELLED, "cancelled by a signal");
	return true;
}

void migration_forgive(struct migration *migration)
{
	migration->status = GLIM_OK;
	failure_finish(&migration->failure);
	free(migration->message);
	free(migration->failed_site);
	free(migration->failed_sql);
	free(migration->done_sql);
	migration->done_sql = NULL;
	migration->message = migration->failed_site = migration->failed_sql = NULL;
	migration->failed_step = 0;
	migration->forgivable = false;
}
