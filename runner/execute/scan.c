#include "execute/scan.h"

#include <stdlib.h>

#include "base/memory.h"
#include "data/selection.h"
#include "execute/columns.h"
#include "execute/key.h"
#include "execute/step.h"

/* Between the database and the child: a page of large rows ends early. */
struct page {
	struct host_rows rows; /* first: what is given as host_rows */
	struct host_rows *child;
	size_t count, bytes;
};

static bool pass_columns(struct host_rows *rows, size_t count, const char *const *names)
{
	struct page *page = (struct page *)rows;

	return page->child->columns(page->child, count, names);
}

static bool pass_row(struct host_rows *rows, size_t count, const glim_value *values)
{
	struct page *page = (struct page *)rows;

	for (size_t i = 0; i < count; i++)
		page->bytes +=
			sizeof *values + (values[i].type >= GLIM_TYPE_TEXT ? values[i].length : 0);
	page->count++;
	return page->child->row(page->child, count, values) && page->bytes < SCAN_PAGE_BYTES;
}

static bool run_page(struct migration *migration, const struct host_request *request,
		     struct selection_marks marks, struct host_rows *rows, int *code)
{
	const struct dialect *dialect = migration->execution->db->dialect;
	struct text plain = { 0 }, sent = { 0 };
	glim_value *values;
	size_t count;
	bool done;

	selection_page(dialect, request->selection, marks, SELECTION_READ, &sent, &values, &count);
	free(values);
	selection_page(dialect, request->selection, (struct selection_marks){ 0 }, SELECTION_READ,
		       &plain, &values, &count);
	done = step_run_as(migration, request, text_get(&plain), text_get(&sent), values, count,
			   rows, code);
	free(values);
	text_finish(&plain);
	text_finish(&sent);
	return done;
}

/* What a later page needs was there when the first one was read. */
static bool look(struct migration *migration, const struct selection *selection, const char *site,
		 struct selection_marks *marks)
{
	return pending_flush(migration) && key_learn(migration, selection, site, marks) &&
	       (selection->after_count ||
		columns_check(migration, selection->table, selection->columns,
			      selection->column_count, site));
}

bool scan_read_page(struct migration *migration, const struct host_request *request,
		    struct host_rows *rows, int *code)
{
	const struct selection *selection = request->selection;
	struct page page = { .rows.columns = pass_columns, .rows.row = pass_row, .child = rows };
	struct selection_marks marks = { 0 };
	char *site = NULL;
	bool done;

	if (request->file)
		site = memory_format("%s:%u", request->file, request->line);
	done = (!replay_may_go_live(migration) || look(migration, selection, site, &marks)) &&
	       run_page(migration, request, marks, &page.rows, code);
	*code = done && (page.count == selection->limit || page.bytes >= SCAN_PAGE_BYTES);
	free((void *)marks.list);
	free(site);
	return done;
}
