#include <glim/migration.h>

#include <stdexcept>
#include <string>

const char description[] = "throws in the middle";

GLIM_RUN(ctx)
{
	glim_exec(ctx, "INSERT INTO marks VALUES (?, ?)", 1, "thrown");
	throw std::runtime_error(std::string("crate ") + std::to_string(41 + 1) + " is too heavy");
}
