#include "config/line.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static struct config_line *find_line(struct config *config, const char *key)
{
	for (size_t i = config->line_count; i-- > 0;)
		if (!strcmp(config->lines[i].key, key))
			return &config->lines[i];
	return NULL;
}

static struct config_line *add_line(struct config *config, const char *key)
{
	struct config_line *line;

	config->lines = memory_grow_for(config->lines, config->line_count, sizeof *config->lines);
	line = &config->lines[config->line_count++];
	*line = (struct config_line){ .key = memory_copy(key) };
	return line;
}

void line_set(struct config *config, const char *key, const char *value, const char *source)
{
	struct config_line *line = find_line(config, key);

	if (!line)
		line = add_line(config, key);
	free(line->value);
	free(line->source);
	line->value = memory_copy(value);
	line->source = memory_copy(source);
}

void line_warn(struct config *config, const char *format, ...)
{
	char *sentence;
	va_list args;

	va_start(args, format);
	if (vasprintf(&sentence, format, args) < 0)
		sentence = memory_copy(format);
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
