#include <glim/migration.h>

const char description[] = "needs a function that nobody has";

int nobody_has_this(void);

int run(glim_ctx *ctx)
{
	(void)ctx;
	return nobody_has_this();
}
