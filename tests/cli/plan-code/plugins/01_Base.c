#include <glim/migration.h>

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(20))");
	return glim_exec(ctx, "INSERT INTO users VALUES (1, 'Ana'), (2, 'Bo'), (3, NULL)");
}
