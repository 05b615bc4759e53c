/* The runner's table as functions: cgo calls no pointers. */
#ifndef GLIM_BRIDGE_H
#define GLIM_BRIDGE_H

#define GLIM_RUNNER
#include <glim/data.h>

static inline int bridge_exec(glim_ctx *ctx, const char *sql, const glim_value *values,
			      size_t count)
{
	return ctx->api->exec(ctx, sql, values, count);
}

static inline glim_rows *bridge_query(glim_ctx *ctx, const char *sql, const glim_value *values,
				      size_t count)
{
	return ctx->api->query(ctx, sql, values, count);
}

static inline int bridge_try(glim_ctx *ctx, const char *sql, const glim_value *values, size_t count)
{
	return ctx->api->try_exec(ctx, sql, values, count);
}

static inline int bridge_script(glim_ctx *ctx, const char *sql)
{
	return ctx->api->script(ctx, sql);
}

static inline int bridge_column(glim_rows *rows, size_t column, int32_t type, glim_value *value)
{
	return rows->api->get_column(rows, column, type, value);
}

static inline int bridge_next(glim_rows *rows)
{
	return rows->api->next_row(rows);
}

static inline int bridge_fail(glim_ctx *ctx, const char *message)
{
	return ctx->api->set_error(ctx, GLIM_ERROR, message);
}

static inline void bridge_log(glim_ctx *ctx, int level, const char *line)
{
	ctx->api->write_log(ctx, level, line);
}

/* A runner of ABI 1.0 ends its table before these. */
static inline int bridge_has_data(glim_ctx *ctx)
{
	return ctx->api->size >= offsetof(glim_api, put) + sizeof ctx->api->put;
}

static inline glim_rows *bridge_scan(glim_ctx *ctx, const struct glim_scan_options *options)
{
	return ctx->api->scan(ctx, options);
}

static inline glim_bulk *bridge_bulk_open(glim_ctx *ctx, const struct glim_bulk_options *options)
{
	return ctx->api->bulk_open(ctx, options);
}

static inline int bridge_bulk_row(glim_bulk *bulk, const glim_value *values, size_t count)
{
	return bulk->api->bulk_row(bulk, values, count);
}

static inline int bridge_bulk_close(glim_bulk *bulk)
{
	return bulk->api->bulk_close(bulk);
}

/* Go's own (data.go); it finds its function behind `data`. */
int glimBackfillRow(glim_rows *row, void *data);

static inline int bridge_backfill(glim_ctx *ctx, struct glim_backfill_options *options,
				  uintptr_t *handle)
{
	options->row = handle ? glimBackfillRow : NULL;
	options->data = handle;
	return ctx->api->backfill(ctx, options);
}

static inline int bridge_put(glim_rows *row, const glim_value *values, size_t count)
{
	return row->api->put(row, values, count);
}

/* The context comes from the exported functions as a number, which Go does not look behind. */
static inline glim_ctx *bridge_context(uintptr_t ctx)
{
	return (glim_ctx *)ctx;
}

#endif
