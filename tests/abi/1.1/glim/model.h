/*
 * glim/model.h: tables as C structs.
 *
 *     struct user {
 *         int64_t id;
 *         const char *name;
 *     };
 *
 *     static const glim_column user_columns[] = {
 *         GLIM_COLUMN(struct user, id, GLIM_INTEGER, .primary_key = true),
 *         GLIM_COLUMN(struct user, name, GLIM_STRING(255), .not_null = true),
 *     };
 *
 *     GLIM_MODEL(User, struct user, "users", user_columns);
 *     GLIM_MODELS(&User);
 *
 * The last line hands the model to `glim migration:sync`, which creates its table. In a migration:
 *
 *     glim_add(ctx, &User, &(struct user){ .id = 5, .name = "Aras" });
 *
 *     struct user user;
 *     if (glim_first(ctx, &User, &user, "id = ?", glim_int(5)))
 *         glim_remove(ctx, &User, &user);
 *
 * A member is a bool, int, int64_t, double, const char * or glim_bytes; other types do not compile.
 * SQL's NULL is a NULL pointer, so a number that may be NULL is a pointer to const:
 * const int64_t *age, .age = &(int64_t){ 42 }. Dates, times and decimals travel as texts.
 *
 * A migration describes the table as it was when the migration was written: keep such a model in
 * the migration itself, not in a header that changes.
 *
 * The macros are C only; C++ can use the models that a C file defines. The rules on errors, buffers
 * and memory are those of glim/migration.h.
 */
#ifndef GLIM_MODEL_H
#define GLIM_MODEL_H

#include <glim/migration.h>

#ifdef __cplusplus
extern "C" {
#endif

enum glim_column_type {
	GLIM_COLUMN_INTEGER = 0, /* 32 bits */
	GLIM_COLUMN_BIGINT = 1,  /* 64 bits */
	GLIM_COLUMN_FLOAT = 2,   /* double precision */
	GLIM_COLUMN_BOOLEAN = 3,
	GLIM_COLUMN_STRING = 4, /* up to `length` characters */
	GLIM_COLUMN_TEXT = 5,
	GLIM_COLUMN_BLOB = 6,
	GLIM_COLUMN_DATETIME = 7, /* "2026-11-01 09:12:04.113402" */
	GLIM_COLUMN_DATE = 8,     /* "2026-11-01" */
	GLIM_COLUMN_DECIMAL = 9   /* `length` digits, `scale` of them after the point */
};

enum glim_member {
	GLIM_MEMBER_BOOL = 0,
	GLIM_MEMBER_INT = 1,
	GLIM_MEMBER_INT64 = 2,
	GLIM_MEMBER_DOUBLE = 3,
	GLIM_MEMBER_TEXT = 4,
	GLIM_MEMBER_BYTES = 5,
	GLIM_MEMBER_POINTER = 16 /* added to the first four */
};

typedef struct glim_bytes {
	const void *data; /* NULL is SQL's NULL */
	size_t length;
} glim_bytes;

/* New fields go to the end; the model's column_size is the step between two. */
typedef struct glim_column {
	const char *name;
	uint32_t offset;
	uint32_t member; /* enum glim_member */
	uint32_t type;   /* enum glim_column_type */
	uint32_t length;
	uint32_t scale;
	bool primary_key; /* on several columns: a composite key, in their order */
	bool autoincrement;
	bool not_null;
	bool unique;
	bool index;
	const char *default_sql; /* an expression: "0", "'new'", "CURRENT_TIMESTAMP" */
	const char *references;  /* "users(id)" */
} glim_column;

struct glim_model {
	uint32_t size;    /* of this struct */
	const char *name; /* "User", what `sync --name` takes */
	const char *table;
	const glim_column *columns;
	uint32_t column_count; /* at most 1000 */
	uint32_t column_size;
	uint32_t row_size;
};

/* What `glim migration:sync` creates; the list ends with NULL. */
GLIM_EXPORT extern const glim_model *const glim_models[];

#ifndef __cplusplus
#define GLIM_INTEGER            .type = GLIM_COLUMN_INTEGER
#define GLIM_BIGINT             .type = GLIM_COLUMN_BIGINT
#define GLIM_FLOAT              .type = GLIM_COLUMN_FLOAT
#define GLIM_BOOLEAN            .type = GLIM_COLUMN_BOOLEAN
#define GLIM_STRING(characters) .type = GLIM_COLUMN_STRING, .length = (characters)
#define GLIM_TEXT               .type = GLIM_COLUMN_TEXT
#define GLIM_BLOB               .type = GLIM_COLUMN_BLOB
#define GLIM_DATETIME           .type = GLIM_COLUMN_DATETIME
#define GLIM_DATE               .type = GLIM_COLUMN_DATE
#define GLIM_DECIMAL(digits, after_point)                                                          \
	.type = GLIM_COLUMN_DECIMAL, .length = (digits), .scale = (after_point)

/* One column: the struct, its member (and the column's name), the type, then what else is set. */
#define GLIM_COLUMN(row, field, ...)                                                               \
	{                                                                                          \
		.name = #field, .offset = offsetof(row, field), .member = GLIM_MEMBER(row, field), \
		__VA_ARGS__                                                                        \
	}

/* Defines the model `model`: its struct, its table's name and its columns. */
#define GLIM_MODEL(model, row, table_name, list)                                                   \
	__attribute__((unused)) static const glim_model model = { .size = sizeof(glim_model),      \
								  .name = #model,                  \
								  .table = table_name,             \
								  .columns = list,                 \
								  .column_count = sizeof(list) /   \
										  sizeof *(list),  \
								  .column_size = sizeof *(list),   \
								  .row_size = sizeof(row) }

/* GLIM_MODELS(&User, &Post); */
#define GLIM_MODELS(...) const glim_model *const glim_models[] = { __VA_ARGS__, NULL }

#define GLIM_MEMBER(row, field)                                                                    \
	_Generic(((row *)0)->field,                                                                \
		bool: GLIM_MEMBER_BOOL,                                                            \
		int: GLIM_MEMBER_INT,                                                              \
		int64_t: GLIM_MEMBER_INT64,                                                        \
		double: GLIM_MEMBER_DOUBLE,                                                        \
		const char *: GLIM_MEMBER_TEXT,                                                    \
		glim_bytes: GLIM_MEMBER_BYTES,                                                     \
		const bool *: GLIM_MEMBER_POINTER + GLIM_MEMBER_BOOL,                              \
		const int *: GLIM_MEMBER_POINTER + GLIM_MEMBER_INT,                                \
		const int64_t *: GLIM_MEMBER_POINTER + GLIM_MEMBER_INT64,                          \
		const double *: GLIM_MEMBER_POINTER + GLIM_MEMBER_DOUBLE)
#endif

/* Creates or drops the model's table; buffered. A table that exists, or does not, is a failure. */
static inline int glim_create_table(glim_ctx *ctx, const glim_model *model)
{
	return ctx->api->create_table(ctx, model);
}

static inline int glim_drop_table(glim_ctx *ctx, const glim_model *model)
{
	return ctx->api->drop_table(ctx, model);
}

/* Inserts a row; buffered. An autoincrement member that is 0 or NULL gets its number by itself. */
static inline int glim_add_row(glim_ctx *ctx, const glim_model *model, const void *row)
{
	return ctx->api->add_row(ctx, model, row);
}

/*
 * Change or delete the row with this primary key; buffered. GLIM_MISUSE for a model without a key.
 * A row that is not there is no failure: glim_changes() tells.
 */
static inline int glim_update_row(glim_ctx *ctx, const glim_model *model, const void *row)
{
	return ctx->api->update_row(ctx, model, row);
}

static inline int glim_remove_row(glim_ctx *ctx, const glim_model *model, const void *row)
{
	return ctx->api->remove_row(ctx, model, row);
}

/* `where` may go on: "age > ? ORDER BY name". NULL or "" selects every row. Waits. */
static inline glim_rows *glim_select_values(glim_ctx *ctx, const glim_model *model,
					    const char *where, const glim_value *values)
{
	return ctx->api->select_rows(ctx, model, where, values, glim_count(values));
}

/*
 * Fills `row` with the next row of glim_select(); false after the last, and on NULL. What `row`
 * points to lives until the migration returns.
 */
static inline bool glim_fetch(glim_rows *rows, const glim_model *model, void *row)
{
	return rows && rows->api->fetch_row(rows, model, row);
}

/* The first match, or false; `row` is then left alone. */
static inline bool glim_first_values(glim_ctx *ctx, const glim_model *model, void *row,
				     const char *where, const glim_value *values)
{
	glim_rows *rows = glim_select_values(ctx, model, where, values);
	bool found = glim_fetch(rows, model, row);

	glim_close(rows);
	return found;
}

#ifndef __cplusplus

/* The row may be a compound literal, whose commas the preprocessor takes for its own. */
#define glim_create_table(ctx, model) glim_create_table(GLIM_HERE(ctx), model)
#define glim_drop_table(ctx, model)   glim_drop_table(GLIM_HERE(ctx), model)
#define glim_add(ctx, model, ...)     glim_add_row(GLIM_HERE(ctx), model, __VA_ARGS__)
#define glim_update(ctx, model, ...)  glim_update_row(GLIM_HERE(ctx), model, __VA_ARGS__)
#define glim_remove(ctx, model, ...)  glim_remove_row(GLIM_HERE(ctx), model, __VA_ARGS__)

/* glim_select(ctx, model, where, values...) and glim_first(ctx, model, row, where, values...) */
#define glim_select(ctx, model, ...)                                                               \
	glim_select_values(GLIM_HERE(ctx), model, GLIM_FIRST(__VA_ARGS__, 0),                      \
			   GLIM_VALUES(__VA_ARGS__))
#define glim_first(ctx, model, row, ...)                                                           \
	glim_first_values(GLIM_HERE(ctx), model, row, GLIM_FIRST(__VA_ARGS__, 0),                  \
			  GLIM_VALUES(__VA_ARGS__))

#else
}

inline int glim_add(glim_here here, const glim_model *model, const void *row)
{
	return glim_add_row(here.ctx, model, row);
}

inline int glim_update(glim_here here, const glim_model *model, const void *row)
{
	return glim_update_row(here.ctx, model, row);
}

inline int glim_remove(glim_here here, const glim_model *model, const void *row)
{
	return glim_remove_row(here.ctx, model, row);
}

template <class... Values>
glim_rows *glim_select(glim_here here, const glim_model *model, const char *where, Values... values)
{
	const glim_value list[] = { values..., glim_end() };

	return glim_select_values(here.ctx, model, where, list);
}

template <class... Values>
bool glim_first(glim_here here, const glim_model *model, void *row, const char *where,
		Values... values)
{
	const glim_value list[] = { values..., glim_end() };

	return glim_first_values(here.ctx, model, row, where, list);
}

#endif

#endif
