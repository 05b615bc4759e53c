#include "config/line.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

void line_add(struct config *config, const char *key, const char *value, const char *source)
{
	config->lines = memory_grow_for(config->lines, config->line_count, sizeof *config->lines);
	config->lines[config->line_count++] = (struct config_line){
		.key = memory_copy(key),
		.value = memory_copy(value),
		.source = memory_copy(source),
	};
}

void line_replace(struct config *config, const char *key, const char *value, const char *source)
{
	for (size_t i = 0; i < config->line_count; i++) {
		struct config_line *line = &config->lines[i];

		if (strcmp(line->key, key) != 0)
			continue;
		free(line->value);
		free(line->source);
		line->value = memory_copy(value);
		line->source = memory_copy(source);
	}
}

void line_warn(struct config *config, const char *format, ...)
{
	char *sentence;
	va_list args;

	va_start(args, format);
	sentence = memory_format_list(format, args);
	va_end(args);
	config->warnings =
		memory_grow_for(config->warnings, config->warning_count, sizeof *config->warnings);
	config->warnings[config->warning_count++] = sentence;
}

struct config_line *config_describe(const struct config *config, size_t *count)
{
	struct config_line *lines = memory_alloc((config->line_count + 1) * sizeof *lines);

	for (size_t i = 0; i < config->line_count; i++)
		lines[i] = (struct config_line){
			.key = memory_copy(config->lines[i].key),
			.value = memory_copy(config->lines[i].value),
			.source = memory_copy(config->lines[i].source),
		};
	*count = config->line_count;
	return lines;
}

void config_lines_destroy(struct config_line *lines, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(lines[i].key);
		free(lines[i].value);
		free(lines[i].source);
	}
	free(lines);
}
