/* Many small pieces of memory that are given back at once. */
#ifndef GLIM_BASE_ARENA_H
#define GLIM_BASE_ARENA_H

#include <stddef.h>

struct arena {
	struct arena_chunk *chunk;
	size_t used;
};

void *arena_alloc(struct arena *arena, size_t size); /* zeroed; NULL without memory */
char *arena_bytes(struct arena *arena, size_t size); /* the same, of no alignment: for texts */
void arena_finish(struct arena *arena);

#endif
