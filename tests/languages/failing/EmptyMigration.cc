#include <glim/migration.h>

#include <stdexcept>

const char description[] = "throws an exception whose text is empty";

GLIM_RUN(ctx)
{
	glim_exec(ctx, "INSERT INTO marks VALUES (?, ?)", 1, "thrown");
	throw std::runtime_error("");
}
