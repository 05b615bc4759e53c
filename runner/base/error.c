#include "base/error.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static const struct {
	const char *slug;
	int exit_code;
} codes[ERROR_CODES] = {
	[ERROR_NONE] = { "none", 0 },
	[ERROR_USAGE] = { "usage", 2 },
	[ERROR_UNKNOWN_NAME] = { "unknown-name", 2 },
	[ERROR_CONFIG] = { "config", 3 },
	[ERROR_SECRET] = { "secret", 3 },
	[ERROR_DRIVER] = { "driver", 3 },
	[ERROR_PLUGIN_REFUSED] = { "plugin-refused", 3 },
	[ERROR_PLUGIN_ABI] = { "plugin-abi", 3 },
	[ERROR_BUILD] = { "build", 3 },
	[ERROR_CONNECT] = { "connect", 4 },
	[ERROR_AUTH] = { "auth", 4 },
	[ERROR_LOCKED] = { "locked", 5 },
	[ERROR_SQL] = { "sql", 1 },
	[ERROR_PLUGIN_CRASH] = { "plugin-crash", 1 },
	[ERROR_PLUGIN_ERROR] = { "plugin-error", 1 },
	[ERROR_TIMEOUT] = { "timeout", 1 },
	[ERROR_CANCELLED] = { "cancelled", 1 },
	[ERROR_HISTORY] = { "history", 6 },
	[ERROR_DEPENDENTS] = { "dependents", 6 },
	[ERROR_IRREVERSIBLE] = { "irreversible", 6 },
	[ERROR_DRIFTED] = { "drifted", 6 },
	[ERROR_MISSING] = { "missing", 6 },
	[ERROR_FAILED] = { "failed", 6 },
	[ERROR_INTERRUPTED] = { "interrupted", 6 },
	[ERROR_PROTECTED] = { "protected", 7 },
	[ERROR_HOOK] = { "hook", 7 },
	[ERROR_OUTPUT] = { "output", 1 },
	[ERROR_INTERNAL] = { "internal", 1 },
};

const char *error_slug(enum error_code code)
{
	return codes[code].slug;
}

int error_exit_code(const struct error *error)
{
	return error->exit_code ? error->exit_code : codes[error->code].exit_code;
}

bool error_set(struct error *error, enum error_code code, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	free(error->message);
	error->message = memory_format_list(format, args);
	error->code = code;
	va_end(args);
	return false;
}

void error_line(char **line, const char *format, ...)
{
	va_list args;
	char *old = *line;

	va_start(args, format);
	*line = memory_format_list(format, args);
	va_end(args);
	free(old);
}

void error_next(struct error *error, const char *format, ...)
{
	va_list args;
	int at = 0;

	while (at < ERROR_NEXT_LINES - 1 && error->next[at])
		at++;
	va_start(args, format);
	free(error->next[at]);
	error->next[at] = memory_format_list(format, args);
	va_end(args);
}

void error_move(struct error *to, struct error *from)
{
	error_finish(to);
	*to = *from;
	*from = (struct error){ 0 };
}

void error_finish(struct error *error)
{
	free(error->message);
	free(error->says);
	free(error->at);
	free(error->sql);
	free(error->state);
	for (int i = 0; i < ERROR_NEXT_LINES; i++)
		free(error->next[i]);
	*error = (struct error){ 0 };
}
