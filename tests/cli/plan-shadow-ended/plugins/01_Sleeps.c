#include <glim/migration.h>
#include <unistd.h>

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "CREATE TABLE u (a INT)");
	glim_flush(ctx);
	sleep(60);
	return 0;
}
