#include <glim/migration.h>

/* The second statement is refused when both are long behind. */
int run(glim_ctx *ctx)
{
	glim_exec(ctx, "INSERT INTO authors VALUES (8, 'Eight')");
	glim_exec(ctx, "INSERT INTO authors VALUES (3, 'Again')");
	return glim_exec(ctx, "INSERT INTO authors VALUES (9, 'Nine')");
}
