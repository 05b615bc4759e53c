#include "statement/statement.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "statement/cutter.h"

static const char byte_order_mark[] = "\xef\xbb\xbf";

static size_t lines_between(const char *from, const char *to)
{
	size_t lines = 0;

	while ((from = memchr(from, '\n', (size_t)(to - from)))) {
		lines++;
		from++;
	}
	return lines;
}

static void add_piece(struct statement_list *list, struct span span, size_t line)
{
	list->pieces = memory_grow_for(list->pieces, list->count, sizeof *list->pieces);
	list->pieces[list->count++] = (struct statement_piece){
		.sql = memory_copy_bytes(span.at, span.length),
		.line = line,
	};
}

static struct cutter cut_script(const struct lexis *lexis, const char *script)
{
	size_t mark = strlen(byte_order_mark);

	if (strncmp(script, byte_order_mark, mark) == 0)
		script += mark;
	return (struct cutter){ .scanner = { .lexis = lexis, .at = script }, .begin = script };
}

bool statement_split(const struct lexis *lexis, const char *script, struct statement_list *out,
		     size_t *error_line, const char **why)
{
	struct cutter cutter = cut_script(lexis, script);
	const char *counted = cutter.begin;
	struct span span;
	size_t line = 1;

	*out = (struct statement_list){ 0 };
	while (cutter_next(&cutter, &span)) {
		line += lines_between(counted, span.at);
		counted = span.at;
		add_piece(out, span, line);
	}
	if (!cutter.why)
		return true;
	*error_line = 1 + lines_between(cutter.begin, cutter.wrong);
	*why = cutter.why;
	statement_list_finish(out);
	return false;
}

void statement_list_finish(struct statement_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->pieces[i].sql);
	free(list->pieces);
	*list = (struct statement_list){ 0 };
}
