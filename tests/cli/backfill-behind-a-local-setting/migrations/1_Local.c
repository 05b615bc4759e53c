#include <glim/data.h>
#include <glim/migration.h>

const char description[] = "counts in the schema that it set for its transaction";

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "SET LOCAL search_path = app, public");
	return glim_backfill(ctx, .table = "crates", .key = "id", .set = "n = n + 1");
}
