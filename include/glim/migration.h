/*
 * glim/migration.h: all that a migration and the runner know of each other.
 *
 * A migration is a shared object that defines three names:
 *
 *     #include <glim/migration.h>
 *
 *     const char description[] = "creates the users table";
 *
 *     int run(glim_ctx *ctx)
 *     {
 *         return glim_exec(ctx, "CREATE TABLE users (id INTEGER, name TEXT)");
 *     }
 *
 *     int rollback(glim_ctx *ctx)
 *     {
 *         return glim_exec(ctx, "DROP TABLE users");
 *     }
 *
 * cc -shared -fPIC -Iinclude -o AddUser.so AddUser.c is all it takes to build one. In C++17,
 * glim/cplusplus.h adds values of C++'s own types and bodies that may throw.
 *
 * Errors   The first failure sticks. Every later call does nothing and returns the same status,
 *          so a migration is a straight list of calls and may check once, at its end. The runner
 *          checks too: a failure that nobody looked at still fails the migration.
 * Buffers  Writes are buffered, as stdio's are: glim_exec() returns the failure that is known so
 *          far, and a statement that fails may be reported by a later call. These wait for the
 *          truth: glim_flush(), glim_status(), glim_message(), every query, glim_try(),
 *          glim_changes(), glim_last_id(), glim_begin(), glim_commit(), glim_rollback(),
 *          glim_clear() and the return from run() or rollback(). Test with glim_flush(ctx), as you
 *          would test fflush(file) and not fputs().
 * Memory   Neither side frees what the other allocated. What a migration passes in is read during
 *          the call only. What it gets back lives as long as the comment on the call says, at most
 *          until run() or rollback() returns.
 * Threads  Use a context on the thread that received it, and not after the function returns.
 *          Threads that a migration starts, it joins.
 * Process  A migration runs in a process of its own, which ends when it returns. Nothing is ever
 *          unloaded. Its standard output is shown to the operator behind the migration's name. Its
 *          constructors, and those of its libraries, run at its turn and no sooner; a file that
 *          has none may be loaded while the migration before is committed. What happens to the
 *          process behind the return is a warning, and undoes nothing.
 */
#ifndef GLIM_MIGRATION_H
#define GLIM_MIGRATION_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/*
 * The runner refuses a migration of another major version, and one of a newer minor version than
 * its own. Define GLIM_ABI_MINOR before the include to stay loadable by older runners; calls added
 * later are then not declared.
 */
#define GLIM_ABI_MAJOR 1
#ifndef GLIM_ABI_MINOR
#define GLIM_ABI_MINOR 1
#endif
#define GLIM_ABI ((uint32_t)GLIM_ABI_MAJOR << 16 | GLIM_ABI_MINOR)

#define GLIM_EXPORT            __attribute__((visibility("default")))
#define GLIM_PRINTF(at, first) __attribute__((format(printf, at, first)))

#ifdef __cplusplus
extern "C" {
#endif

typedef struct glim_ctx glim_ctx;
typedef struct glim_rows glim_rows;
typedef struct glim_model glim_model;
typedef struct glim_bulk glim_bulk;
struct glim_scan_options;
struct glim_bulk_options;
struct glim_backfill_options;

enum glim_status {
	GLIM_OK = 0,
	GLIM_ERROR = 1,     /* the database or the migration said no */
	GLIM_CANCELLED = 2, /* interrupted, or out of time */
	GLIM_MISUSE = 3     /* a call that breaks a rule of this header */
};

enum glim_level { GLIM_DEBUG = 0, GLIM_INFO = 1, GLIM_WARNING = 2 };

/* ---- What a migration defines ------------------------------------------------------------- */

/* Optional. New fields go to the end; `size` tells the runner which exist. No pointers. */
struct glim_options {
	uint32_t size;
	uint32_t timeout; /* seconds that run() or rollback() may take; 0 takes the configured */
	uint32_t irreversible; /* 1: refuse to roll back, whether there is a rollback() or not */
	/*
	 * 1: tables are rebuilt. On SQLite foreign keys are then not enforced while it runs,
	 * because dropping the old table would delete what refers to it, and all of them are
	 * checked before the commit (sqlite.org/lang_altertable.html, section 7; inside a
	 * transaction the setting itself would do nothing). Other databases need no such thing and
	 * ignore it.
	 */
	uint32_t rebuilds;
};

/* The runner itself defines none of these. */
#ifndef GLIM_RUNNER

/*
 * One line for people; shown by `glim migration:status`. At most 4096 bytes are read. Without it
 * the migration's name is shown. It is read from the file without running any code, so it is an
 * array or a pointer to a literal, never computed.
 */
GLIM_EXPORT extern const char description[];

/*
 * Brings the change in. 0 is success; anything else fails the migration, and what it did inside
 * the transaction is undone. The only name that must be there.
 */
GLIM_EXPORT int run(glim_ctx *ctx);

/* Takes the change back. A migration without it is accepted and cannot be rolled back. */
GLIM_EXPORT int rollback(glim_ctx *ctx);

GLIM_EXPORT extern const struct glim_options glim_options;

/* GLIM_OPTIONS(.timeout = 60, .irreversible = 1); */
#define GLIM_OPTIONS(...)                                                                          \
	const struct glim_options glim_options = { .size = sizeof(struct glim_options),            \
						   __VA_ARGS__ }

/* Names of migrations that come before this one: GLIM_DEPENDS("AddUser, AddCrates"); */
GLIM_EXPORT extern const char glim_depends[];
#define GLIM_DEPENDS(names) const char glim_depends[] = names

/* Every object says by itself which ABI it was compiled for, and from what source if known. */
GLIM_EXPORT __attribute__((weak)) extern const uint32_t glim_abi;
const uint32_t glim_abi = GLIM_ABI;
#ifdef GLIM_SOURCE_CHECKSUM
GLIM_EXPORT __attribute__((weak)) extern const char glim_source_checksum[];
const char glim_source_checksum[] = GLIM_SOURCE_CHECKSUM;
#endif
#endif

/* ---- Values ------------------------------------------------------------------------------- */

enum glim_type {
	GLIM_TYPE_END = -1, /* ends an argument list, never reaches the runner */
	GLIM_TYPE_NULL = 0,
	GLIM_TYPE_INT = 1,
	GLIM_TYPE_REAL = 2,
	GLIM_TYPE_TEXT = 3, /* UTF-8 */
	GLIM_TYPE_BLOB = 4
};

/* 16 bytes, frozen. Text and blobs are borrowed: the runner copies them during the call. */
typedef struct glim_value {
	int32_t type;    /* enum glim_type */
	uint32_t length; /* bytes of text (without its NUL) or blob */
	union {
		int64_t integer;
		double real;
		const void *data;
	} as;
} glim_value;

static inline glim_value glim_typed(int32_t type)
{
	glim_value value;

	memset(&value, 0, sizeof value);
	value.type = type;
	return value;
}

static inline glim_value glim_end(void)
{
	return glim_typed(GLIM_TYPE_END);
}

/* SQL's NULL. */
static inline glim_value glim_null(void)
{
	return glim_typed(GLIM_TYPE_NULL);
}

static inline glim_value glim_int(int64_t integer)
{
	glim_value value = glim_typed(GLIM_TYPE_INT);

	value.as.integer = integer;
	return value;
}

static inline glim_value glim_real(double real)
{
	glim_value value = glim_typed(GLIM_TYPE_REAL);

	value.as.real = real;
	return value;
}

/* `length` bytes of anything, below 4 GiB; NULL data is SQL's NULL. */
static inline glim_value glim_blob(const void *data, size_t length)
{
	glim_value value = glim_typed(data ? GLIM_TYPE_BLOB : GLIM_TYPE_NULL);

	value.as.data = data;
	value.length = (uint32_t)length;
	return value;
}

/* A NUL-terminated text; a NULL pointer is SQL's NULL. */
static inline glim_value glim_text(const char *text)
{
	glim_value value = glim_typed(text ? GLIM_TYPE_TEXT : GLIM_TYPE_NULL);

	value.as.data = text;
	value.length = text ? (uint32_t)strlen(text) : 0;
	return value;
}

/* ---- What the runner offers --------------------------------------------------------------- */

/*
 * The border itself. Entries are only ever added, at the end, each with a minor version; `size`
 * tells how many there are. C and C++ go through the functions below; other languages may call
 * the entries, whose rules are those of the function of that name.
 */
typedef struct glim_api {
	uint32_t size;
	uint32_t abi;

	int (*exec)(glim_ctx *, const char *sql, const glim_value *, size_t count);
	glim_rows *(*query)(glim_ctx *, const char *sql, const glim_value *, size_t count);
	int (*try_exec)(glim_ctx *, const char *sql, const glim_value *, size_t count);
	int (*script)(glim_ctx *, const char *sql);
	int (*flush)(glim_ctx *);

	int (*next_row)(glim_rows *);
	int (*get_column)(glim_rows *, size_t column, int32_t type, glim_value *out);
	void (*close_rows)(glim_rows *);

	int (*begin)(glim_ctx *);
	int (*commit)(glim_ctx *);
	int (*rollback)(glim_ctx *);

	int (*get_status)(glim_ctx *);
	const char *(*get_message)(glim_ctx *);
	int (*set_error)(glim_ctx *, int status, const char *message);
	int (*clear_error)(glim_ctx *);

	void (*write_log)(glim_ctx *, int level, const char *message);
	int (*report_progress)(glim_ctx *, uint64_t done, uint64_t total);
	const char *(*driver_name)(glim_ctx *);
	int64_t (*changed_rows)(glim_ctx *);
	int64_t (*last_id)(glim_ctx *);
	void *(*allocate)(glim_ctx *, size_t size);

	/* glim/model.h */
	int (*create_table)(glim_ctx *, const glim_model *);
	int (*drop_table)(glim_ctx *, const glim_model *);
	int (*add_row)(glim_ctx *, const glim_model *, const void *row);
	int (*update_row)(glim_ctx *, const glim_model *, const void *row);
	int (*remove_row)(glim_ctx *, const glim_model *, const void *row);
	glim_rows *(*select_rows)(glim_ctx *, const glim_model *, const char *where,
				  const glim_value *, size_t count);
	int (*fetch_row)(glim_rows *, const glim_model *, void *row);

#if GLIM_ABI_MINOR >= 1
	/* glim/data.h */
	glim_rows *(*scan)(glim_ctx *, const struct glim_scan_options *);
	glim_bulk *(*bulk_open)(glim_ctx *, const struct glim_bulk_options *);
	int (*bulk_row)(glim_bulk *, const glim_value *, size_t count);
	int (*bulk_close)(glim_bulk *);
	int (*backfill)(glim_ctx *, const struct glim_backfill_options *);
	int (*put)(glim_rows *, const glim_value *, size_t count);
#endif
} glim_api;

/* The runner's own structs begin with these. */
struct glim_ctx {
	const glim_api *api;
	const char *file; /* the site of the next call; the runner resets it to NULL */
	uint32_t line;
};

struct glim_rows {
	const glim_api *api;
	glim_ctx *ctx;
};

struct glim_bulk {
	const glim_api *api;
	glim_ctx *ctx;
};

/*
 * Tells the runner where in the source the next call stands, so that an error names it. The C
 * macros and the C++ functions below do it by themselves. `file` is kept, not copied: a literal.
 */
static inline glim_ctx *glim_at(glim_ctx *ctx, const char *file, uint32_t line)
{
	ctx->file = file;
	ctx->line = line;
	return ctx;
}

#define GLIM_HERE(ctx) glim_at(ctx, __FILE__, __LINE__)

static inline size_t glim_count(const glim_value *values)
{
	size_t count = 0;

	while (values[count].type != GLIM_TYPE_END)
		count++;
	return count;
}

/* glim_exec(), glim_query() and glim_try() with the values in an array that glim_end() closes. */
static inline int glim_exec_values(glim_ctx *ctx, const char *sql, const glim_value *values)
{
	return ctx->api->exec(ctx, sql, values, glim_count(values));
}

static inline glim_rows *glim_query_values(glim_ctx *ctx, const char *sql, const glim_value *values)
{
	return ctx->api->query(ctx, sql, values, glim_count(values));
}

static inline int glim_try_values(glim_ctx *ctx, const char *sql, const glim_value *values)
{
	return ctx->api->try_exec(ctx, sql, values, glim_count(values));
}

/*
 * glim_exec(ctx, sql, values...) runs one statement, buffered. It returns the failure that is
 *     known so far, an enum glim_status.
 * glim_query(ctx, sql, values...) runs one that returns rows, and waits. The rows are read into
 *     memory, so that other statements may run inside the loop. NULL after a failure, which
 *     glim_next() takes as no rows. They live until run() or rollback() returns.
 * glim_try(ctx, sql, values...) runs one that may fail, and waits. It returns 0, or the database's
 *     own error number (MariaDB 1061, SQLite 1; PostgreSQL: see glim_sqlstate), and the failure
 *     does not stick. -1 is a failure
 *     that no migration may ignore (misuse, a lost connection, a lost transaction): it sticks.
 *
 * Each `?` outside of texts, quoted names and comments stands for the next value, whatever the
 * database's own mark is; in a call with values, `??` is a question mark. Too few or too many
 * values are GLIM_MISUSE. One statement a call; BEGIN, COMMIT, ROLLBACK and SAVEPOINT are refused:
 * use the calls below.
 *
 *     glim_exec(ctx, "INSERT INTO users VALUES (?, ?)", glim_int(5), glim_text("Aras"));
 */
#ifndef __cplusplus
#define GLIM_FIRST(first, ...) first
#define GLIM_REST(first, ...)  __VA_ARGS__
#define GLIM_VALUES(...)       ((const glim_value[]){ GLIM_REST(__VA_ARGS__, glim_end()) })

#define glim_exec(ctx, ...)                                                                        \
	glim_exec_values(GLIM_HERE(ctx), GLIM_FIRST(__VA_ARGS__, 0), GLIM_VALUES(__VA_ARGS__))
#define glim_query(ctx, ...)                                                                       \
	glim_query_values(GLIM_HERE(ctx), GLIM_FIRST(__VA_ARGS__, 0), GLIM_VALUES(__VA_ARGS__))
#define glim_try(ctx, ...)                                                                         \
	glim_try_values(GLIM_HERE(ctx), GLIM_FIRST(__VA_ARGS__, 0), GLIM_VALUES(__VA_ARGS__))
#endif

/*
 * Runs many statements, each ended by a semicolon; the last one's may be left out. Texts, comments,
 * quoted names, bodies of routines and triggers, `$$` and DELIMITER lines are understood. What
 * cannot be cut with certainty is an error before anything of it runs. No marks, no values.
 * Buffered; each statement is a step of its own.
 */
static inline int glim_script(glim_ctx *ctx, const char *sql)
{
	return ctx->api->script(ctx, sql);
}

#define glim_script(ctx, sql) glim_script(GLIM_HERE(ctx), sql)

/* Waits until everything asked for so far has been done, and returns the failure or GLIM_OK. */
static inline int glim_flush(glim_ctx *ctx)
{
	return ctx->api->flush(ctx);
}

/* Moves to the next row; false after the last, which closes the rows, and on NULL. */
static inline bool glim_next(glim_rows *rows)
{
	return rows && rows->api->next_row(rows);
}

/* Only for a loop that stops early: gives the rows' memory back now. */
static inline void glim_close(glim_rows *rows)
{
	if (rows)
		rows->api->close_rows(rows);
}

/*
 * The columns of the current row, from 0. `type` is what the caller wants: integers and reals
 * convert into each other and into text, text that holds a number converts into it; anything else
 * is GLIM_MISUSE, as is a column that is not there. NULL reads as 0 or NULL. GLIM_TYPE_NULL
 * returns the value as it is. Text (NUL-terminated) and blobs live until the next glim_next().
 */
static inline glim_value glim_get(glim_rows *rows, size_t column, int32_t type)
{
	glim_value value = glim_null();

	if (rows)
		rows->api->get_column(rows, column, type, &value);
	return value;
}

static inline int64_t glim_get_int(glim_rows *rows, size_t column)
{
	return glim_get(rows, column, GLIM_TYPE_INT).as.integer;
}

static inline double glim_get_real(glim_rows *rows, size_t column)
{
	return glim_get(rows, column, GLIM_TYPE_REAL).as.real;
}

static inline const char *glim_get_text(glim_rows *rows, size_t column)
{
	return (const char *)glim_get(rows, column, GLIM_TYPE_TEXT).as.data;
}

static inline glim_value glim_get_blob(glim_rows *rows, size_t column)
{
	return glim_get(rows, column, GLIM_TYPE_BLOB);
}

static inline bool glim_is_null(glim_rows *rows, size_t column)
{
	return glim_get(rows, column, GLIM_TYPE_NULL).type == GLIM_TYPE_NULL;
}

/*
 * Savepoints inside the runner's transaction; they nest, up to 64 deep. All three wait. Only
 * glim_rollback() works after a failure. A statement that ends the transaction by itself (DDL on
 * MariaDB and MySQL) is GLIM_MISUSE between glim_begin() and its end, and is not sent.
 */
static inline int glim_begin(glim_ctx *ctx)
{
	return ctx->api->begin(ctx);
}

static inline int glim_commit(glim_ctx *ctx)
{
	return ctx->api->commit(ctx);
}

static inline int glim_rollback(glim_ctx *ctx)
{
	return ctx->api->rollback(ctx);
}

#define glim_begin(ctx)    glim_begin(GLIM_HERE(ctx))
#define glim_commit(ctx)   glim_commit(GLIM_HERE(ctx))
#define glim_rollback(ctx) glim_rollback(GLIM_HERE(ctx))

/* The failure that sticks, an enum glim_status; waits. */
static inline int glim_status(glim_ctx *ctx)
{
	return ctx->api->get_status(ctx);
}

/* Its text, or "" without one; waits. Lives until the next call. */
static inline const char *glim_message(glim_ctx *ctx)
{
	return ctx->api->get_message(ctx);
}

/*
 * Forgives a failure: glim_begin(), the risky calls, then glim_rollback() and this. Refused
 * when the savepoint is gone with the transaction, as after a deadlock, and for GLIM_MISUSE. For
 * one statement glim_try() is shorter.
 */
static inline int glim_clear(glim_ctx *ctx)
{
	return ctx->api->clear_error(ctx);
}

/* Fails the migration: return glim_fail(ctx, "%d users share a name", count); 1023 bytes. */
GLIM_PRINTF(2, 3)
static inline int glim_fail(glim_ctx *ctx, const char *format, ...)
{
	char message[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(message, sizeof message, format, args);
	va_end(args);
	return ctx->api->set_error(ctx, GLIM_ERROR, message);
}

/* A line for the operator, on stderr behind the migration's name; 1023 bytes. */
GLIM_PRINTF(3, 4)
static inline void glim_log(glim_ctx *ctx, enum glim_level level, const char *format, ...)
{
	char message[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(message, sizeof message, format, args);
	va_end(args);
	ctx->api->write_log(ctx, (int)level, message);
}

/* Tells how far a long migration is, total 0 if unknown; false once it should stop. */
static inline bool glim_progress(glim_ctx *ctx, uint64_t done, uint64_t total)
{
	return ctx->api->report_progress(ctx, done, total) == GLIM_OK;
}

/* What glim_try() returns on PostgreSQL for a SQLSTATE: glim_sqlstate("42P07"). */
static inline int glim_sqlstate(const char *state)
{
	int number = 0;

	for (int i = 4; i >= 0; i--)
		number = number << 6 | ((state[i] - '0') & 0x3f);
	return number;
}

/* "mysql" (MariaDB too), "postgresql" or "sqlite"; lives until the return. */
static inline const char *glim_driver(glim_ctx *ctx)
{
	return ctx->api->driver_name(ctx);
}

/*
 * How many rows the last statement changed, and the id it gave the last one; both wait. On
 * PostgreSQL the id is lastval(): what a sequence gave last in this session, 0 if none did.
 */
static inline int64_t glim_changes(glim_ctx *ctx)
{
	return ctx->api->changed_rows(ctx);
}

static inline int64_t glim_last_id(glim_ctx *ctx)
{
	return ctx->api->last_id(ctx);
}

/* Zeroed memory that the runner frees when the migration returns; NULL, and a failure, without. */
static inline void *glim_alloc(glim_ctx *ctx, size_t size)
{
	return ctx->api->allocate(ctx, size);
}

#ifdef __cplusplus
}

#include <glim/cplusplus.h>
#endif

#endif
