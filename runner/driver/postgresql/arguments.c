#include "session.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { TYPE_FROM_CONTEXT = 0, TYPE_BYTES = 17, FORMAT_TEXT = 0, FORMAT_BINARY = 1 };

/* A column of decimals keeps every digit: as few as give the same number back. */
static void shortest(double real, char text[NUMBER_TEXT])
{
	enum { SURE = 17 };

	for (int digits = 15; digits <= SURE; digits++) {
		snprintf(text, NUMBER_TEXT, "%.*g", digits, real);
		if (strtod(text, NULL) == real)
			return;
	}
}

/* The server's words for what is no number are its own. */
static void real_text(double real, char text[NUMBER_TEXT])
{
	char *comma;

	if (isfinite(real))
		shortest(real, text);
	else
		snprintf(text, NUMBER_TEXT, "%s",
			 isnan(real) ? "NaN"
			 : real < 0  ? "-Infinity"
				     : "Infinity");
	comma = strchr(text, ',');
	if (comma)
		*comma = '.';
}

void number_text(const glim_value *value, char text[NUMBER_TEXT])
{
	if (value->type == GLIM_TYPE_REAL)
		real_text(value->as.real, text);
	else
		snprintf(text, NUMBER_TEXT, "%lld", (long long)value->as.integer);
}

static char *text_of(const glim_value *value)
{
	char number[NUMBER_TEXT];

	switch (value->type) {
	case GLIM_TYPE_INT:
	case GLIM_TYPE_REAL:
		number_text(value, number);
		return memory_copy(number);
	case GLIM_TYPE_TEXT:
	case GLIM_TYPE_BLOB:
		return memory_copy_bytes(value->length ? value->as.data : "", value->length);
	default:
		return NULL;
	}
}

/*
 * What a text or a number is, the server finds from where its mark stands, as it does for a
 * literal: a number fits a column of every type then. Bytes are bytes wherever they stand.
 */
static void take(struct arguments *arguments, size_t at, const glim_value *value)
{
	const bool bytes = value->type == GLIM_TYPE_BLOB;

	arguments->texts[at] = text_of(value);
	arguments->types[at] = bytes ? TYPE_BYTES : TYPE_FROM_CONTEXT;
	arguments->formats[at] = bytes ? FORMAT_BINARY : FORMAT_TEXT;
	arguments->lengths[at] = (int)value->length;
}

bool text_can_be_held(const glim_value *value)
{
	return value->type != GLIM_TYPE_TEXT || !value->length ||
	       !memchr(value->as.data, '\0', value->length);
}

bool arguments_fill(struct arguments *arguments, const glim_value *values, size_t count,
		    struct failure *failure)
{
	*arguments = (struct arguments){
		.types = memory_alloc((count + 1) * sizeof *arguments->types),
		.texts = memory_alloc((count + 1) * sizeof *arguments->texts),
		.lengths = memory_alloc((count + 1) * sizeof *arguments->lengths),
		.formats = memory_alloc((count + 1) * sizeof *arguments->formats),
		.count = count,
	};
	for (size_t i = 0; i < count; i++) {
		if (!text_can_be_held(&values[i]))
			return failure_set(failure, FAILURE_SQL, 0,
					   "value %zu is a text with a NUL byte, which the server "
					   "cannot hold in a text",
					   i + 1);
		take(arguments, i, &values[i]);
	}
	return true;
}

void arguments_finish(struct arguments *arguments)
{
	for (size_t i = 0; i < arguments->count; i++)
		free(arguments->texts[i]);
	free(arguments->types);
	free(arguments->texts);
	free(arguments->lengths);
	free(arguments->formats);
	*arguments = (struct arguments){ 0 };
}
