/* Any bytes as config.json: settings or an error with a place, never a crash. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "config/source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void describe(const struct config *config)
{
	size_t count;
	struct config_line *lines = config_describe(config, &count);

	config_lines_destroy(lines, count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	struct source source = {
		.name = (char[]){ "config.json" },
		.directory = (char[]){ "/nowhere" },
		.text = text,
		.length = size,
		.mode = 0644,
	};
	const struct config_request requests[] = { { 0 }, { .without_database = true } };

	if (size)
		memcpy(text, data, size);
	text[size] = '\0';
	for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
		struct error error = { 0 };
		struct config *config = config_parse(&source, &requests[i], &error);

		if (config)
			describe(config);
		else if (!error.message || !error.at)
			abort();
		config_destroy(config);
		error_finish(&error);
	}
	free(text);
	return 0;
}
