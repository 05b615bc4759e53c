#include <glim/migration.h>

const char description[] = "prints to both streams";

int run(glim_ctx *ctx)
{
	puts("this is printed");
	fputs("this too\n", stderr);
	glim_log(ctx, GLIM_INFO, "and this is logged");
	return 0;
}

int rollback(glim_ctx *ctx)
{
	printf("printed on the way back");
	return glim_status(ctx);
}
