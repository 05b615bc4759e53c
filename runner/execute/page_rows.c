#include "execute/page_rows.h"

#include <stdlib.h>

#include "base/memory.h"
#include "wire/wire.h"

void page_rows_columns(struct page_rows *rows, size_t count, const char *const *names)
{
	text_clear(&rows->names);
	wire_put_u32(&rows->names, (uint32_t)count);
	for (size_t i = 0; i < count; i++)
		wire_put_text(&rows->names, names[i]);
}

void page_rows_add(struct page_rows *rows, size_t count, const glim_value *values)
{
	wire_put_values(&rows->cells, values, count);
	rows->count++;
}

static struct wire_body body_of(const struct text *text)
{
	return (struct wire_body){ .at = (const unsigned char *)text_get(text),
				   .left = text->length };
}

static bool give_columns(const struct page_rows *rows, struct host_rows *to)
{
	struct wire_body body = body_of(&rows->names);
	const uint32_t count = wire_get_u32(&body);
	const char **names = memory_alloc((count + 1) * sizeof *names);
	bool go_on;

	for (uint32_t i = 0; i < count; i++)
		names[i] = wire_get_text(&body);
	go_on = to->columns(to, count, names);
	free(names);
	return go_on;
}

bool page_rows_give(struct page_rows *rows, struct host_rows *to)
{
	struct wire_body body = body_of(&rows->cells);
	bool go_on = !rows->names.length || give_columns(rows, to);

	for (size_t row = 0; go_on && row < rows->count; row++) {
		size_t count;
		glim_value *values = wire_get_values(&body, &count);

		go_on = to->row(to, count, values);
		free(values);
	}
	page_rows_finish(rows);
	return go_on;
}

void page_rows_finish(struct page_rows *rows)
{
	text_finish(&rows->names);
	text_finish(&rows->cells);
	rows->count = 0;
}
