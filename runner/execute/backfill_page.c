#include <stdlib.h>

#include "base/chaos.h"
#include "base/clock.h"
#include "base/memory.h"
#include "data/pace.h"
#include "execute/backfill.h"
#include "execute/bulk.h"
#include "execute/key.h"
#include "execute/scan.h"
#include "execute/step.h"

/* ---- Reading ---- */

struct page {
	struct running_backfill *backfill;
	struct host_rows *child; /* NULL: the rows stay here */
	size_t bytes;
	bool refused; /* the child is gone: what it will be told does not matter */
};

static bool take_columns(void *data, size_t count, const char *const *names)
{
	struct page *page = data;

	page->refused |= page->child && !page->child->columns(page->child, count, names);
	return !page->refused;
}

static void note_key(struct running_backfill *backfill, size_t count, const glim_value *values)
{
	const struct selection *selection = &backfill->asked.selection;

	for (size_t i = 0; i < selection->key_count; i++)
		backfill->key_values[i] =
			backfill->key_at[i] < count ? values[backfill->key_at[i]] : glim_null();
	checkpoint_set_key(&backfill->next, backfill->key_values, selection->key_count);
	backfill->came++;
}

static bool take_row(void *data, size_t count, const glim_value *values)
{
	struct page *page = data;

	note_key(page->backfill, count, values);
	if (!page->child)
		return true;
	for (size_t i = 0; i < count; i++)
		page->bytes +=
			sizeof *values + (values[i].type >= GLIM_TYPE_TEXT ? values[i].length : 0);
	page->refused = !page->child->row(page->child, count, values);
	return !page->refused && page->bytes < SCAN_PAGE_BYTES;
}

/* The condition has its own values; those of `set` stand before them. */
static struct selection selection_of(const struct running_backfill *backfill, glim_value *key,
				     size_t key_count)
{
	struct selection selection = backfill->asked.selection;

	selection.values += backfill->set_count;
	selection.value_count -= backfill->set_count;
	selection.after = key;
	selection.after_count = key_count;
	selection.limit = backfill->rows;
	return selection;
}

static bool open_page(struct migration *migration, struct failure *failure)
{
	if (!transaction_open(&migration->transaction, failure))
		return false;
	migration->transaction.alone = migration->backfill->firm;
	return true;
}

static bool read_rows(struct migration *migration, const struct selection *selection,
		      struct page *page, struct failure *failure)
{
	struct running_backfill *backfill = migration->backfill;
	struct database *db = migration->execution->db;
	const struct row_sink sink = {
		.columns = take_columns,
		.row = take_row,
		.data = page,
		.exact = true,
		.along_index = key_gives_order(migration, selection),
	};
	struct text sql = { 0 };
	glim_value *values;
	size_t count;
	bool done;

	selection_page(db->dialect, selection, backfill->marks,
		       page->child ? SELECTION_LOCK : SELECTION_READ, &sql, &values, &count);
	done = step_check_marks(migration, text_get(&sql), count, backfill->site) &&
	       open_page(migration, failure) && database_flush(db, failure) &&
	       database_execute(db, text_get(&sql), values, count, &sink, NULL, failure);
	free(values);
	text_finish(&sql);
	return done;
}

/* Cut, it would be the end of no page. */
static bool fits_checkpoint(const struct running_backfill *backfill, struct failure *failure)
{
	const size_t bytes = backfill->next.key.length;

	if (!backfill->came || bytes <= CHECKPOINT_KEY_MOST)
		return true;
	failure->message =
		memory_format("the key of row %llu is too long to be noted in "
			      "glim_steps: it takes %zu bytes there, and %d at most "
			      "are kept; walk by a shorter key",
			      (unsigned long long)backfill->next.rows, bytes, CHECKPOINT_KEY_MOST);
	return false;
}

bool backfill_read_page(struct migration *migration, struct host_rows *rows,
			struct failure *failure)
{
	struct running_backfill *backfill = migration->backfill;
	struct page page = { .backfill = backfill, .child = backfill->asked.set ? NULL : rows };
	size_t key_count;
	glim_value *key = checkpoint_key(&backfill->done, &key_count);
	const struct selection selection = selection_of(backfill, key, key_count);
	bool done;

	CHAOS_POINT("page");
	backfill->came = 0;
	backfill->began = clock_elapsed();
	if (page.child)
		page.refused = !page.child->page(page.child, backfill->done.rows);
	done = read_rows(migration, &selection, &page, failure);
	backfill->last =
		!page.refused && backfill->came < backfill->rows && page.bytes < SCAN_PAGE_BYTES;
	backfill->next.rows = backfill->done.rows + backfill->came;
	free(key);
	return done && fits_checkpoint(backfill, failure);
}

/* ---- Writing ---- */

static void add_range(struct migration *migration, const struct selection *selection,
		      const glim_value *last, struct text *sql, glim_value *values, size_t *count)
{
	const struct running_backfill *backfill = migration->backfill;
	const struct dialect *dialect = migration->execution->db->dialect;
	const char *between = " WHERE ";

	if (selection->where && *selection->where) {
		text_print(sql, "%s(%s\n)", between, selection->where);
		for (size_t i = 0; i < selection->value_count; i++)
			values[(*count)++] = selection->values[i];
		between = " AND ";
	}
	if (selection->after_count) {
		text_add(sql, between);
		selection_condition(dialect, selection, backfill->marks, SELECTION_BEHIND,
				    selection->after, sql, values, count);
		between = " AND ";
	}
	text_add(sql, between);
	selection_condition(dialect, selection, backfill->marks, SELECTION_UP_TO, last, sql, values,
			    count);
}

static bool run_set(struct migration *migration, const char *sql, const glim_value *values,
		    size_t count, struct failure *failure)
{
	struct database *db = migration->execution->db;

	return step_check_marks(migration, sql, count, migration->backfill->site) &&
	       database_flush(db, failure) &&
	       database_execute(db, sql, values, count, NULL, NULL, failure);
}

/* Between the last page's end and this one's. */
static bool set_range(struct migration *migration, struct failure *failure)
{
	struct running_backfill *backfill = migration->backfill;
	const struct dialect *dialect = migration->execution->db->dialect;
	size_t after_count, last_count, count = 0;
	glim_value *after = checkpoint_key(&backfill->done, &after_count);
	glim_value *last = checkpoint_key(&backfill->next, &last_count);
	const struct selection selection = selection_of(backfill, after, after_count);
	const size_t most = backfill->set_count + selection.value_count +
			    2 * selection.key_count * selection.key_count;
	glim_value *values = memory_alloc((most + 1) * sizeof *values);
	struct text sql = { 0 };
	bool done;

	text_add(&sql, backfill->settles ? dialect->update_strictly : "UPDATE ");
	dialect_add_name(dialect, &sql, selection.table);
	text_print(&sql, " SET %s\n", backfill->asked.set);
	for (size_t i = 0; i < backfill->set_count; i++)
		values[count++] = backfill->set_values[i];
	add_range(migration, &selection, last, &sql, values, &count);
	done = run_set(migration, text_get(&sql), values, count, failure);
	text_finish(&sql);
	free(values);
	free(last);
	free(after);
	return done;
}

static bool write_rows(struct migration *migration, const glim_value *values, size_t count,
		       struct failure *failure)
{
	struct running_backfill *backfill = migration->backfill;
	const size_t rows = count / backfill->update.count;
	struct outcome ignored;

	return !rows || bulk_write(migration, &backfill->update, values, rows, backfill->written,
				   &ignored, failure);
}

static bool note_checkpoint(struct migration *migration, struct failure *failure)
{
	struct running_backfill *backfill = migration->backfill;
	char *text = checkpoint_text(&backfill->next);
	bool done = record_step_checkpoint(migration->execution->db, &migration->record,
					   backfill->step, backfill->last ? "done" : "started",
					   text, (int64_t)backfill->next.rows, failure);

	free(text);
	return done;
}

static void go_forward(struct running_backfill *backfill)
{
	struct checkpoint old = backfill->done;
	const int64_t target =
		backfill->asked.page_ms ? backfill->asked.page_ms * INT64_C(1000) : PACE_TARGET;

	backfill->done = backfill->next;
	backfill->next = old;
	backfill->rows = pace_next(backfill->rows, backfill->came,
				   clock_elapsed() - backfill->began, target);
	backfill->attempts = 0;
}

bool backfill_write_page(struct migration *migration, const glim_value *values, size_t count,
			 struct failure *failure)
{
	struct running_backfill *backfill = migration->backfill;
	struct transaction *transaction = &migration->transaction;
	const bool written = backfill->asked.set ? set_range(migration, failure)
						 : write_rows(migration, values, count, failure);

	CHAOS_POINT("written");
	if (!written || !note_checkpoint(migration, failure) ||
	    !transaction_check(transaction, failure) || !transaction_commit(transaction, failure))
		return false;
	CHAOS_POINT("paged");
	backfill->written += backfill->update.count ? count / backfill->update.count : 0;
	go_forward(backfill);
	return true;
}
