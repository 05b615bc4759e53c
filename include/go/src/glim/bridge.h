/* The runner's table as functions: cgo calls no pointers. */
#ifndef GLIM_BRIDGE_H
#define GLIM_BRIDGE_H

#define GLIM_RUNNER
#include <glim/migration.h>

static inline int bridge_exec(glim_ctx *ctx, const char *sql, const glim_value *values, size_t count)
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

/* The context comes from the exported functions as a number, which Go does not look behind. */
static inline glim_ctx *bridge_context(uintptr_t ctx)
{
	return (glim_ctx *)ctx;
}

#endif
