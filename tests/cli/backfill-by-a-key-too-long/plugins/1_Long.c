#include <glim/data.h>

/* In a lenient session glim_steps would cut what does not fit. */
int run(glim_ctx *ctx)
{
	static char key[40001];

	if (strcmp(glim_driver(ctx), "mysql") == 0)
		glim_exec(ctx, "SET SESSION sql_mode = ''");
	glim_exec(ctx, "CREATE TABLE t (k TEXT NOT NULL, v INTEGER)");
	memset(key, 'x', sizeof key - 1);
	glim_exec(ctx, "INSERT INTO t VALUES ('a', 0)");
	glim_exec(ctx, "INSERT INTO t VALUES (?, 0)", glim_text(key));
	return glim_backfill(ctx, .table = "t", .key = "k", .set = "v = v + 1", .page_rows = 1,
			     .key_vouched = 1);
}
