#include <glim/migration.h>

const char description[] = "calls itself without end";

static int deeper(volatile char *before)
{
	volatile char room[4096];

	room[0] = before ? before[0] : 0;
	return deeper(room) + room[0];
}

int run(glim_ctx *ctx)
{
	(void)ctx;
	return deeper(NULL);
}
