#include <glim/migration.h>

#include <exception>

const char description[] = "throws an exception that has no text";

struct wordless : std::exception {
	const char *what() const noexcept override
	{
		return nullptr;
	}
};

GLIM_RUN(ctx)
{
	glim_exec(ctx, "INSERT INTO marks VALUES (?, ?)", 1, "thrown");
	throw wordless();
}
