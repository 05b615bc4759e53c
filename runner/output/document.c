#include "output/output.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "output/stream.h"

json_t *output_text_json(const char *text)
{
	json_t *value = text ? json_string(text) : json_null();
	struct text safe = { 0 };

	if (value)
		return value;
	stream_add_lines(&safe, text, "\n");
	value = json_string(text_get(&safe));
	text_finish(&safe);
	return value;
}

json_t *output_error_json(const struct error *error)
{
	json_t *next = json_array();

	for (int i = 0; i < ERROR_NEXT_LINES && error->next[i]; i++)
		json_array_append_new(next, output_text_json(error->next[i]));
	return json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "code",
			 error_slug(error->code), "message", output_text_json(error->message),
			 "says", output_text_json(error->says), "sqlstate",
			 output_text_json(error->sqlstate[0] ? error->sqlstate : NULL), "native",
			 error->native ? json_integer(error->native) : json_null(), "sql",
			 output_text_json(error->sql), "site", output_text_json(error->at), "state",
			 output_text_json(error->state), "next", next);
}

void output_json(struct output *output, json_t *document)
{
	char *written = output->json_written ? NULL : json_dumps(document, JSON_COMPACT);
	struct text line = { 0 };

	if (written) {
		text_print(&line, "%s\n", written);
		stream_answer(output, &line);
		output_flush(output);
		output->json_written = true;
	}
	text_finish(&line);
	free(written);
	json_decref(document);
}
