#include <glim/migration.h>

#include <stdlib.h>

const char description[] = "writes to what malloc() did not give";

int run(glim_ctx *ctx)
{
	(void)ctx;
	for (;;) {
		volatile char *piece = malloc(16 << 20);

		for (size_t i = 0; i < 16 << 20; i += 4096)
			piece[i] = 1;
	}
}
