/*
 * glim/data.h: many rows. Reading them page by page, writing them by the thousand, and
 * rewriting a whole table.
 *
 *     #include <glim/data.h>
 *
 *     int run(glim_ctx *ctx)
 *     {
 *         glim_rows *users = glim_scan(ctx, .table = "users", .key = "id",
 *                                      .columns = "id, email", .where = "email IS NOT NULL");
 *         glim_bulk *bulk = glim_bulk_open(ctx, .table = "addresses", .columns = "user, host");
 *
 *         while (glim_next(users)) {
 *             const char *at = strchr(glim_get_text(users, 1), '@');
 *
 *             glim_bulk_row(bulk, glim_int(glim_get_int(users, 0)), glim_text(at ? at + 1 : NULL));
 *         }
 *         return glim_bulk_close(bulk);
 *     }
 *
 * Needs a runner of ABI 1.1. What glim/migration.h says of errors, memory and threads holds here.
 * Lists of columns are names with commas between, as in "tenant, id"; names are quoted by the
 * runner, so `order` is a name like any other, and on PostgreSQL "ID" another one than "id". A
 * table is named without its schema.
 */
#ifndef GLIM_DATA_H
#define GLIM_DATA_H

#include <glim/migration.h>

#if GLIM_ABI_MINOR < 1
#error "glim/data.h is part of ABI 1.1, and GLIM_ABI_MINOR says that this migration does without it"
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Scans ---------------------------------------------------------------------------------- */

/* New fields go to the end; `size` tells the runner which exist. */
struct glim_scan_options {
	uint32_t size;
	uint32_t page_rows; /* rows that are read at a time, at most; 0: 1000 */
	const char *table;
	const char *key; /* the columns of a unique index, as of the primary key: "tenant, id" */
	const char *columns;      /* what is read, in this order; glim_get() counts them from 0 */
	const char *where;        /* a condition, or NULL: every row */
	const glim_value *values; /* of the condition's `?`, behind them glim_end(); or NULL */
	/*
	 * 1: the key is unique and nowhere NULL although no index says so, as in a view, or the
	 * database does not tell, as of a temporary table on MariaDB and MySQL. Where it is not,
	 * rows are left out.
	 */
	uint32_t key_vouched;
};

/*
 * glim_scan(ctx, .table = .., .key = .., .columns = ..) reads any number of rows in constant
 * memory, in the order of the key. It waits for its first page. Use it with glim_next(),
 * glim_get_*() and glim_close() as the rows of a query; glim_next() waits whenever it needs a page,
 * and any other call may stand inside of the loop, another scan too. NULL after a failure, which
 * glim_next() takes as no rows.
 *
 * Each page is a statement of its own, which begins behind the key that the last one ended with. So
 * while others write no row is read twice, and none is left out that was there all the time. A row
 * that the migration itself inserts in front of the scan is met, one behind it is not.
 *
 * GLIM_MISUSE: a key that is not unique, or whose order is not that of its values (ENUM, SET, BIT).
 * GLIM_ERROR: rows whose key holds NULL, which would be left out.
 *
 * A migration that is resumed behind a boundary gets what a scan had read before it from the
 * journal, which keeps 1 MiB of answers. One that has read more stops there with exit code 6. Put a
 * scan that reads more behind the last boundary, or in a migration of its own.
 */
static inline glim_rows *glim_scan_rows(glim_ctx *ctx, const struct glim_scan_options *options)
{
	return ctx->api->scan(ctx, options);
}

#ifndef __cplusplus
#define glim_scan(ctx, ...)                                                                        \
	glim_scan_rows(GLIM_HERE(ctx),                                                             \
		       &(const struct glim_scan_options){                                          \
			       .size = sizeof(struct glim_scan_options), __VA_ARGS__ })
#endif

/* ---- Bulks ---------------------------------------------------------------------------------- */

enum glim_bulk_mode {
	GLIM_BULK_INSERT = 0,
	GLIM_BULK_UPSERT = 1, /* insert, or update the row that has the key */
	GLIM_BULK_UPDATE = 2, /* a key that is not there is no failure */
	GLIM_BULK_DELETE = 3  /* likewise; all columns are the key */
};

struct glim_bulk_options {
	uint32_t size;
	uint32_t mode; /* enum glim_bulk_mode */
	const char *table;
	const char *columns; /* of a row, in the order of its values; for GLIM_BULK_DELETE NULL will
				do */
	const char *key;     /* those of them that find a row; NULL for GLIM_BULK_INSERT */
};

/*
 * glim_bulk_open(ctx, .table = .., .columns = ..) begins to write many rows of a table alike. Each
 * is given to glim_bulk_row(), and glim_bulk_close() ends it: a bulk that is left open is
 * GLIM_MISUSE, and fails the migration. Several may be open at once. NULL after a failure; the two
 * other calls take it, and return GLIM_ERROR.
 *
 * Rows travel in packets of up to 10,000 rows or 1 MiB. Of bulks that are open at once all packets
 * go when one is full, in the order in which the bulks were opened: open that of the parents before
 * that of their children. Rows that were given to one before any were to another are written before
 * them, too. Each other call of the migration finds them written, only a scan need not. While a
 * bulk is open glim_begin(), glim_commit(), and a statement that ends the transaction are
 * GLIM_MISUSE; glim_rollback() ends it, and takes its rows back.
 *
 * Nothing is left out or cut: a row that does not fit is a failure, which names its number (counted
 * from 1) and its column. The key of GLIM_BULK_UPSERT has to be the columns of a unique index; on
 * MariaDB and MySQL a row collides by any other one too, not by `key` alone. A table whose
 * engine has no transactions is refused. A 0 for a column that is AUTO_INCREMENT is no failure only
 * where the session's sql_mode has NO_AUTO_VALUE_ON_ZERO: else it would become another number.
 *
 * A bulk is one step. A migration that is resumed gives its rows again; they are counted and not
 * written, and other ones than those that are done stop it with exit code 6.
 */
static inline glim_bulk *glim_bulk_begin(glim_ctx *ctx, const struct glim_bulk_options *options)
{
	return ctx->api->bulk_open(ctx, options);
}

/* One row, the values in an array that glim_end() closes: as many as columns. Buffered. */
static inline int glim_bulk_values(glim_bulk *bulk, const glim_value *values)
{
	return bulk ? bulk->api->bulk_row(bulk, values, glim_count(values)) : (int)GLIM_ERROR;
}

/*
 * Writes what is left and waits for it; returns the failure or GLIM_OK. glim_changes() is then how
 * many rows were changed, as the database counts: an upsert that updates counts 2 on MariaDB and
 * MySQL, and an update that changes nothing 0.
 */
static inline int glim_bulk_close(glim_bulk *bulk)
{
	return bulk ? bulk->api->bulk_close(bulk) : (int)GLIM_ERROR;
}

#ifndef __cplusplus
#define glim_bulk_open(ctx, ...)                                                                   \
	glim_bulk_begin(GLIM_HERE(ctx),                                                            \
			&(const struct glim_bulk_options){                                         \
				.size = sizeof(struct glim_bulk_options), __VA_ARGS__ })
/* glim_bulk_row(bulk, glim_int(5), glim_text("Aras")) */
#define glim_bulk_row(bulk, ...)                                                                   \
	glim_bulk_values(bulk, ((const glim_value[]){ __VA_ARGS__, glim_end() }))
#endif

/* ---- Backfills ------------------------------------------------------------------------------ */

struct glim_backfill_options {
	uint32_t size;
	uint32_t
		page_rows; /* of the first page; 0: 1000. The runner then finds its own number .. */
	uint32_t page_ms;  /* .. with which a page takes so long; 0: 200 */
	uint32_t pause_ms; /* between two pages; 0: none */
	uint32_t threads_most; /* wait while more threads run on the server; 0: do not look. */
	uint32_t key_vouched;  /* as in a scan */
	const char *table;
	const char *key;     /* the columns of a unique index; written by nobody meanwhile */
	const char *columns; /* what the function reads; NULL: the key */
	const char *writes;  /* what it computes: the columns of glim_put(), in this order */
	const char *set;     /* in place of .writes and a function: SQL, "name = LOWER(name)" */
	const char *where;   /* which rows, or NULL: all */
	const glim_value
		*values; /* of the `?` in `set`, then in `where`, then glim_end(); or NULL */
	/* One of the two, unless there is `set`. Not 0 fails the migration. */
	int (*row)(glim_rows *row, void *data);
	int (*page)(glim_rows *page, void *data);
	void *data; /* handed to the function */
};

/*
 * glim_backfill(ctx, .table = .., .key = .., .columns = .., .writes = .., .row = function) rewrites
 * the rows of a table page by page, in the order of the key, and waits until all are done. The
 * function is called for each row, which it reads with glim_get_*(), and calls glim_put() if it is
 * to be changed; with .page it is called for each page, and goes through it with glim_next().
 *
 *     static int normalise(glim_rows *row, void *data)
 *     {
 *         char email[256];
 *
 *         lower(glim_get_text(row, 0), email, sizeof email);
 *         return glim_put(row, glim_text(email));
 *     }
 *
 *     glim_backfill(ctx, .table = "users", .key = "id", .columns = "email", .writes = "email",
 *                   .row = normalise);
 *
 * Each page is a transaction of its own, on every database: its rows are locked, given to the
 * function, written, and with them is committed how far the backfill has come. So it holds no lock
 * for longer than a page, and one that is killed goes on behind its last page when the migration is
 * run again: each row is rewritten once. What stood before it in the migration is committed when it
 * begins, and it cannot be rolled back: it is a boundary, GLIM_MISUSE between glim_begin() and its
 * end and while a bulk is open. The same holds in rollback().
 *
 * After a conflict with another transaction a page is read again, and the function called again for
 * its rows. In the function only the calls on its rows, glim_put(), glim_fail(), glim_log(),
 * glim_progress() and glim_alloc() are allowed (glim_alloc() gives memory until the migration
 * ends); anything else is GLIM_MISUSE, as are a key that a scan would refuse, a key among the
 * columns that are written, also by another name (the rowid of SQLite has some), and one that
 * changes by itself when a row is written, unless it is vouched for: a generated column, or one
 * that is set ON UPDATE.
 *
 * Rows that others insert behind the page under way are met, those in front of it are not: let the
 * application write both forms before the migration runs. glim_changes() is then how many rows were
 * met. A corrected migration goes on behind what is done, unless it writes other columns, chooses
 * its rows by another condition, or has other `values` or another key: then it stops with exit
 * code 6. A value that differs from start to start, as the time does, is to be read with a query in
 * front of the backfill: its answer is kept, and given again.
 */
static inline int glim_backfill_rows(glim_ctx *ctx, const struct glim_backfill_options *options)
{
	return ctx->api->backfill(ctx, options);
}

/* The new values of a backfill's row, in an array that glim_end() closes; once a row at most. */
static inline int glim_put_values(glim_rows *row, const glim_value *values)
{
	return row->api->put(row, values, glim_count(values));
}

#ifndef __cplusplus
#define glim_backfill(ctx, ...)                                                                    \
	glim_backfill_rows(GLIM_HERE(ctx),                                                         \
			   &(const struct glim_backfill_options){                                  \
				   .size = sizeof(struct glim_backfill_options), __VA_ARGS__ })
/* glim_put(row, glim_text("aras@example.com"), glim_null()) */
#define glim_put(row, ...) glim_put_values(row, ((const glim_value[]){ __VA_ARGS__, glim_end() }))
#endif

#ifdef __cplusplus
}

/* struct glim_scan_options scan = {}; scan.table = ..; glim_scan(ctx, scan) */
inline glim_rows *glim_scan(glim_here here, struct glim_scan_options options)
{
	options.size = sizeof options;
	return glim_scan_rows(here.ctx, &options);
}

inline glim_bulk *glim_bulk_open(glim_here here, struct glim_bulk_options options)
{
	options.size = sizeof options;
	return glim_bulk_begin(here.ctx, &options);
}

inline int glim_backfill(glim_here here, struct glim_backfill_options options)
{
	options.size = sizeof options;
	return glim_backfill_rows(here.ctx, &options);
}

template <class... Values> int glim_put(glim_rows *row, const Values &...values)
{
	const glim_value list[] = { glim_detail::value(values)..., glim_end() };

	return glim_put_values(row, list);
}

template <class... Values> int glim_bulk_row(glim_bulk *bulk, const Values &...values)
{
	const glim_value list[] = { glim_detail::value(values)..., glim_end() };

	return glim_bulk_values(bulk, list);
}
#endif

#endif
