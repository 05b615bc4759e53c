#include "statement/statement.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "statement/cutter.h"

static const char byte_order_mark[] = "\xef\xbb\xbf";

void statement_advance(const char *from, const char *to, size_t *line, size_t *column)
{
	const char *end;

	while ((end = memchr(from, '\n', (size_t)(to - from)))) {
		++*line;
		*column = 1;
		from = end + 1;
	}
	*column += (size_t)(to - from);
}

static void add_piece(struct statement_list *list, struct span span, size_t line, size_t column)
{
	list->pieces = memory_grow_for(list->pieces, list->count, sizeof *list->pieces);
	list->pieces[list->count++] = (struct statement_piece){
		.sql = memory_copy_bytes(span.at, span.length),
		.line = line,
		.column = column,
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
		     struct statement_fault *fault)
{
	struct cutter cutter = cut_script(lexis, script);
	const char *counted = cutter.begin;
	size_t line = 1, column = 1;
	struct span span;

	*out = (struct statement_list){ 0 };
	while (cutter_next(&cutter, &span)) {
		statement_advance(counted, span.at, &line, &column);
		counted = span.at;
		add_piece(out, span, line, column);
	}
	if (!cutter.why)
		return true;
	*fault = (struct statement_fault){ 1, 1, cutter.why };
	statement_advance(cutter.begin, cutter.wrong, &fault->line, &fault->column);
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
