#include "script/script.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "script/marker.h"

struct reader {
	struct script *script;
	struct script_fault *fault;
	const struct marker *first; /* whose family all others have to be of */
	struct script_section *section;
	const char *line;
	size_t number, length;
	size_t block; /* the line of an open StatementBegin; 0: none */
};

__attribute__((format(printf, 3, 4))) static bool fail(struct reader *reader, size_t line,
						       const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(reader->fault->why, sizeof reader->fault->why, format, args);
	va_end(args);
	reader->fault->line = line;
	reader->fault->column = 1;
	return false;
}

static size_t here(const struct reader *reader)
{
	return (size_t)(reader->line - reader->script->text);
}

static void close_section(struct reader *reader)
{
	if (reader->section)
		reader->section->end = here(reader);
}

static bool open_section(struct reader *reader, const struct marker *marker)
{
	struct script *script = reader->script;
	const bool down = marker->kind == MARKER_DOWN;
	struct script_section *section = down ? &script->down : &script->up;

	if (reader->block)
		return fail(reader, reader->number, "the StatementBegin of line %zu has no end",
			    reader->block);
	if (section->there)
		return fail(reader, reader->number, "a second \"-- %s\"", marker->words);
	if (down && !script->up.there)
		return fail(reader, reader->number, "\"-- %s\" stands before the up section",
			    marker->words);
	close_section(reader);
	*section = (struct script_section){
		.there = true,
		.empty = true,
		.at = here(reader),
		.line = reader->number,
	};
	reader->section = section;
	return true;
}

static bool take_block(struct reader *reader, const struct marker *marker)
{
	const bool begins = marker->kind == MARKER_BEGIN;

	if (!reader->section)
		return fail(reader, reader->number, "\"-- %s\" before the up section",
			    marker->words);
	if (begins && reader->block)
		return fail(reader, reader->number, "a StatementBegin inside that of line %zu",
			    reader->block);
	if (!begins && !reader->block)
		return fail(reader, reader->number, "a StatementEnd without its StatementBegin");
	reader->block = begins ? reader->number : 0;
	return true;
}

/* "--migrate:up" is no comment everywhere. Blanks keep the places of all else. */
static void blank_line(const struct reader *reader)
{
	memset(reader->script->text + here(reader), ' ', strcspn(reader->line, "\r\n"));
}

static bool take_marker(struct reader *reader, const struct marker *marker)
{
	blank_line(reader);
	if (reader->first && reader->first->family != marker->family)
		return fail(reader, reader->number,
			    "\"-- %s\" in a file that begins with \"-- %s\"", marker->words,
			    reader->first->words);
	reader->first = reader->first ? reader->first : marker;
	switch (marker->kind) {
	case MARKER_UP:
	case MARKER_DOWN:
		return open_section(reader, marker);
	case MARKER_BEGIN:
	case MARKER_END:
		return take_block(reader, marker);
	case MARKER_REFUSED:
		return fail(reader, reader->number, "\"-- %s\": %s", marker->words, marker->why);
	default:
		return true;
	}
}

static void take_remark(struct reader *reader)
{
	struct script *script = reader->script;

	if (!script->description)
		script->description = marker_remark(reader->line, reader->length, "description:");
	if (!script->depends)
		script->depends = marker_remark(reader->line, reader->length, "depends:");
}

static bool take_line(struct reader *reader)
{
	const struct marker *marker = NULL;
	const char *why = NULL;

	switch (marker_read(reader->line, reader->length, &marker, &why)) {
	case LINE_MARKER:
		return take_marker(reader, marker);
	case LINE_WRONG:
		return fail(reader, reader->number, "%s", why);
	case LINE_COMMENT:
		if (!reader->section)
			take_remark(reader);
		return true;
	case LINE_BLANK:
		return true;
	case LINE_OTHER:
		break;
	}
	if (!reader->section)
		return fail(reader, reader->number,
			    "only comments may stand before \"-- migrate:up\" (or \"-- +goose "
			    "Up\")");
	reader->section->empty = false;
	return true;
}

static bool read_end(struct reader *reader)
{
	close_section(reader);
	if (reader->block)
		return fail(reader, reader->block, "a StatementBegin without its StatementEnd");
	if (reader->script->up.there)
		return true;
	return fail(reader, 1, "it has no \"-- migrate:up\" (or \"-- +goose Up\")");
}

static bool read_lines(struct reader *reader)
{
	static const char mark[] = "\xef\xbb\xbf";
	const char *text = reader->script->text;

	if (strncmp(text, mark, strlen(mark)) == 0)
		text += strlen(mark);
	for (reader->line = text; *reader->line; reader->line += reader->length) {
		const char *end = strchr(reader->line, '\n');

		reader->number++;
		reader->length = end ? (size_t)(end + 1 - reader->line) : strlen(reader->line);
		if (!take_line(reader))
			return false;
	}
	return read_end(reader);
}

struct script *script_read(const char *site, const char *text, struct script_fault *fault)
{
	struct script *script = memory_alloc(sizeof *script);
	struct reader reader = { .script = script, .fault = fault };

	script->site = memory_copy(site);
	script->text = memory_copy(text);
	if (read_lines(&reader))
		return script;
	script_destroy(script);
	return NULL;
}

void script_destroy(struct script *script)
{
	if (!script)
		return;
	free(script->site);
	free(script->text);
	free(script->description);
	free(script->depends);
	free(script);
}

bool script_can_roll_back(const struct script *script)
{
	return script->down.there && !script->down.empty;
}

bool script_split(const struct script *script, bool down, const struct lexis *lexis,
		  struct statement_list *list, struct script_fault *fault)
{
	const struct script_section *section = down ? &script->down : &script->up;
	char *text = memory_copy_bytes(script->text + section->at, section->end - section->at);
	struct statement_fault wrong;
	const bool done = statement_split(lexis, text, list, &wrong);

	for (size_t i = 0; i < list->count; i++)
		list->pieces[i].line += section->line - 1;
	if (!done) {
		fault->line = section->line - 1 + wrong.line;
		fault->column = wrong.column;
		snprintf(fault->why, sizeof fault->why, "%s", wrong.why);
	}
	free(text);
	return done;
}
