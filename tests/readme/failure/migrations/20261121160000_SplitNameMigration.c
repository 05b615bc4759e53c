#include <glim/migration.h>

const char description[] = "splits the name into two";

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "ALTER TABLE users ADD COLUMN first_name VARCHAR(255)");
	return glim_exec(ctx, "UPDATE users SET first_name = nickname");
}
