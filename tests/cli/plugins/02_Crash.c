#include <glim/migration.h>
#include <signal.h>

const char description[] = "crashes after an insert";

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "INSERT INTO authors VALUES (6, 'Nobody')");
	glim_flush(ctx);
	raise(SIGSEGV);
	return 0;
}

int rollback(glim_ctx *ctx)
{
	return glim_exec(ctx, "DELETE FROM authors WHERE id = 6");
}
