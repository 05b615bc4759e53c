#include <glim/migration.h>

const char description[] = "fills what <Grow> made";

int run(glim_ctx *ctx)
{
	return glim_exec(ctx, "INSERT INTO marks VALUES (?)", glim_text("a|`b`"));
}
