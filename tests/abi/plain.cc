#include <glim/migration.h>

extern "C" {
const char description[] = "a plugin in C++";
}

int run(glim_ctx *ctx)
{
	int code;
	glim_exec(ctx, "A ? ?", glim_int(1), glim_text("x"));
	glim_rows *rows = glim_query(ctx, "rows");
	if (!glim_next(rows) || glim_get_int(rows, 0) != 5)
		return 99;
	code = glim_try(ctx, "duplicate");
	return code;
}
