#include "config/expand.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/memory.h"
#include "base/text.h"

static const char name_letters[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789";

static bool is_name(const char *name, size_t length)
{
	return length && strspn(name, name_letters) >= length && !(*name >= '0' && *name <= '9');
}

static bool is_utf8(const char *value)
{
	json_t *text = json_string(value);

	json_decref(text);
	return text != NULL;
}

/* The answer for the variable whose name stands at `name`; adds its value. */
static enum expand_answer add_variable(struct text *out, const char *name, size_t length,
				       char **variable)
{
	const char *value;

	*variable = memory_copy_bytes(name, length);
	if (!is_name(name, length))
		return EXPAND_BAD_NAME;
	value = getenv(*variable);
	if (!value)
		return EXPAND_UNSET;
	if (!is_utf8(value))
		return EXPAND_NOT_UTF8;
	text_add(out, value);
	free(*variable);
	*variable = NULL;
	return EXPAND_TAKEN;
}

static enum expand_answer add_pieces(struct text *out, const char *at, char **variable)
{
	enum expand_answer answer = EXPAND_PLAIN;

	while (*at) {
		const char *end;

		if (!strncmp(at, "$${", 3)) {
			text_add(out, "${");
			at += 3;
			continue;
		}
		if (strncmp(at, "${", 2) != 0) {
			text_add_char(out, *at++);
			continue;
		}
		end = strchr(at, '}');
		if (!end)
			return EXPAND_UNFINISHED;
		answer = add_variable(out, at + 2, (size_t)(end - at - 2), variable);
		if (answer != EXPAND_TAKEN)
			return answer;
		at = end + 1;
	}
	return answer;
}

enum expand_answer expand_text(const char *text, char **out, char **variable)
{
	struct text pieces = { 0 };
	enum expand_answer answer = add_pieces(&pieces, text, variable);

	if (answer == EXPAND_PLAIN || answer == EXPAND_TAKEN)
		*out = text_take(&pieces);
	text_finish(&pieces);
	return answer;
}

bool expand_needed(const char *text)
{
	for (; (text = strstr(text, "$")); text++) {
		if (!strncmp(text, "$${", 3))
			text += 2;
		else if (!strncmp(text, "${", 2))
			return true;
	}
	return false;
}
