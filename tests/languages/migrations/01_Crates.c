#include <glim/migration.h>

const char description[] = "crates, in C";

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "CREATE TABLE crates (id INTEGER PRIMARY KEY, label VARCHAR(80), weight "
		       "DOUBLE PRECISION)");
	return glim_exec(ctx, "INSERT INTO crates VALUES (?, ?, ?)", glim_int(1),
			 glim_text("apples"), glim_real(1.5));
}

int rollback(glim_ctx *ctx)
{
	return glim_exec(ctx, "DROP TABLE crates");
}
