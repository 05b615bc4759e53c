#include "base/memory.h"

#include <malloc.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"

static void *checked(void *memory)
{
	static const char text[] = "glim: error[internal]: out of memory\n";

	if (memory)
		return memory;
	if (write(STDERR_FILENO, text, sizeof text - 1) < 0)
		_exit(1);
	_exit(1);
}

/*
 * glibc raises the size from which a block is mapped for itself whenever such a block is freed
 * (mallopt(3)). A list that grows would then be copied within the heap and leave its old places
 * behind, 1.1 MiB with 10,000 migrations, where mapped pages only move.
 */
void memory_prepare(void)
{
	mallopt(M_MMAP_THRESHOLD, 128 * 1024);
}

void *memory_alloc(size_t size)
{
	return checked(calloc(1, size ? size : 1));
}

char *memory_bytes_in(struct arena *arena, size_t size)
{
	return checked(arena_bytes(arena, size));
}

void *memory_grow(void *old, size_t count, size_t size)
{
	return checked(reallocarray(old, count ? count : 1, size));
}

void *memory_grow_for(void *old, size_t count, size_t size)
{
	if (count && (count & (count - 1)))
		return old;
	return memory_grow(old, count ? count * 2 : 1, size);
}

char *memory_copy(const char *text)
{
	return text ? checked(strdup(text)) : NULL;
}

char *memory_copy_bytes(const void *data, size_t length)
{
	char *copy = memory_alloc(length + 1);

	if (length)
		memcpy(copy, data, length);
	return copy;
}

char *memory_format_list(const char *format, va_list list)
{
	char *text = NULL;

	return checked(vasprintf(&text, format, list) < 0 ? NULL : text);
}

char *memory_format(const char *format, ...)
{
	va_list list;
	char *text;

	va_start(list, format);
	text = memory_format_list(format, list);
	va_end(list);
	return text;
}
