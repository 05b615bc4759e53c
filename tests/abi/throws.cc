#include <glim/migration.h>

#include <stdexcept>

const char description[] = "throws";

GLIM_RUN(ctx)
{
	glim_exec(ctx, "A");
#ifdef OTHER
	throw 7;
#else
	throw std::runtime_error("thrown");
#endif
}
