#include <glim/migration.h>

const char description[] = "bad bytes: \xff\xfe\x1b[31m";

int run(glim_ctx *ctx)
{
	puts("prints \xff\xfe");
	glim_log(ctx, GLIM_INFO, "logs \xff\xfe");
	return glim_fail(ctx, "fails \xff\xfe\x1b[31m");
}
