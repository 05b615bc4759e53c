#include <glim/migration.h>

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "INSERT INTO p (name) VALUES ('Aras'), ('Ada')");
	glim_exec(ctx, "INSERT INTO c VALUES (LAST_INSERT_ID(), ?)", glim_int(glim_changes(ctx)));
	return glim_exec(ctx, "INSERT INTO missing VALUES (1)");
}
