#include <glim/migration.h>

/* Many seconds, on every database. */
static const char *long_statement(glim_ctx *ctx)
{
	if (strcmp(glim_driver(ctx), "mysql") == 0)
		return "INSERT INTO t SELECT SLEEP(100)";
	if (strcmp(glim_driver(ctx), "postgresql") == 0)
		return "INSERT INTO t SELECT 1 FROM pg_sleep(100)";
	return "INSERT INTO t WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
	       "WHERE i < 2000000000) SELECT count(*) FROM n";
}

GLIM_OPTIONS(.timeout = 1);

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "INSERT INTO t VALUES (1)");
	return glim_exec(ctx, long_statement(ctx));
}
