#include <glim/data.h>

int run(glim_ctx *ctx)
{
	return glim_exec(ctx,
			 "CREATE TABLE pair (id INTEGER PRIMARY KEY, name VARCHAR(9) NOT NULL)");
}
