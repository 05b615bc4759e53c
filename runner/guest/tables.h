/* The calls of glim/model.h. */
#ifndef GLIM_GUEST_TABLES_H
#define GLIM_GUEST_TABLES_H

#define GLIM_RUNNER
#include <glim/model.h>

int tables_create(glim_ctx *ctx, const glim_model *model);
int tables_drop(glim_ctx *ctx, const glim_model *model);
int tables_add(glim_ctx *ctx, const glim_model *model, const void *row);
int tables_update(glim_ctx *ctx, const glim_model *model, const void *row);
int tables_remove(glim_ctx *ctx, const glim_model *model, const void *row);
glim_rows *tables_select(glim_ctx *ctx, const glim_model *model, const char *where,
			 const glim_value *values, size_t count);
int tables_fetch(glim_rows *rows, const glim_model *model, void *row);

#endif
