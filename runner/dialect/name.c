#include "dialect/dialect.h"

void dialect_add_name(const struct dialect *dialect, struct text *out, const char *name)
{
	text_add_char(out, dialect->quote);
	for (; *name; name++) {
		if (*name == dialect->quote)
			text_add_char(out, *name);
		text_add_char(out, *name);
	}
	text_add_char(out, dialect->quote);
}

bool dialect_is_missing_object(const struct dialect *dialect, int native)
{
	for (const int *error = dialect->missing_object_errors; *error; error++)
		if (*error == native)
			return true;
	return false;
}
