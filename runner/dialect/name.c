#include "dialect/dialect.h"

static void add_quoted(struct text *out, const char *name, char quote)
{
	text_add_char(out, quote);
	for (; *name; name++) {
		if (*name == quote)
			text_add_char(out, *name);
		text_add_char(out, *name);
	}
	text_add_char(out, quote);
}

void dialect_add_name(const struct dialect *dialect, struct text *out, const char *name)
{
	add_quoted(out, name, dialect->quote);
}

void dialect_add_column(const struct dialect *dialect, struct text *out, const char *name)
{
	add_quoted(out, name, dialect->column_quote ? dialect->column_quote : dialect->quote);
}

bool dialect_is_missing_object(const struct dialect *dialect, int native)
{
	for (const int *error = dialect->missing_object_errors; *error; error++)
		if (*error == native)
			return true;
	return false;
}
