#include <glim/migration.h>

#include <unistd.h>

const char description[] = "closes every descriptor";

int run(glim_ctx *ctx)
{
	for (int fd = 0; fd < 1024; fd++)
		close(fd);
	return glim_exec(ctx, "INSERT INTO t VALUES (1)");
}
