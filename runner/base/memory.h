/* Memory of the runner: a failed allocation ends the program, in one place. */
#ifndef GLIM_BASE_MEMORY_H
#define GLIM_BASE_MEMORY_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

void memory_prepare(void);       /* once, before the first of the others */
void *memory_alloc(size_t size); /* zeroed */
void *memory_grow(void *old, size_t count, size_t size);
char *memory_copy(const char *text);                      /* NULL stays NULL */
char *memory_copy_bytes(const void *data, size_t length); /* adds a NUL */
__attribute__((format(printf, 1, 2))) char *memory_format(const char *format, ...);
__attribute__((format(printf, 1, 0))) char *memory_format_list(const char *format, va_list list);

/* For a text in an arena; zeroed. */
char *memory_bytes_in(struct arena *arena, size_t size);

/* Room for one more element: items = memory_grow_for(items, count, sizeof *items), doubling. */
void *memory_grow_for(void *old, size_t count, size_t size);

#endif
