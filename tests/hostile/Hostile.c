/* Writes a row, then does what BEHAVIOUR, a file of tests/faults/behaviour, does. */
#include <glim/migration.h>

#define run behave
#include BEHAVIOUR
#undef run

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "INSERT INTO seen VALUES ('hostile')");
	return glim_flush(ctx) ? 1 : behave(ctx);
}
