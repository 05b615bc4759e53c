#include <glim/migration.h>

/* What it does next depends on what a write has done. */
int run(glim_ctx *ctx)
{
	do
		glim_exec(ctx, "DELETE FROM users WHERE name IS NULL");
	while (glim_changes(ctx) > 0);
	glim_exec(ctx, "UPDATE users SET name = 'x' WHERE id = 1");
	return glim_try(ctx, "INSERT INTO users VALUES (9, 'Cy')") == 0
		       ? glim_exec(ctx, "INSERT INTO users VALUES (10, 'Di')")
		       : 0;
}
