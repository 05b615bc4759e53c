#include <glim/migration.h>

int run(glim_ctx *ctx)
{
	return glim_exec(ctx,
			 "INSERT INTO authors WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL "
			 "SELECT i + 1 FROM n LIMIT 400) SELECT i, hex(randomblob(1000)) FROM n");
}
