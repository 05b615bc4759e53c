#include <glim/migration.h>
#include <unistd.h>

const char description[] = "waits until a file named go is there";

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "INSERT INTO authors VALUES (8, 'Slow')");
	for (int i = 0; i < 1000 && access("go", F_OK) != 0; i++)
		usleep(50000);
	return glim_flush(ctx);
}

int rollback(glim_ctx *ctx)
{
	return glim_exec(ctx, "DELETE FROM authors WHERE id = 8");
}
