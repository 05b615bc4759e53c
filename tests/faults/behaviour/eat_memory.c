#include <glim/migration.h>

const char description[] = "allocates until there is no memory, and says so";

int run(glim_ctx *ctx)
{
	for (;;) {
		void *piece = glim_alloc(ctx, 16 << 20);

		if (!piece)
			return glim_status(ctx);
		memset(piece, 1, 16 << 20);
	}
}
