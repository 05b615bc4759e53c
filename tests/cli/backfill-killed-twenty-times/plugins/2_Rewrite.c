#include <unistd.h>

#include <glim/data.h>

const char description[] = "rewrites each number once";

struct change {
	const char *mark;
	int times;
};

static int change(glim_rows *row, void *data)
{
	const struct change *change = data;
	char text[40];

	usleep(250); /* there has to be time to be killed in */
	snprintf(text, sizeof text, "%s%s", change->mark, glim_get_text(row, 0) + !*change->mark);
	return glim_put(row, glim_text(text), glim_int(glim_get_int(row, 1) + change->times));
}

static int rewrite(glim_ctx *ctx, const char *mark, int times)
{
	struct change how = { mark, times };

	return glim_backfill(ctx, .table = "numbers", .key = "part, id", .columns = "text, times",
			     .writes = "text, times", .row = change, .data = &how, .page_rows = 100,
			     .page_ms = 30);
}

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "INSERT INTO numbers VALUES (9, 0, 'before', 100)");
	rewrite(ctx, "x", 1);
	return glim_exec(ctx, "UPDATE numbers SET times = 0 WHERE part = 9");
}

int rollback(glim_ctx *ctx)
{
	glim_exec(ctx, "DELETE FROM numbers WHERE part = 9");
	return rewrite(ctx, "", -1);
}
