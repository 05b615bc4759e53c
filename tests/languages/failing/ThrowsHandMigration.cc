#include <glim/migration.h>

#include <stdexcept>

const char description[] = "throws out of a plain run()";

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "INSERT INTO marks VALUES (?, ?)", 1, "thrown");
	glim_flush(ctx);
	throw std::runtime_error("nobody is here to catch it");
}
