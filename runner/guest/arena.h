/* Memory that lives until the migration returns. */
#ifndef GLIM_GUEST_ARENA_H
#define GLIM_GUEST_ARENA_H

#include <stddef.h>

struct arena {
	struct arena_chunk *chunk;
	size_t used;
};

void *arena_alloc(struct arena *arena, size_t size); /* zeroed; NULL without memory */
void arena_finish(struct arena *arena);

#endif
