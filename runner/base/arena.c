#include "base/arena.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

enum { CHUNK = 64 * 1024 };

struct arena_chunk {
	struct arena_chunk *before;
	size_t size;
	alignas(max_align_t) unsigned char bytes[];
};

static struct arena_chunk *chunk_create(size_t size)
{
	struct arena_chunk *chunk =
		size > SIZE_MAX - sizeof *chunk ? NULL : calloc(1, sizeof *chunk + size);

	if (chunk)
		chunk->size = size;
	return chunk;
}

/* A chunk of its own, behind the current one, which goes on being filled. */
static void *alloc_large(struct arena *arena, size_t size)
{
	struct arena_chunk *chunk = chunk_create(size);

	if (!chunk)
		return NULL;
	if (!arena->chunk) {
		arena->chunk = chunk;
		arena->used = size;
		return chunk->bytes;
	}
	chunk->before = arena->chunk->before;
	arena->chunk->before = chunk;
	return chunk->bytes;
}

static bool start_chunk(struct arena *arena)
{
	struct arena_chunk *chunk = chunk_create(CHUNK);

	if (!chunk)
		return false;
	chunk->before = arena->chunk;
	arena->chunk = chunk;
	arena->used = 0;
	return true;
}

static void *take(struct arena *arena, size_t size, size_t step)
{
	size_t at = (arena->used + step - 1) / step * step;

	if (size > CHUNK / 4)
		return alloc_large(arena, size);
	if (!arena->chunk || arena->chunk->size < at + size) {
		if (!start_chunk(arena))
			return NULL;
		at = 0;
	}
	arena->used = at + size;
	return arena->chunk->bytes + at;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	return take(arena, size ? size : 1, alignof(max_align_t));
}

char *arena_bytes(struct arena *arena, size_t size)
{
	return take(arena, size ? size : 1, 1);
}

void arena_finish(struct arena *arena)
{
	while (arena->chunk) {
		struct arena_chunk *before = arena->chunk->before;

		free(arena->chunk);
		arena->chunk = before;
	}
	arena->used = 0;
}
